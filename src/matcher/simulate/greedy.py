"""How a desk plans by hand: one request after the other, at the earliest time with a crew, never moving anybody.

Every rule is asked as the explanations ask it, so that these rosters keep all hard rules as ours do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from matcher.explain.crew import crew
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.spots import tell, tried_starts
from matcher.problem import DAY, Problem, Visit, Volunteer
from matcher.roster import Assignment, PlannedVisit, Roster

Order = Callable[[Settled, Visit, str, Volunteer], object]
"""(settled, visit, place, volunteer) -> who is asked first; the same for all of one visit."""


def nearest(settled: Settled, _visit: Visit, place: str, volunteer: Volunteer) -> object:
    """Who lives nearest, of those alike the one first in the register."""
    walk = settled.walk(volunteer, volunteer.home, place)
    return (walk is None, walk or 0)


def placed(problem: Problem, roster: Roster, visits: Iterable[Visit], order: Order, *, earliest: int = 0) -> Roster:
    """The roster with those of `visits`, in this order, that find a time from minute `earliest` on and a crew."""
    for visit in visits:
        found = _found(problem, roster, visit, order, earliest)
        if found is not None:
            planned, team = found
            roster = Roster((*roster.planned, planned), (*roster.assignments, *team))
    return roster


def refilled(problem: Problem, roster: Roster, visit: Visit, order: Order, stay: Sequence[str]) -> Roster | None:
    """The visit at its time with whoever can stay of `stay`, and others for those who left; None if it cannot be."""
    planned = roster.planned_of[visit.id]
    rest = without(roster, {visit.id})

    def first(settled: Settled, of: Visit, place: str, volunteer: Volunteer) -> object:
        return (volunteer.id not in stay, order(settled, of, place, volunteer))

    settled = Settled.of(problem, rest)
    if settled.refused_at(visit, planned.start) or settled.always_refused(visit):
        return None
    team = _crew(settled, visit, planned.facility, planned.start, first)
    if team is None:
        return None
    return Roster((*rest.planned, planned), (*rest.assignments, *team))


def without(roster: Roster, visits: set[str]) -> Roster:
    return Roster(
        tuple(p for p in roster.planned if p.visit not in visits),
        tuple(a for a in roster.assignments if a.visit not in visits),
    )


def _found(
    problem: Problem, roster: Roster, visit: Visit, order: Order, earliest: int
) -> tuple[PlannedVisit, tuple[Assignment, ...]] | None:
    settled = Settled.of(problem, roster)
    if settled.always_refused(visit):
        return None
    starts = tuple(s for s in tried_starts(settled, visit) if s >= earliest and not settled.refused_at(visit, s))
    spots: list[tuple[int, int, str | None]] = [(s, 0, None) for s in starts]
    if visit.need is not None:
        spots = [(s, told.facility.cost, told.facility.id) for told in tell(settled, visit, starts) for s in told.free]
    for start, _, facility in sorted(spots, key=lambda spot: (spot[0], spot[1], spot[2] or "")):
        team = _crew(settled, visit, facility, start, order)
        if team is not None:
            return PlannedVisit(visit.id, start, facility), team
    return None


def _crew(
    settled: Settled, visit: Visit, facility: str | None, start: int, order: Order
) -> tuple[Assignment, ...] | None:
    if not visit.roles:
        return ()
    place = visit.place or "" if facility is None else settled.problem.facility_of[facility].place
    # Whoever is not free then or has no skill for it would only be asked in vain.
    able = {
        v.id
        for v in settled.problem.volunteers
        if any(w.start <= start and start + visit.duration <= w.end for w in v.availabilities)
        and any(all(v.has_skill(s, day=start // DAY) for s in r.skills) for r in visit.roles)
    }
    free = hear(settled, visit, {facility: (start,)}, only=able).free.get((start, facility), {})
    people = {role: sorted(who, key=lambda v: order(settled, visit, place, v)) for role, who in free.items()}  # type: ignore[arg-type,return-value]
    found = crew(settled.problem, visit, people, day=start // DAY)
    return None if found is None else tuple(Assignment(visit.id, v.id, role) for v, role in found)
