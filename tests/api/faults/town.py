"""A small town of the next days, by the clock of the machine: what a real service does before it is killed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.communities.models import Community
from matcher_api.database.engine import writing
from matcher_api.people.models import AvailabilityDate, Person, PersonContact
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.settings import Settings
from matcher_api.visits.models import Visit, VisitRole, VisitWindow

VISITS, PEOPLE, STEP = 16, 16, timedelta(minutes=10)
ZONE = ZoneInfo("Asia/Shanghai")


class Town:
    """Sixteen visits in two days, sixteen people; half of them by e-mail, half by text message. `roster`: its id."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.world = engine, World(engine, settings)
        self.day = datetime.now(ZONE).date() + timedelta(days=2)
        own = {"community_id": self.world.community}
        with self.world.writing() as session:
            session.get_one(Community, self.world.community).settings = {"quiet_from": None}
            people = []
            for n in range(PEOPLE):
                person = Person(code=f"P{n}", home_id=self.world.home, **own)
                session.add(person)
                session.flush()
                contact = {"email": f"p{n}@example.org"} if n % 2 else {"phone": f"199000010{n:02d}"}
                session.add(PersonContact(person_id=person.id, name=f"人{n}", **contact))
                for day in range(2):
                    session.add(AvailabilityDate(person_id=person.id, start=self.at(7, day), end=self.at(20, day)))
                people.append(person.id)
            roster = RosterRow(communities=[self.world.community], first_day=self.day, days=2, state="draft", **own)
            session.add(roster)
            session.flush()
            self.roster = roster.id
            for n in range(VISITS):
                self._visit(session, n, people[n], own)
            session.commit()

    def at(self, hour: float, day: int = 0) -> datetime:
        midnight = datetime.combine(self.day, time(0), ZONE) + timedelta(days=day)
        return (midnight + timedelta(hours=hour)).astimezone(UTC)

    def _visit(self, session: Session, n: int, person: str, own: dict[str, Any]) -> None:
        day, start = n % 2, 9 + n // 2
        first, last = self.at(8, day), self.at(19, day)
        visit = Visit(code=f"T{n}", title=f"巡查{n}", place_id=self.world.home, duration_minutes=45,
                      first_start=first, last_end=last, **own)  # fmt: skip
        session.add(visit)
        session.flush()
        session.add_all(
            (
                VisitWindow(visit_id=visit.id, start=first, end=last),
                VisitRole(visit_id=visit.id, role="helper"),
                PlannedVisitRow(
                    roster_id=self.roster, visit_id=visit.id, layer="draft", start=self.at(start, day),
                    end=self.at(start, day) + timedelta(minutes=45),
                ),
                AssignmentRow(
                    visit_id=visit.id, roster_id=self.roster, person_id=person, role="helper", state="proposed", **own
                ),
            )
        )  # fmt: skip

    def moved(self) -> None:
        """Every visit of the draft begins at another time than people know: publishing tells all of them."""
        with Session(writing(self.engine)) as session:
            roster = session.get_one(RosterRow, self.roster)
            if roster.state == "published":
                roster.state = "draft"
            rows = session.exec(select(PlannedVisitRow)).all()
            known = {r.visit_id: r.start for r in rows if r.layer == "published"}
            for row in rows:
                if row.layer == "draft" and known.get(row.visit_id) == row.start:
                    sign = 1 if row.start.minute < 30 else -1
                    row.start, row.end = row.start + sign * STEP, row.end + sign * STEP
            session.commit()

    def settled(self) -> bool:
        """Whether nothing waits any more: no run, no message."""
        from matcher_api.notifications.models import Delivery, Notification
        from matcher_api.runs.models import Run

        with Session(self.engine) as session:
            open_ = (
                session.exec(select(Run.id).where(col(Run.state).in_(("queued", "running")))).first(),
                session.exec(select(Notification.id).where(Notification.state == "waiting")).first(),
                session.exec(
                    select(Delivery.id).where(
                        col(Delivery.state).in_(("waiting", "taken", "leaving")), Delivery.channel != "call_list"
                    )
                ).first(),
            )
        return open_ == (None, None, None)
