"""Which acceptances can still be kept: one that cannot, pinned, would leave no roster at all.

Necessary conditions only - time, room, people who could fill what is missing; walks and the rest are the solver's.
Somebody whose visit does not stand is asked again once it is moved, or told that it is off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import islice

from matcher.problem import DAY, TRAINEE
from matcher_api.assignments.models import AssignmentRow
from matcher_api.people.models import Person
from matcher_api.planning.kept import GRANTED_BOOKINGS, WAITING_STATES
from matcher_api.planning.room_rows import Rooms
from matcher_api.planning.scope import Scope, Span
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole


class Standing:
    """Asked visit by visit; what several of them need is found once."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.scope, self.kept = rooms, rooms.scope, rooms.kept

    def of(self, visit: Visit, known: PlannedVisitRow) -> bool:
        """Whether it can still take place when and where it was published, with those who accepted."""
        return self._in_time(visit, known) and self._has_room(visit, known) and self._fillable(visit, known)

    def bound(self, visit_id: str) -> list[AssignmentRow]:
        """Who accepted and is still free then."""
        known = self.scope.known(visit_id)
        if known is None:
            return []
        span = self._span(known)
        return [
            a
            for a in self.scope.team(visit_id)
            if a.state not in WAITING_STATES and a.person_id in self.scope.people and self._free(a.person_id, span)
        ]

    def granted(self, visit: Visit, known: PlannedVisitRow) -> bool:
        """Whether a room of a visit without people is fixed: granted, and not hanging on another visit."""
        return (
            known.facility_id is not None
            and any(b.visit_id == visit.id and b.state in GRANTED_BOOKINGS for b in self.kept.bookings)
            and not any(n in self.scope.visits for n in visit.needs)
            and self.rooms.free_of_stewards(known.facility_id, known.start, known.end)
        )

    def _span(self, known: PlannedVisitRow) -> Span:
        return self.scope.minute(known.start), self.scope.minute(known.end)

    def _free(self, person_id: str, span: Span) -> bool:
        return any(a <= span[0] and span[1] <= b for a, b in self.scope.free[person_id])

    def _in_time(self, visit: Visit, known: PlannedVisitRow) -> bool:
        return inside(self.scope, visit, self.scope.minute(known.start))

    def _has_room(self, visit: Visit, known: PlannedVisitRow) -> bool:
        if not visit.mode:
            return True
        if known.facility_id is None or any(
            r.visit_id == visit.id and r.facility_id == known.facility_id and r.start in (None, known.start)
            for r in self.kept.rejections
        ):
            return False
        return self.rooms.usable(known.facility_id, known.start, known.end, mode=visit.mode, people=visit.people)

    # -- people --------------------------------------------------------------------------------------------------

    def _fillable(self, visit: Visit, known: PlannedVisitRow) -> bool:
        bound, roles = self.bound(visit.id), self.kept.roles.get(visit.id, ())
        there = {a.person_id for a in bound}
        able = Counter(a.role for a in bound if not _learns(self.scope.people[a.person_id]))
        spare = sum(n for role, n in able.items() if role not in {r.role for r in roles})  # of a role that was renamed
        missing = {r.role: max(0, r.least - able[r.role]) for r in roles}
        span = self._span(known)
        wanted = sum(missing.values())  # of one role that many are enough for all: the rest need not be looked for
        could = {
            r.role: set(
                islice((p for p in self.scope.people if p not in there and self._could(p, r, visit, span)), wanted)
            )
            for r in roles
            if missing[r.role]
        }
        everybody = set().union(*could.values())
        return len(everybody) + spare >= wanted and all(
            len(people) + spare >= missing[role] for role, people in could.items()
        )

    def _could(self, person_id: str, role: VisitRole, visit: Visit, span: Span) -> bool:
        if not self._free(person_id, span):  # most are not: asked first
            return False
        person, day = self.scope.people[person_id], span[0] // DAY
        skills = {
            s.skill
            for s in self.kept.skills.get(person_id, ())
            if s.valid_until is None or self.scope.calendar.day_of(s.valid_until) >= day
        }
        may = self.scope.may_be_asked(person) or visit.id in self.scope.holding.get(person_id, ())
        return (
            may
            and not _learns(person)
            and skills.issuperset(role.skills)
            and (visit.id, person_id) not in self._refused
            and not any(a < span[1] and span[0] < b for a, b in self._elsewhere.get(person_id, ()))
        )

    @cached_property
    def _refused(self) -> frozenset[tuple[str, str]]:
        pairs = {(p.other, p.person_id) for p in self.kept.pairs if p.with_kind == "visit" and p.kind == "forbidden"}
        return self.kept.refused | pairs

    @cached_property
    def _elsewhere(self) -> Mapping[str, list[Span]]:
        """When people are at visits they accepted."""
        found: dict[str, list[Span]] = defaultdict(list)
        for visit in self.scope.visits:
            known = self.scope.known(visit)
            for a in self.bound(visit):
                assert known is not None  # nobody accepts what is not published
                found[a.person_id].append(self._span(known))
        return found


def inside(scope: Scope, visit: Visit, start: int) -> bool:
    return any(a <= start and start + visit.duration_minutes <= b for a, b in scope.windows(visit))


def _learns(person: Person) -> bool:
    return TRAINEE in person.tags
