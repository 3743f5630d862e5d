"""Which visits, people and rooms take part in a plan, and how things are called and timed in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from matcher.errors import ProblemError
from matcher.problem import DAY
from matcher.scenario import Calendar
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.calendars.kinds import DayKinds, kinds_of
from matcher_api.facilities.models import Facility
from matcher_api.people.free_time import free_windows
from matcher_api.people.models import AvailabilityDate, Person
from matcher_api.planning.kept import AT_WORK, Kept
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit

OVERHANG = DAY
"""Minutes after the last day that a window may still reach into (a night that begins on it)."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Scope:
    """`ids`: names by row id where things go by another one than their row's id (codes, for export); `names` of
    people by id, empty for planning; `since`: what was before cannot be planned any more (None: the first day); `also`:
    places that take part though nobody walks from or to them; `asking`: people who look for work themselves, whether or
    not they want proposals."""

    kept: Kept
    calendar: Calendar
    days: int
    since: datetime | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()

    # -- names and times -----------------------------------------------------------------------------------------

    def key(self, row_id: str | None) -> str | None:
        return None if row_id is None else self.ids.get(row_id, row_id)

    def series(self, visit: Visit) -> str | None:
        """A series is a community's own: the same word elsewhere is another one."""
        return self.local(visit.community_id, visit.series) if visit.series else None

    def local(self, community: str, word: str) -> str:
        return f"{community}-{word}" if len(self.kept.communities) > 1 else word

    def day(self, day: date | None) -> int | None:
        return None if day is None else self.calendar.day_of(day)

    def minute(self, moment: datetime) -> int:
        return self.calendar.minute_of(moment.replace(second=0, microsecond=0))

    @property
    def last(self) -> date:
        return self.calendar.start + timedelta(days=self.days - 1)

    @cached_property
    def lower(self) -> int:
        """The first minute that can still be planned."""
        if self.since is None:
            return 0
        return max(0, self.minute(self.since + timedelta(minutes=1) - timedelta(microseconds=1)))

    @property
    def upper(self) -> int:
        return self.days * DAY

    def span(self, start: datetime, end: datetime, *, late: bool = False) -> Span | None:
        """Cut to the plan; None where nothing of it is left. What begins after its last day is not in it, unless
        `late` (a room for the night, open anew from midnight)."""
        a, b = max(self.lower, self.minute(start)), min(self.minute(end), self.upper + OVERHANG)
        return (a, b) if a < b and (late or a < self.upper) else None

    @cached_property
    def kinds(self) -> dict[str, DayKinds]:
        days, terms = self.kept.calendar_days, self.kept.terms
        return {
            c.id: kinds_of(
                [d for d in days if d.community_id in (None, c.id)], [t for t in terms if t.community_id == c.id]
            )
            for c in self.kept.communities
        }

    # -- visits --------------------------------------------------------------------------------------------------

    @property
    def visits(self) -> dict[str, Visit]:
        """By id: open, with time for them inside the plan, not published for another time, and everything they need
        is planned here or takes place anyway."""
        return self._visits[0]

    @property
    def notes(self) -> tuple[ProblemError, ...]:
        return tuple(self._visits[1])

    def windows(self, visit: Visit) -> list[Span]:
        rows = self.kept.windows.get(visit.id, ())
        return [span for w in rows if (span := self.span(w.start, w.end))]

    @cached_property
    def _visits(self) -> tuple[dict[str, Visit], list[ProblemError]]:
        found = {v.id: v for v in self.kept.visits if self._fits(v)}
        notes = []
        while lost := [
            (v, n) for v in found.values() for n in v.needs if n not in found and n not in self.kept.certain
        ]:
            for visit, needed in lost:
                message = f"it needs {self.key(needed)}, which is not planned in these days"
                notes.append(ProblemError(f"visit {self.key(visit.id)}", "need_not_planned", message))
                found.pop(visit.id, None)
        return found, notes

    def _fits(self, visit: Visit) -> bool:
        known = self.kept.published.get(visit.id)
        if known is not None and not self.lower <= self.minute(known.start) < self.upper:
            return False
        return any(b - a >= visit.duration_minutes for a, b in self.windows(visit))

    def known(self, visit_id: str) -> PlannedVisitRow | None:
        """What people know of a visit of the plan."""
        return self.kept.published.get(visit_id) if visit_id in self.visits else None

    def team(self, visit_id: str) -> list[AssignmentRow]:
        """Who was told to come to a visit that people know of."""
        rows = self.kept.assignments.get(visit_id, ())
        return [a for a in rows if a.state in AT_WORK] if self.known(visit_id) else []

    # -- people and rooms ----------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> dict[str, Person]:
        """Who wants no proposals takes part only with what they hold already, or are pinned to."""
        held = self.holding
        return {p.id: p for p in self.kept.persons if self.may_be_asked(p) or p.id in held}

    def may_be_asked(self, person: Person) -> bool:
        return person.proposals or person.id in self.asking

    @cached_property
    def holding(self) -> Mapping[str, frozenset[str]]:
        """Visits of the plan by the people who hold them, or are pinned to them."""
        found: dict[str, set[str]] = defaultdict(set)
        for visit in self.visits:
            for a in self.team(visit):
                found[a.person_id].add(visit)
        for pin in self.kept.pins:
            if pin.person_id is not None and pin.visit_id in self.visits:
                found[pin.person_id].add(pin.visit_id)
        return {person: frozenset(visits) for person, visits in found.items()}

    @cached_property
    def busy(self) -> Mapping[str, list[tuple[datetime, datetime]]]:
        """When people are bound by visits that are not in the plan: begun ones, or of another day."""
        found: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for visit, row in self.kept.published.items():
            if visit not in self.visits:
                for a in self.kept.assignments.get(visit, ()):
                    found[a.person_id].append((row.start, row.end))
        return found

    @cached_property
    def free(self) -> dict[str, list[Span]]:
        """When each person of the plan is; a night that began the day before counts in the morning."""
        return {key: [s for w in self._free(p) if (s := self.span(*w))] for key, p in self.people.items()}

    def _free(self, person: Person) -> Iterable[tuple[datetime, datetime]]:
        away = (
            AvailabilityDate(person_id=person.id, start=a, end=b, free=False) for a, b in self.busy.get(person.id, ())
        )
        return free_windows(
            self.kept.rules.get(person.id, ()),
            [*self.kept.dates.get(person.id, ()), *away],
            self.kinds[person.community_id],
            zone=self.calendar.zone,
            first=self.calendar.start - timedelta(days=1),
            last=self.last,
        )

    @cached_property
    def rooms(self) -> dict[str, Facility]:
        return {f.id: f for f in self.kept.facilities if self.kept.modes.get(f.id)}

    @cached_property
    def taken(self) -> list[Booking]:
        """Rooms that are used whatever the plan says: residents' own bookings, and those of visits not in it."""
        return [
            b
            for b in self.kept.bookings
            if b.facility_id in self.rooms and b.visit_id not in self.visits and self.span(b.start, b.end)
        ]
