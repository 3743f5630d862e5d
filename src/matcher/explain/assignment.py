"""Why this volunteer: what every rule says of an assignment, and who else could do it at which difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.explain.replacements import Replacement, replacements
from matcher.problem import Problem
from matcher.roster import Roster, place_of_planned
from matcher.rules import HARD
from matcher.rules.seat import Seat
from matcher.score import Term, difference, score
from matcher.what_if import within, work_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A hard rule about this person in this seat, and by how much it is broken (0: kept)."""

    rule: str
    amount: int


@dataclass(frozen=True, slots=True)
class Why:
    """`rules`: every hard rule about one person; `points`: what the assignment itself adds, term by term, to the
    roster in which its seat is empty (the visit's value not counted); `others`: who could do it instead, best first.
    """

    visit: str
    volunteer: str
    role: str
    rules: tuple[Kept, ...]
    points: tuple[Term, ...]
    others: tuple[Replacement, ...]


def why(
    problem: Problem, roster: Roster, visit_id: str, volunteer_id: str, *, asked: Mapping[str, float] | None = None
) -> Why:
    """Raises KeyError where the roster has no such assignment."""
    row = next((a for a in roster.team_of.get(visit_id, ()) if a.volunteer == volunteer_id), None)
    if row is None:
        raise KeyError(f"{volunteer_id} is not assigned to {visit_id}")
    visit, volunteer = problem.visit_of[visit_id], problem.volunteer_of[volunteer_id]
    planned = roster.planned_of[visit_id]
    role = next(r for r in visit.roles if r.id == row.role)
    seat = Seat(visit, role, planned.start, place_of_planned(problem, planned))
    mini = work_of(problem, roster, {volunteer_id}, visit=visit_id)
    there = within(roster, mini)
    without = Roster(there.planned, tuple(a for a in there.assignments if a != row))
    terms = difference(score(mini, without), score(mini, there)).terms
    others = replacements(problem, roster, visit_id, row.role, out=volunteer_id, asked=asked)
    return Why(
        visit_id,
        volunteer_id,
        row.role,
        rules=tuple(Kept(r.code, r.refuses(problem, volunteer, seat)) for r in HARD if r.refuses is not None),
        points=tuple(t for t in terms if t.points),
        others=others,
    )
