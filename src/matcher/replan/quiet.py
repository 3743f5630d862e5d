"""Of what a re-solve of everything found: only what serves more, and nobody's plans changed without need."""

from __future__ import annotations

from matcher.checker import check, valid
from matcher.problem import Problem
from matcher.roster import Assignment, Roster
from matcher.score import score
from matcher.worth import value_of


def served_value(problem: Problem, roster: Roster) -> tuple[int, int]:
    """Values of the visits served: of the guaranteed ones, and of all."""
    served = [v for v in problem.visits if v.id in roster.planned_of]
    return (
        sum(value_of(problem, v) for v in served if v.guaranteed),
        sum(value_of(problem, v) for v in served),
    )


def needed(before: Roster, near: Roster, whole: Roster) -> frozenset[str]:
    """Visits that must be free for `whole`'s gains over `near`: those it serves beside, and what their crews did."""
    gained = whole.planned_of.keys() - near.planned_of.keys()
    crews = {a.volunteer for visit in gained for a in whole.team_of.get(visit, ())}
    return frozenset(gained | {a.visit for person in crews for a in before.work_of.get(person, ())})


def calm(problem: Problem, before: Roster, after: Roster) -> Roster:
    """`after`, with everybody in the role they had wherever the same people meet at the same time: swapping roles
    costs no points, but somebody has to be told. Only where that breaks no rule and loses no point."""
    kept: list[Assignment] = []
    for visit, team in after.team_of.items():
        old = before.team_of.get(visit, ())
        same = {a.volunteer for a in old} == {a.volunteer for a in team}
        kept += old if same and before.planned_of.get(visit) == after.planned_of.get(visit) else team
    quiet = Roster(after.planned, tuple(kept))
    lossless = score(problem, quiet).objective >= score(problem, after).objective
    return quiet if lossless and valid(check(problem, quiet)) else after
