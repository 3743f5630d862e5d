"""A role of a visit at one start and place: what one person is asked to fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matcher.problem import DAY, Problem, Role, Visit, Volunteer
from matcher.roster import Roster, place_of_planned
from matcher.rules.violation import Violation


@dataclass(frozen=True, slots=True)
class Seat:
    visit: Visit
    role: Role
    start: int
    place: str

    @property
    def day(self) -> int:
        """Day of the start minute: validity of skills, insurance and certificates counts on it."""
        return self.start // DAY

    @property
    def end(self) -> int:
        return self.start + self.visit.duration


def seats(problem: Problem, roster: Roster) -> Iterator[tuple[Volunteer, Seat]]:
    """Everybody assigned, with the seat they fill, in the roster's order. The roster's ids must be sound."""
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        place = place_of_planned(problem, planned)
        at = {role.id: Seat(visit, role, planned.start, place) for role in visit.roles}
        for assignment in roster.team_of.get(visit.id, ()):
            yield problem.volunteer_of[assignment.volunteer], at[assignment.role]


def refused(
    problem: Problem, roster: Roster, refuses: Callable[[Problem, Volunteer, Seat], int], *, rule: str, unit: str
) -> Iterator[Violation]:
    """A violation for everybody in a seat that `refuses` them; marked where an override lets it pass."""
    for volunteer, seat in seats(problem, roster):
        amount = refuses(problem, volunteer, seat)
        if amount:
            yield Violation(
                rule,
                amount,
                unit,
                visit=seat.visit.id,
                volunteer=volunteer.id,
                overridden=(seat.visit.id, volunteer.id) in problem.overrides,
            )
