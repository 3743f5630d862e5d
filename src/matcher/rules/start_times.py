"""`start_times`: a visit several must agree on starts on the grid, at a window's first minute, or as settled."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def settled_starts(problem: Problem) -> dict[str, frozenset[int]]:
    """Pinned and published starts by visit."""
    starts: dict[str, set[int]] = {}
    for pin in problem.all_pins:
        if pin.start is not None:
            starts.setdefault(pin.visit, set()).add(pin.start)
    for row in problem.published:
        starts.setdefault(row.visit, set()).add(row.start)
    return {visit: frozenset(minutes) for visit, minutes in starts.items()}


def off_grid(problem: Problem, visit: Visit, start: int, *, settled: Collection[int] = ()) -> int:
    """Minutes to the nearest start allowed; 0 for a visit of one person at a fixed place, which starts any minute."""
    if not visit.on_grid:
        return 0
    past = start % problem.policy.grid
    others = (abs(start - s) for s in (*settled, *(w.start for w in visit.windows)))
    return min(past, problem.policy.grid - past, *others)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    settled = settled_starts(problem)
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        amount = off_grid(problem, visit, planned.start, settled=settled.get(visit.id, ()))
        if amount:
            yield Violation("start_times", amount, "minutes", visit=visit.id)


RULE = HardRule(
    code="start_times",
    unit="minutes",
    check=check,
    zh="多人服务和用场地的服务在整刻开始，或在时间段的第一分钟、固定的或已公布的时间开始。",
    en="A visit of several people or in a facility starts on the grid, at a window's first minute, "
    "or at its pinned or published start.",
)
