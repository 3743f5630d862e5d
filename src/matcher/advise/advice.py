"""One more person, an hour of opening more, one more gate: each tried, and told only with what it would serve."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from matcher.advise.candidates import Candidate, gates_more, hours_more, people_more
from matcher.advise.scarce import Prices, Scarce, prices_of, scarce
from matcher.errors import ClashingPins, InvalidProblem, NoRoster
from matcher.problem import Problem
from matcher.roster import Roster
from matcher.walks import Walks
from matcher.what_if import Change, changed, resolve_near

EACH = 2.0
"""Seconds for one re-solve, of which each candidate takes two: with it and without."""
TRIED = 40
"""Candidates after which the search ends, whatever is confirmed."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Confirmed: with the change the roster serves `serves` more (and nothing less), at `points` more in all.

    `kind`: person, opening or gate; `subject` the skills, the facility or the gate; `place` and minutes where and
    when. The same visits were free to change without it, and nothing was gained.
    """

    kind: str
    subject: str
    place: str
    start: int
    end: int
    serves: tuple[str, ...]
    points: int
    changes: tuple[Change, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Advised:
    """`tried` candidates were re-solved; `advice` are those that serve more, the most first."""

    scarce: tuple[Scarce, ...]
    advice: tuple[Advice, ...]
    tried: int


def advise(
    problem: Problem,
    roster: Roster,
    *,
    prices: Prices | None = None,
    gates: Mapping[str, Walks] | None = None,
    most: int = 10,
    time_limit: float | None = 60.0,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Advised:
    """What is scarce in `problem` with `roster`, and up to `most` confirmed pieces of advice.

    `prices`: those of a solve's certificate (`prices_of`); None: they are found by a short solve first. `gates`:
    closed gates with all walks as they would be if each were open. Ends after `time_limit` seconds.
    """
    began = clock()

    def out() -> bool:
        late = time_limit is not None and clock() - began >= time_limit
        return late or (stop is not None and stop())

    if prices is None:
        from matcher.solver.solve import solve  # loaded when first used, as in `what_if`

        limit = None if time_limit is None else time_limit / 3
        found = solve(problem, hint=roster, gap=0.003, time_limit=limit, count_visits=False, stop=stop, clock=clock)
        prices = prices_of(found.certificates)
    ranked = scarce(problem, roster, prices)
    advice: list[Advice] = []
    tried = 0
    for candidate in _in_turn(problem, roster, ranked, gates or {}):
        if len(advice) >= most or tried >= TRIED or out():
            break
        if any(set(a.serves) >= set(candidate.hopes) for a in advice if a.kind == candidate.kind):
            continue  # what it is for is served by better advice already
        tried += 1
        found_one = _confirmed(problem, roster, candidate, stop=out)
        if found_one is not None and not any(a.serves == found_one.serves and a.kind == found_one.kind for a in advice):
            advice.append(found_one)
    advice.sort(key=lambda a: (-a.points, a.kind, a.subject, a.start))
    return Advised(ranked, tuple(advice), tried)


def _in_turn(
    problem: Problem, roster: Roster, ranked: Iterable[Scarce], gates: Mapping[str, Walks]
) -> Iterator[Candidate]:
    """The best of each kind by turns, so that no kind keeps another out."""
    told = tuple(ranked)
    kinds = (people_more(problem, roster, told), hours_more(problem, roster, told), gates_more(problem, roster, gates))
    for row in zip_longest(*kinds):
        yield from (candidate for candidate in row if candidate is not None)


def _confirmed(problem: Problem, roster: Roster, candidate: Candidate, *, stop: Callable[[], bool]) -> Advice | None:
    """Both solves leave the same visits free, so that what is gained comes of the change alone."""
    try:
        after = changed(problem, candidate.changes)
        base, more = (
            resolve_near(p, roster, free=candidate.free, time_limit=EACH, hint=roster, name_clash=False, stop=stop)
            for p in (problem, after)
        )
    except (InvalidProblem, ClashingPins, NoRoster):
        return None  # the change alone makes no sound problem
    was, now = base.roster.planned_of.keys(), more.roster.planned_of.keys()
    if not now - was or was - now:
        return None
    if base.all.status != "proven" and more.all.objective <= base.all.bound:
        return None  # without the change a longer search might have found as much
    points = more.all.objective - base.all.objective
    return Advice(
        candidate.kind,
        candidate.subject,
        candidate.place,
        candidate.start,
        candidate.end,
        tuple(sorted(now - was)),
        points,
        candidate.changes,
        candidate.zh,
        candidate.en,
    )
