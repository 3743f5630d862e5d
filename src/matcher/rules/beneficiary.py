"""`beneficiary`: two visits of one beneficiary never overlap."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import PlannedVisit, Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def by_beneficiary(problem: Problem, roster: Roster) -> dict[str, list[PlannedVisit]]:
    """Planned visits of every beneficiary, by start."""
    groups: dict[str, list[PlannedVisit]] = {}
    for planned in sorted(roster.planned, key=lambda p: (p.start, p.visit)):
        name = problem.visit_of[planned.visit].beneficiary
        if name:
            groups.setdefault(name, []).append(planned)
    return groups


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Minutes two visits have in common."""
    return max(0, min(end, other_end) - max(start, other_start))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """One violation a visit, against the one before it that ends last."""
    for group in by_beneficiary(problem, roster).values():
        last, until = group[0].visit, group[0].start
        for planned in group:
            end = planned.start + problem.visit_of[planned.visit].duration
            minutes = overlap(group[0].start, until, planned.start, end)
            if minutes:
                yield Violation("beneficiary", minutes, "minutes", visit=planned.visit, other=last)
            if end > until:
                last, until = planned.visit, end


RULE = HardRule(
    code="beneficiary",
    unit="minutes",
    check=check,
    zh="同一服务对象的两次服务不重叠。",
    en="Two visits of one beneficiary never overlap.",
)
