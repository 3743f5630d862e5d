"""`published`: what people already know is kept: visits served, by the same people, at the same time and place."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import SoftRule


def cost(problem: Problem, roster: Roster) -> int:
    weights, points = problem.weights, 0
    for visit, rows in problem.published_of.items():
        planned = roster.planned_of.get(visit)
        if planned is None:
            points -= weights.dropped
            continue
        team = {a.volunteer for a in roster.team_of.get(visit, ())}
        points += weights.published_served
        points -= weights.pair_changed * len({r.volunteer for r in rows if r.volunteer is not None} - team)
        if (planned.start, planned.facility) != (rows[0].start, rows[0].facility):
            points -= weights.moved
    return points


RULE = SoftRule(
    code="published",
    cost=cost,
    zh="已公布的服务继续进行加分；换人、改时间地点或取消扣分。",
    en="A published visit still served counts; changing its people, start or place, or dropping it, costs.",
)
