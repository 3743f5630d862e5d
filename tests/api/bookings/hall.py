"""A sports hall that is open all of Monday's week, with residents who want it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.world import World
from matcher_api.access.actor import ANONYMOUS
from matcher_api.access.roles import AccessRole
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Place
from matcher_api.database.engine import writing
from matcher_api.facilities.models import Facility, FacilityMode, OpeningRule
from matcher_api.notifications.models import Notification
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.web.work import Work


def at(hour: float, day: int = 0) -> datetime:
    """That hour of Monday 23 November 2026 (or `day` days later) in Shanghai."""
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day, hours=hour - 8)


def local(hour: float, day: int = 0) -> str:
    return (at(hour, day) + timedelta(hours=8)).replace(tzinfo=None).isoformat() + "+08:00"


class Hall:
    """`hall`: of the world's organisation, badminton for 8 or dance for 20, one use at a time, 15 minutes between
    modes. A second resident logs in as `neighbour`."""

    def __init__(self, world: World, **fields: Any) -> None:
        self.world = world
        with world.writing() as session:

            def kept(record: Any) -> str:
                session.add(record)
                session.flush()
                return str(record.id)

            self.place = kept(Place(community_id=world.community, code="G1", kind="room", x=0.0, y=50.0))
            self.hall = kept(
                Facility(
                    **{
                        "community_id": world.community,
                        "place_id": self.place,
                        "organisation_id": world.organisation,
                        "code": "gym",
                        "name": "体育馆",
                        "changeover_minutes": 15,
                        **fields,
                    }
                )
            )
            for mode, capacity in (("badminton", 8), ("dance", 20)):
                kept(FacilityMode(facility_id=self.hall, mode=mode, capacity=capacity))
            kept(OpeningRule(facility_id=self.hall, weekdays=[0, 1, 2, 3, 4, 5, 6], start=time(0), minutes=1440))
            self.neighbour = kept(Resident(community_id=world.community, code="B2", home_id=world.home))
            kept(ResidentContact(resident_id=self.neighbour, name="赵小虎", phone="19900002222"))
            world.login(session, AccessRole.RESIDENT, world.community, name="neighbour", resident_id=self.neighbour)
            session.commit()

    def wish(self, hour: float = 9, minutes: int = 60, *, day: int = 0, **more: Any) -> dict[str, Any]:
        return {
            "facility_id": self.hall, "mode": "badminton", "start": local(hour, day), "minutes": minutes, **more,
        }  # fmt: skip

    def book(self, hour: float = 9, minutes: int = 60, *, who: str = "resident", **more: Any) -> Any:
        return self.world.as_(who).post("/bookings", self.wish(hour, minutes, **more))

    def booked(self, hour: float = 9, minutes: int = 60, **more: Any) -> str:
        answer = self.book(hour, minutes, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def step(self, booking: str, action: str, *, who: str = "unit", **body: Any) -> Any:
        return self.world.as_(who).post(f"/bookings/{booking}/{action}", body or None)

    def state(self, booking: str) -> str:
        with Session(self.world.engine) as session:
            return session.get_one(Booking, booking).state

    def told(self) -> list[tuple[str, str | None, str | None]]:
        """(kind, resident, organisation) of all messages, in order."""
        with Session(self.world.engine) as session:
            rows = session.exec(select(Notification).order_by(col(Notification.id))).all()
            return [(n.kind, n.resident_id, n.organisation_id) for n in rows]

    def work(self, session: Session) -> Work:
        """For what no endpoint calls."""
        return Work(session, ANONYMOUS, self.world.now, self.world.settings)

    def writing(self) -> Session:
        return Session(writing(self.world.engine), expire_on_commit=False)


def refused(answer: Any) -> tuple[int, str, Any]:
    body = answer.json()
    return answer.status_code, body["code"], body.get("conflict") or body.get("field")
