"""`preferred`: a preferred pair counts once an assignment; two volunteers once a visit both serve."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    visits_of = {name: {a.visit for a in work} for name, work in roster.work_of.items()}
    none: set[str] = set()
    count = 0
    for pair in problem.pairs:
        if pair.kind != "preferred":
            continue
        mine = visits_of.get(pair.volunteer, none)
        if pair.with_kind == "volunteer":
            count += len(mine & visits_of.get(pair.other, none))
        else:
            count += sum(pair.concerns(problem.visit_of[visit]) for visit in mine)
    return problem.weights.preferred * count


RULE = SoftRule(
    code="preferred",
    cost=cost,
    zh="安排彼此偏好的组合加分。",
    en="A preferred pair put together counts.",
)
