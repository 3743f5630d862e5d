"""A town for tests of planning: one street, one person, one room; everything else is added by the test."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session

from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community, Place
from matcher_api.database.record import Record
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate
from matcher_api.people.models import AvailabilityDate, Person
from matcher_api.planning.load import Planned, load
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit, VisitRole, VisitWindow

MONDAY = date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Shanghai")
R = TypeVar("R", bound=Record)


def at(clock: str, *, day: int = 0, zone: ZoneInfo = ZONE) -> datetime:
    """The moment of a clock of the n-th day, as the database keeps it."""
    return datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(clock), zone).astimezone(UTC)


class Town:
    """Rows are flushed at once; ids of what was made lie in attributes."""

    def __init__(self, session: Session, code: str = "town", **settings: Any) -> None:
        self.session = session
        self.community = self.kept(Community(code=code, first_day=MONDAY, days=2, **settings)).id
        self.home = self.place("home")
        self.hall = self.place("hall", x=60.0)
        self.roster: RosterRow | None = None

    def kept(self, record: R) -> R:
        self.session.add(record)
        self.session.flush()
        return record

    def place(self, code: str, *, x: float = 0.0) -> str:
        return self.kept(Place(community_id=self.community, code=code, kind="home", x=x, y=0.0)).id

    def person(self, code: str, *free: tuple[datetime, datetime], **fields: Any) -> str:
        """Free from 08:00 to 20:00 of the first day unless said otherwise."""
        person = self.kept(Person(community_id=self.community, code=code, home_id=self.home, **fields)).id
        for start, end in free or ((at("08:00"), at("20:00")),):
            self.kept(AvailabilityDate(person_id=person, start=start, end=end))
        return person

    def visit(self, code: str, *windows: tuple[datetime, datetime], people: int = 1, **fields: Any) -> str:
        """An hour at home for one person, from 09:00 to 17:00 of the first day unless said otherwise."""
        windows = windows or ((at("09:00"), at("17:00")),)
        values: dict[str, Any] = {"duration_minutes": 60, "place_id": None if "mode" in fields else self.home} | fields
        span = (min(s for s, _ in windows), max(e for _, e in windows))
        row = Visit(community_id=self.community, code=code, first_start=span[0], last_end=span[1], **values)
        visit = self.kept(row).id
        for start, end in windows:
            self.kept(VisitWindow(visit_id=visit, start=start, end=end))
        if people:
            self.kept(VisitRole(visit_id=visit, role="helper", least=people))
        return visit

    def room(self, code: str, *openings: tuple[datetime, datetime], mode: str = "class", **fields: Any) -> str:
        """Open from 09:00 to 17:00 of the first day unless said otherwise, for 10 people."""
        room = self.kept(Facility(community_id=self.community, code=code, place_id=self.hall, **fields)).id
        self.kept(FacilityMode(facility_id=room, mode=mode, capacity=10))
        for start, end in openings or ((at("09:00"), at("17:00")),):
            self.kept(OpeningDate(facility_id=room, start=start, end=end))
        return room

    def booked(self, room: str, start: datetime, end: datetime, **fields: Any) -> str:
        values: dict[str, Any] = {"mode": "class", "state": "confirmed"} | fields
        booking = Booking(community_id=self.community, facility_id=room, start=start, end=end, **values)
        return self.kept(booking).id

    def published(self, visit: str, start: datetime, *, room: str | None = None, **people: str) -> None:
        """An hour from `start`; `people`: state of each by id."""
        if self.roster is None:
            self.roster = self.kept(RosterRow(community_id=self.community, first_day=MONDAY, days=2))
        end = start + timedelta(hours=1)
        own: dict[str, Any] = {"roster_id": self.roster.id, "visit_id": visit}
        self.kept(PlannedVisitRow(layer="published", start=start, end=end, facility_id=room, **own))
        for person, state in people.items():
            row = AssignmentRow(community_id=self.community, person_id=person, role="helper", state=state, **own)
            self.kept(row)

    def plan(self, *others: Town, days: int = 2, since: datetime | None = None) -> Planned:
        towns = [t.community for t in (self, *others)]
        return load(self.session, communities=towns, first_day=MONDAY, days=days, since=since)
