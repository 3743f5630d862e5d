"""The smallest changes that would serve a visit, each confirmed by a re-solve before it is said.

Everything else stays exactly as it is while a change is tried: what is told costs nobody anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from matcher.errors import ClashingPins, InvalidProblem, NoRoster
from matcher.explain.fix_people import of_people
from matcher.explain.fix_visit import of_rooms, of_visit
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.spots import starts_of, tell
from matcher.explain.times import times
from matcher.explain.tried import Tried
from matcher.problem import Problem
from matcher.roster import PlannedVisit, Roster
from matcher.walks import Walks
from matcher.what_if import Change, Set, changed, part_of, resolve_near, within

EACH = 3
"""Of one kind so many are tried, the smallest first; one that works is enough of its kind."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change after which the visit is served, everything else as it is.

    `kind`: walk, hours, cap, paper, window, day, start, reach, opening, rejected, quota or gate; `subject` whose
    (a volunteer, the visit, a facility, a gate); `amount` in `unit` (minutes, visits; 0 where there is no measure).
    `planned` and `team`: where and with whom it would take place; `roles` beside `team`.
    """

    kind: str
    subject: str
    amount: int
    unit: str
    changes: tuple[Change, ...]
    zh: str
    en: str
    planned: PlannedVisit
    team: tuple[str, ...]
    roles: tuple[str, ...]


def fixes(
    problem: Problem,
    roster: Roster,
    visit_id: str,
    *,
    gates: Mapping[str, Walks] | None = None,
    most: int = 6,
    stop: Callable[[], bool] | None = None,
) -> tuple[Fix, ...]:
    """Up to `most` fixes of a visit that the roster does not serve, by kind the smallest that works.

    `gates`: gates that are closed, with all walks as they would be if each were open (`scenario.gates_near`).
    """
    found: list[Fix] = []
    tried: dict[str, int] = {}
    for attempt in candidates(problem, roster, visit_id, gates=gates):
        if len(found) >= most or (stop is not None and stop()):
            break
        if tried.get(attempt.kind, 0) >= EACH or any(f.kind == attempt.kind for f in found):
            continue
        tried[attempt.kind] = tried.get(attempt.kind, 0) + 1
        fix = confirmed(problem, roster, visit_id, attempt)
        if fix is not None:
            found.append(fix)
    return tuple(found)


def candidates(
    problem: Problem, roster: Roster, visit_id: str, *, gates: Mapping[str, Walks] | None = None
) -> Iterator[Tried]:
    """Changes that may help, those that ask least of anybody first; none of them is confirmed."""
    visit, settled = problem.visit_of[visit_id], Settled.of(problem, roster)
    starts = starts_of(settled, visit)
    told = tell(settled, visit, starts) if visit.need is not None else ()
    spots: dict[str | None, tuple[int, ...]] = {t.facility.id: t.suited for t in told}
    if visit.need is None:
        spots[None] = starts
    heard = hear(settled, visit, spots)
    yield from of_rooms(settled, visit, told)
    yield from of_people(settled, visit, heard.said)
    for gate, walks in (gates or {}).items():
        zh, en = f"打开大门 {gate}", f"open the gate {gate}"
        yield Tried("gate", gate, 0, "", (Set("walks", walks),), zh, en)
    yield from of_visit(settled, visit)


def confirmed(problem: Problem, roster: Roster, visit_id: str, tried: Tried) -> Fix | None:
    """The fix, if solving the changed problem, everything else held, serves the visit.

    The rules are asked first for a time and a crew; the solve is of these people alone.
    """
    try:
        after = changed(problem, tried.changes)
    except InvalidProblem:
        return None  # the change alone makes no sound problem
    part = part_of(after, roster, free={visit_id})
    time = next((t for t in times(part, within(roster, part), visit_id) if t.enough), None)
    if time is None:
        return None
    try:
        found = resolve_near(after, roster, free={visit_id}, people=time.people, name_clash=False).roster
    except (ClashingPins, NoRoster):
        return None  # what is held cannot stay as it is: the change would take something else apart
    planned = found.planned_of.get(visit_id)
    if planned is None:
        return None
    crew = found.team_of.get(visit_id, ())
    team, roles = tuple(a.volunteer for a in crew), tuple(a.role for a in crew)
    said = tried.zh, tried.en
    return Fix(tried.kind, tried.subject, tried.amount, tried.unit, tried.changes, *said, planned, team, roles)
