"""`needs`: a visit goes on only if every visit it needs does."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def missing(visit: Visit, roster: Roster) -> tuple[str, ...]:
    """The visits it needs that are not planned."""
    return tuple(other for other in dict.fromkeys(visit.needs) if other not in roster.planned_of)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for planned in roster.planned:
        for other in missing(problem.visit_of[planned.visit], roster):
            yield Violation("needs", 1, "visits", visit=planned.visit, other=other)


RULE = HardRule(
    code="needs",
    unit="visits",
    check=check,
    zh="一项服务所依赖的其他服务都已安排。",
    en="A visit goes on only if every visit it needs goes on.",
)
