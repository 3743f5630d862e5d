"""`windows`: the whole visit lies inside one of its windows."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def outside(visit: Visit, start: int) -> int:
    """Minutes the start must move for the visit to fit the nearest window; 0 inside."""
    fitting = (w for w in visit.windows if w.end - w.start >= visit.duration)
    return min(max(0, w.start - start, start + visit.duration - w.end) for w in fitting)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for planned in roster.planned:
        amount = outside(problem.visit_of[planned.visit], planned.start)
        if amount:
            yield Violation("windows", amount, "minutes", visit=planned.visit)


RULE = HardRule(
    code="windows",
    unit="minutes",
    check=check,
    zh="服务从开始到结束都在约定的时间段内。",
    en="A visit lies inside one of its windows from start to end.",
)
