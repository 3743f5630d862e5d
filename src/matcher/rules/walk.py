"""`walk`: every minute walked costs."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster, tours
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    return -problem.weights.walk * sum(t.walk_minutes for t in tours(problem, roster))


RULE = SoftRule(
    code="walk",
    cost=cost,
    zh="每步行一分钟扣分。",
    en="Every minute walked costs.",
)
