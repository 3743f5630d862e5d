"""`fairness`: service hours of a volunteer above the fair share cost, ever more the further above."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule
from matcher.worth import fair_shares


def cost(problem: Problem, roster: Roster) -> int:
    shares = fair_shares(problem)
    return -sum(
        shares[name].cost(sum(problem.visit_of[a.visit].duration for a in work))
        for name, work in roster.work_of.items()
        if name in shares
    )


RULE = SoftRule(
    code="fairness",
    cost=cost,
    zh="志愿者服务时长超过公平份额的部分扣分，超得越多扣得越多。",
    en="Service hours of a volunteer above the fair share cost, the more the further above.",
)
