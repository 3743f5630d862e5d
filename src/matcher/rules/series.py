"""`series`: every distinct volunteer in a series costs, so that familiar faces come back."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    people = {(problem.visit_of[a.visit].series, a.volunteer) for a in roster.assignments}
    return -problem.weights.series_volunteer * sum(bool(series) for series, _ in people)


RULE = SoftRule(
    code="series",
    cost=cost,
    zh="同一系列每多一名不同的志愿者扣分，尽量由熟悉的人服务。",
    en="Every distinct volunteer in a series costs, so that familiar faces come back.",
)
