"""The planned visits that take a facility, as the facility rules read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matcher.problem import Facility, FacilityNeed, Problem, Visit
from matcher.roster import Roster
from matcher.rules.violation import Violation


@dataclass(frozen=True, slots=True)
class Booking:
    visit: Visit
    need: FacilityNeed
    facility: Facility
    start: int

    @property
    def end(self) -> int:
        return self.start + self.visit.duration


def bookings(problem: Problem, roster: Roster) -> tuple[Booking, ...]:
    """Every booking by start; the roster's ids must be sound."""
    found = []
    for planned in sorted(roster.planned, key=lambda p: (p.start, p.visit)):
        visit = problem.visit_of[planned.visit]
        if visit.need is not None and planned.facility is not None:
            found.append(Booking(visit, visit.need, problem.facility_of[planned.facility], planned.start))
    return tuple(found)


def by_facility(problem: Problem, roster: Roster) -> dict[str, list[Booking]]:
    """Bookings of every facility in use, by start."""
    groups: dict[str, list[Booking]] = {}
    for booking in bookings(problem, roster):
        groups.setdefault(booking.facility.id, []).append(booking)
    return groups


def turned_away(
    problem: Problem,
    roster: Roster,
    turns_away: Callable[[Problem, Facility, Visit, int], int],
    *,
    rule: str,
    unit: str,
) -> Iterator[Violation]:
    """A violation for every booking the facility itself `turns_away`."""
    for b in bookings(problem, roster):
        amount = turns_away(problem, b.facility, b.visit, b.start)
        if amount:
            yield Violation(rule, amount, unit, visit=b.visit.id, facility=b.facility.id)
