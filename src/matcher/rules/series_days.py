"""`series_days`: start days of two visits of one series lie `min_days_apart` (the larger of the two) apart."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import DAY, Problem, Visit
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def too_near(a: Visit, b: Visit, *, day_of_a: int, day_of_b: int) -> int:
    """Days missing between two visits; 0 where they are of different series or far enough apart."""
    if not a.series or a.series != b.series:
        return 0
    return max(0, max(a.min_days_apart, b.min_days_apart) - abs(day_of_a - day_of_b))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """One violation a visit, against the worst of those before it."""
    groups: dict[str, list[tuple[int, Visit]]] = {}
    for planned in sorted(roster.planned, key=lambda p: (p.start, p.visit)):
        visit = problem.visit_of[planned.visit]
        if visit.series:
            groups.setdefault(visit.series, []).append((planned.start // DAY, visit))
    for group in groups.values():
        widest = max(v.min_days_apart for _, v in group)
        for i, (day, visit) in enumerate(group):
            worst, other = 0, ""
            for day_before, before in reversed(group[:i]):
                if day - day_before + worst >= widest:
                    break
                amount = too_near(visit, before, day_of_a=day, day_of_b=day_before)
                if amount > worst:
                    worst, other = amount, before.id
            if worst:
                yield Violation("series_days", worst, "days", visit=visit.id, other=other)


RULE = HardRule(
    code="series_days",
    unit="days",
    check=check,
    zh="同一系列的两次服务之间隔开规定的天数。",
    en="Two visits of one series are as many days apart as the series asks for.",
)
