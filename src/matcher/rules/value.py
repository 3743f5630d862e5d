"""`value`: every visit served, guaranteed or not, counts its value."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule
from matcher.worth import value_of


def cost(problem: Problem, roster: Roster) -> int:
    return sum(value_of(problem, problem.visit_of[p.visit]) for p in roster.planned)


def guaranteed(problem: Problem, roster: Roster) -> int:
    """The value of the guaranteed visits served: what stage 1 maximises."""
    visits = (problem.visit_of[p.visit] for p in roster.planned)
    return sum(value_of(problem, v) for v in visits if v.guaranteed)


RULE = SoftRule(
    code="value",
    cost=cost,
    zh="每完成一项服务得到它的分值。",
    en="Every visit served counts its value.",
)
