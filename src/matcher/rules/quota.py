"""`quota`: served visits of a beneficiary in a facility mode within what the quota allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.problem import Problem, Quota
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation

Used = Counter[tuple[str, str]]
"""Planned visits by beneficiary and mode."""


def used(problem: Problem, roster: Roster) -> Used:
    count: Used = Counter()
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        if visit.beneficiary and visit.need is not None:
            count[visit.beneficiary, visit.need.mode] += 1
    return count


def over(quota: Quota, count: Used, *, more: int = 0) -> int:
    """Visits above the quota, with `more` of its kind than counted."""
    return max(0, count[quota.beneficiary, quota.mode] + more - quota.at_most)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    count = used(problem, roster) if problem.quotas else Counter()
    for quota in problem.quotas:
        amount = over(quota, count)
        if amount:
            yield Violation("quota", amount, "visits", other=f"{quota.beneficiary} {quota.mode}")


RULE = HardRule(
    code="quota",
    unit="visits",
    check=check,
    zh="同一服务对象使用同类场地的次数不超过配额。",
    en="A beneficiary's visits in a facility mode stay within the quota.",
)
