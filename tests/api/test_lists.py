"""Every list asks the database as often for three items as for one: found by its shape, so that none is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlmodel import Session, SQLModel, select

from api.queries import counted
from api.world import MONDAY, World
from matcher_api.access.models import Grant, Login, LoginSession, MachineToken, Reveal
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.bookings.models import Booking
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.certificates.models import Certificate
from matcher_api.communities.models import Community, Gate, Place, StreetEdge, StreetNode
from matcher_api.complaints.models import Complaint, Rating
from matcher_api.facilities.models import Closure, Facility, FacilityMode, Fee, OpeningDate, OpeningRule
from matcher_api.hours.models import HourEntry
from matcher_api.incidents.models import Incident
from matcher_api.main import RESOURCES
from matcher_api.notifications.models import Delivery, Notification
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import (
    AvailabilityDate,
    AvailabilityRule,
    Consent,
    Credential,
    PairRow,
    Person,
    PersonContact,
    PersonSkill,
)  # fmt: skip
from matcher_api.providers.models import Provider, ProviderFact, ProviderItem
from matcher_api.requests.models import Request, RequestWindow
from matcher_api.residents.models import QuotaRow, Resident, ResidentContact
from matcher_api.rosters.models import PinRow, RosterRow, RosterVersion
from matcher_api.runs.models import Run
from matcher_api.swaps.models import Swap
from matcher_api.visits.models import Visit, VisitRole, VisitWindow

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


def lists() -> Iterator[str]:
    """Paths of all GETs that answer with a page."""
    for router in RESOURCES:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods and paged(route.response_model):
                yield route.path


def paged(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, BaseModel) and {"items", "next"} <= set(model.model_fields)


class Growing:
    """One more of everything that a list shows, at each call."""

    def __init__(self, world: World, session: Session) -> None:
        self.world, self.session, self.number = world, session, 0
        self.ids = {"community_id": world.community, "person_id": world.person, "resident_id": world.resident,
                    "provider_id": world.provider}  # fmt: skip
        own = {"community_id": world.community}
        self.facility = self.ids["facility_id"] = self.kept(Facility(code="F", place_id=world.home, **own))
        self.roster = self.ids["roster_id"] = self.kept(
            RosterRow(communities=[world.community], first_day=MONDAY, **own)
        )
        self.visit = self.ids["visit_id"] = self.kept(self.visit_called("first"))

    def kept(self, *rows: SQLModel) -> str:
        for row in rows:
            self.session.add(row)
            self.session.flush()
        return str(getattr(rows[0], "id", ""))

    def visit_called(self, code: str) -> Visit:
        span = {"first_start": NOW + timedelta(days=3), "last_end": NOW + timedelta(days=4)}
        return Visit(
            community_id=self.world.community, code=code, title=code, place_id=self.world.home, duration_minutes=60,
            resident_id=self.world.resident, **span,
        )  # fmt: skip

    def one_more(self) -> None:
        self.number += 1
        n, world, own = self.number, self.world, {"community_id": self.world.community}
        day, later = date(2026, 12, 1) + timedelta(days=n), NOW + timedelta(hours=n)
        login = self.kept(Login(username=f"login{n}"))
        self.kept(
            Grant(login_id=login, role="clerk", **own),
            *(MachineToken(login_id=who, key_hash=f"{who}{n}", name=f"t{n}") for who in (login, self.admin())),
            LoginSession(login_id=self.admin(), key_hash=f"s{n}", csrf="c", expires_at=NOW + timedelta(days=9)),
            Reveal(
                login_id=login, subject_kind="person", subject_id=world.person, what="phone", reason="x", at=later,
                by_role="clerk", **own,
            ),
            AuditEntry(at=later, action="x", subject_kind="person", subject_id=world.person, **own),
            CalendarDay(day=day, kind="restday"),
            SchoolTerm(first_day=day, last_day=day + timedelta(days=1), **own),
            CatalogueItem(code=f"Z{n}", category="z", zh="项", roles=[]),
            Community(code=f"c{n}"),
            StreetNode(code=f"n{n}a", x=float(n), y=0.0, **own),
            StreetNode(code=f"n{n}b", x=float(n), y=9.0, **own),
            StreetEdge(a=f"n{n}a", b=f"n{n}b", length_m=9.0, kind="street", position=n, **own),
            Gate(code=f"g{n}", a=f"n{n}a", b=f"n{n}b", **own),
            Place(code=f"p{n}", kind="room", x=0.0, y=0.0, **own),
            Organisation(name=f"o{n}", kind="school", **own),
        )  # fmt: skip
        facility = self.kept(Facility(code=f"f{n}", place_id=world.home, organisation_id=world.organisation, **own))
        self.kept(
            FacilityMode(facility_id=facility, mode="dance", capacity=9),
            Fee(facility_id=facility, cents_per_hour=100),
            OpeningRule(facility_id=self.facility, weekdays=[n], start=time(8), minutes=60),
            OpeningDate(facility_id=self.facility, start=later, end=later + timedelta(minutes=30)),
            Closure(facility_id=self.facility, start=later, end=later + timedelta(minutes=30), reason="x"),
            Booking(
                facility_id=facility, mode="dance", start=NOW + timedelta(days=n), people=2,
                end=NOW + timedelta(days=n, hours=1), resident_id=world.resident, **own,
            ),
        )  # fmt: skip
        person = self.kept(Person(code=f"v{n}", home_id=world.home, **own))
        self.kept(
            PersonContact(person_id=person, name=f"人{n}"),
            PersonSkill(person_id=person, skill="repair"),
            PersonSkill(person_id=world.person, skill=f"skill{n}"),
            Credential(person_id=world.person, kind=f"kind{n}"),
            AvailabilityRule(person_id=world.person, weekdays=[n], start=time(8), minutes=60),
            AvailabilityDate(person_id=world.person, start=later, end=later + timedelta(minutes=20)),
            *(
                Consent(person_id=world.person, resident_id=who, purpose=f"p{n}", given=True, at=later)
                for who in (None,)
            ),
            Consent(resident_id=world.resident, purpose=f"p{n}", given=True, at=later),
            HourEntry(person_id=world.person, day=day, minutes=60, **own),
            Certificate(
                person_id=world.person,
                number=f"c{n}",
                code="x",
                issued_at=later,
                first_day=day,
                last_day=day,
                minutes=60,
                items=[{"service": "Z1", "times": 1, "minutes": 60}],
                **own,
            ),
            PairRow(person_id=world.person, with_kind="service", other=f"s{n}", **own),
        )
        provider = self.kept(Provider(code=f"q{n}", name=f"q{n}", state="active", place_id=world.home, **own))
        self.kept(
            ProviderItem(provider_id=provider, item_code=f"Z{n}"),
            ProviderItem(provider_id=world.provider, item_code=f"Z{n}"),
            ProviderFact(provider_id=world.provider, kind="defect", at=later),
        )
        resident = self.kept(Resident(code=f"r{n}", home_id=world.home, **own))
        self.kept(
            ResidentContact(resident_id=resident, name=f"老人{n}"),
            QuotaRow(resident_id=world.resident, mode=f"m{n}", at_most=2, **own),
        )
        later_on = {"community_id": self.world.community, "due_at": later, "state": "going_out"}
        displaced = self.kept(
            Booking(
                facility_id=facility, mode="dance", start=NOW + timedelta(days=n), people=2, state="displaced",
                end=NOW + timedelta(days=n, hours=1), resident_id=world.resident, **own,
            )
        )  # fmt: skip
        told = {"kind": "booking_displaced", "payload": {"booking_id": displaced}, **later_on}
        note = self.kept(Notification(person_id=world.person, **told))
        self.kept(Delivery(notification_id=note, channel="call_list", due_at=later))
        request = self.kept(
            Request(
                number=f"2026-{n}", asked_at=later, resident_id=resident, item_code=f"Z{n}", place_id=world.home, **own
            )
        )
        visit = self.kept(self.visit_called(f"visit{n}"))
        self.kept(
            RequestWindow(request_id=request, start=later, end=later + timedelta(hours=2)),
            VisitWindow(visit_id=visit, start=NOW + timedelta(days=3), end=NOW + timedelta(days=4)),
            VisitRole(visit_id=visit, role="helper"),
            mine := AssignmentRow(visit_id=visit, person_id=person, role="helper", state="offered", **own),
            Swap(give_id=mine.id, take_id=mine.id, **own),
            PinRow(visit_id=self.visit, person_id=person),
            Rating(visit_id=visit, stars=5, at=later, **own),
            Complaint(received_at=later, answer_by=later, text="x", **own),
            Incident(visit_id=visit, kind="other", at=later, text="x", **own),
            RosterVersion(roster_id=self.roster, number=n, published_at=later, snapshot={}),
        )
        roster = self.kept(RosterRow(communities=[world.community], first_day=MONDAY, **own))
        self.kept(Run(roster_id=roster, state="done", input={}, **own))
        self.session.commit()

    def admin(self) -> str:
        return str(self.session.exec(select(Login.id).where(Login.username == "admin")).one())

    def path(self, template: str) -> str:
        template += "?community_id={community_id}" if template.startswith("/calendar/") else ""
        return re.sub(r"{(\w+)}", lambda name: self.ids[name[1]], template)


NEVER_GROW = {"/volunteers/{person_id}/history": "written by publishing and by hours, both tested there"}
"""Lists that the rows here do not lengthen."""


def test_three_cost_as_one(world: World) -> None:
    paths = sorted(set(lists()))
    assert len(paths) > 35
    costs: list[dict[str, tuple[int, int]]] = []
    with world.writing() as session:
        growing = Growing(world, session)
        growing.one_more()
    for more in (0, 2):
        with world.writing() as session:
            growing.session = session
            for _ in range(more):
                growing.one_more()
        found = {}
        for path in paths:
            with counted(world.engine) as sent:
                answer = world.as_("volunteer" if path.startswith("/me/") else "admin").get(growing.path(path))
            assert answer.status_code == 200, (path, answer.text)
            found[path] = (len(answer.json()["items"]), len(sent))
        costs.append(found)
    one, three = costs
    assert {p for p in paths if three[p][0] < one[p][0] + 2} == set(NEVER_GROW)
    assert {p: (one[p], three[p]) for p in paths if three[p][1] != one[p][1]} == {}
