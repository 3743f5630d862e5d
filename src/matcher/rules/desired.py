"""`desired`: every person above a role's minimum, up to the number desired, counts."""

from __future__ import annotations

from collections import Counter

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    people = Counter((a.visit, a.role) for a in roster.assignments)
    extra = (
        max(0, min(people[planned.visit, role.id], role.wanted) - role.min)
        for planned in roster.planned
        for role in problem.visit_of[planned.visit].roles
    )
    return problem.weights.desired_person * sum(extra)


RULE = SoftRule(
    code="desired",
    cost=cost,
    zh="超过最低人数、不超过期望人数的每一人加分。",
    en="Every person above the minimum of a role, up to the number desired, counts.",
)
