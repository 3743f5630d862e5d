"""`quota`: served visits of a beneficiary in a facility mode within what the quota allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def used(problem: Problem, roster: Roster) -> Counter[tuple[str, str]]:
    """Planned visits by beneficiary and mode."""
    count: Counter[tuple[str, str]] = Counter()
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        if visit.beneficiary and visit.need is not None:
            count[visit.beneficiary, visit.need.mode] += 1
    return count


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    count = used(problem, roster) if problem.quotas else Counter()
    for quota in problem.quotas:
        amount = count[quota.beneficiary, quota.mode] - quota.at_most
        if amount > 0:
            yield Violation("quota", amount, "visits", other=f"{quota.beneficiary} {quota.mode}")


RULE = HardRule(
    code="quota",
    unit="visits",
    check=check,
    zh="同一服务对象使用同类场地的次数不超过配额。",
    en="A beneficiary's visits in a facility mode stay within the quota.",
)
