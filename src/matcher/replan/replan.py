"""A published roster and events -> a new roster near it: a first answer at once, then the whole re-solved."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from matcher.errors import ClashingPins, NoRoster
from matcher.problem import Problem
from matcher.replan.events import Cancelled, Event, happened
from matcher.replan.frozen import frozen
from matcher.replan.quiet import calm, needed, served_value
from matcher.replan.touched import broken, moved_anyhow
from matcher.result import Result, StageResult
from matcher.roster import Roster, published_from
from matcher.score import score
from matcher.what_if import Difference, difference, resolve_near

GAP = 0.003
FIRST_SECONDS = 0.6
"""The first answer is for somebody who waits: its search ends after so long, whatever it has."""


@dataclass(frozen=True)
class Replan:
    """`roster` of `problem`: the problem after the events, with the old roster as its published rows.

    `before`: the problem before them, with the same rows. `all`: points of the roster, and a bound on every roster
    that keeps what is frozen and accepted; None where time ran out before one was known. `loosened`: accepted
    (visit, volunteer) that could not be kept. Seconds by the clock given.
    """

    before: Problem
    problem: Problem
    roster: Roster
    difference: Difference
    all: StageResult | None
    loosened: tuple[tuple[str, str], ...]
    first_seconds: float
    seconds: float


def replan(problem: Problem, roster: Roster, events: Iterable[Event], **options: Any) -> Replan:
    """The roster after the events; `options` are those of `replan_for`. Raises InvalidProblem with all faults of the
    events, and what `replan_for` raises.
    """
    told = tuple(events)
    known = known_from(problem, roster, all_accepted=bool(options.pop("all_accepted", False)))
    after = happened(known, roster, told)
    gone = {e.visit for e in told if isinstance(e, Cancelled)}
    return replan_for(known, _left(after, roster, gone), after, roster_before=roster, **options)


def known_from(problem: Problem, roster: Roster, *, all_accepted: bool = False) -> Problem:
    """The problem with the roster as what people know: accepted where `problem` says so, or all of it, else offered."""
    known = published_from(problem, roster)
    if not all_accepted:
        return known
    return replace(known, published=tuple(replace(p, state="accepted") for p in known.published))


def after_change(problem: Problem, roster: Roster, after: Problem, **options: Any) -> Replan:
    """The roster of `after`, the problem changed in whatever way, near the one people know; `options`: `replan_for`."""
    before = _left(after, roster, ())
    known = published_from(problem, roster)
    return replan_for(known, before, _as_known(after, before), roster_before=roster, **options)


def replan_for(
    known: Problem,
    before: Roster,
    after: Problem,
    *,
    roster_before: Roster,
    now: int | None = None,
    freeze: int = 0,
    max_people_changed: int | None = None,
    time_limit: float | None = None,
    gap: float = GAP,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
    first: Callable[[Roster], None] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Replan:
    """A roster of `after` near `before`, what is left of `roster_before`. What people know stays where it can:
    accepted work is fixed, offered work moves at the problem's cost; with `max_people_changed` it changes for at most
    so many people beside those who cannot keep theirs anyhow (`moved_anyhow`).

    Before minute `now` + `freeze` nothing changes but what is broken. `first` is given the first answer, in which
    only that is planned anew. Then the whole is re-solved to `gap` or until `time_limit`: for a bound, and for visits
    that only further changes can serve; changes that serve nothing more are not made where the first answer is
    within `gap`. Acceptances of a visit that cannot go on with them count as offers. Raises ClashingPins or NoRoster
    where what must be kept cannot be.
    """
    from matcher.solver.solve import solve  # loaded when first used, as in `what_if`

    began = clock()
    hit = broken(after, before)
    if max_people_changed is not None:
        most = max_people_changed + len(moved_anyhow(after, before))
        after = replace(after, policy=replace(after.policy, max_people_changed=most))
    free = hit | (after.visit_of.keys() - known.visit_of.keys())
    earliest = None if now is None else now + freeze

    def left(most: float | None = None) -> float | None:
        ahead = None if time_limit is None else max(0.0, time_limit - (clock() - began))
        return ahead if most is None else most if ahead is None else min(ahead, most)

    def fixed() -> Problem:
        return frozen(after, before, hit=hit, earliest=earliest)

    def near(loose: Collection[str]) -> Result | None:
        limit = left(FIRST_SECONDS)
        try:
            return resolve_near(
                fixed(), before, free=loose, time_limit=limit, seed=seed, name_clash=False, stop=stop, clock=clock
            )
        except (ClashingPins, NoRoster):
            return None

    answer, promised = near(free), _accepted(after, hit)
    if answer is None and any(p.state == "accepted" and p.visit in hit for p in after.published):
        after = _offered(after, hit)
        answer = near(free)
    first_seconds = clock() - began
    if answer is not None and first is not None:
        first(answer.roster)
    best, stage = None if answer is None else answer.roster, None
    if best is None or (left() != 0 and not (stop is not None and stop())):
        whole = solve(
            fixed(),
            time_limit=left(),
            gap=gap,
            seed=seed,
            hint=best,
            count_visits=False,
            name_clash=False,
            stop=stop,
            clock=clock,
        )
        stage = whole.all
        if answer is None or best is None:
            best = calm(after, before, whole.roster)
        elif served_value(after, whole.roster) > served_value(after, best):
            again = near(free | needed(before, best, whole.roster))
            equal = again is not None and served_value(after, again.roster) >= served_value(after, whole.roster)
            best = again.roster if again is not None and equal else calm(after, before, whole.roster)
        elif stage.bound - answer.all.objective > gap * max(1, abs(stage.bound)):
            best = max(best, calm(after, before, whole.roster), key=lambda r: score(after, r).objective)
    assert best is not None
    kept = {(a.visit, a.volunteer) for a in best.assignments}
    return Replan(
        before=known,
        problem=after,
        roster=best,
        difference=difference(known, roster_before, after, best),
        all=None if stage is None else at_points(stage, score(after, best).objective),
        loosened=tuple(pair for pair in promised if pair not in kept),
        first_seconds=first_seconds,
        seconds=clock() - began,
    )


def at_points(stage: StageResult, objective: int) -> StageResult:
    """The stage as it is of another roster of the same problem."""
    status = "proven" if stage.bound <= objective else "bounded"
    return replace(stage, objective=objective, status=status)  # type: ignore[arg-type]


def _left(problem: Problem, roster: Roster, cancelled: Collection[str]) -> Roster:
    """The roster as far as its visits are still asked for."""
    gone = {p.visit for p in roster.planned if p.visit not in problem.visit_of or p.visit in cancelled}
    rooms = problem.facility_of.keys() | {None}
    gone |= {p.visit for p in roster.planned if p.facility not in rooms}
    people, roles = problem.volunteer_of, {v.id: {r.id for r in v.roles} for v in problem.visits}
    return Roster(
        tuple(p for p in roster.planned if p.visit not in gone),
        tuple(
            a
            for a in roster.assignments
            if a.visit not in gone and a.volunteer in people and a.role in roles.get(a.visit, ())
        ),
    )


def _as_known(problem: Problem, roster: Roster) -> Problem:
    """`problem` with the roster's rows; what it says was accepted stays so where the roster still has it."""
    sure = {(p.visit, p.volunteer, p.start, p.facility) for p in problem.published if p.state == "accepted"}
    known = published_from(replace(problem, published=()), roster)
    rows = tuple(
        replace(p, state="accepted") if (p.visit, p.volunteer, p.start, p.facility) in sure else p
        for p in known.published
    )
    return replace(known, published=rows)


def _accepted(problem: Problem, visits: frozenset[str]) -> tuple[tuple[str, str], ...]:
    rows = (p for p in problem.published if p.state == "accepted" and p.visit in visits)
    return tuple((p.visit, p.volunteer) for p in rows if p.volunteer is not None)


def _offered(problem: Problem, visits: frozenset[str]) -> Problem:
    rows = (replace(p, state="offered") if p.visit in visits else p for p in problem.published)
    return replace(problem, published=tuple(rows))
