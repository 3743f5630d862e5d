"""The small week as it is on its day: published, everybody accepted. Rows are written at once, as publishing is tested
elsewhere and takes its time."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from api.small_week import SmallWeek, at
from api.world import MONDAY, NOON, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit

CODE = {"code": "4711"}
SPOTS = {"home": (9, 10), "team": (11, 12.5), "class": (14, 15)}
TEAM = (("v1", "home", "helper"), ("v1", "team", "patrol"), ("v2", "team", "patrol"), ("v3", "class", "teacher"))


class DayWeek(SmallWeek):
    """`work`: ids of assignments by (person, visit). The visit code of all is 4711; the class has its room."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.work: dict[tuple[str, str], str] = {}
        own = {"community_id": self.community}
        with world.writing() as session:
            roster = RosterRow(communities=[self.community], first_day=MONDAY, days=1, state="published", **own)
            session.add(roster)
            session.flush()
            self.of_roster = roster.id
            for visit in self.visits.values():
                row = session.get_one(Visit, visit)
                row.door_code, row.state = CODE["code"], "confirmed"
            self.published_and_accepted(session)
            session.add(
                Booking(
                    facility_id=self.room, mode="class", people=8, start=at(14), end=at(15), state="confirmed",
                    visit_id=self.visits["class"], **own,
                )
            )  # fmt: skip
            session.commit()

    def published_and_accepted(self, session: Session) -> None:
        """Rows of the published layer and of everybody's yes."""
        own = {"community_id": self.community, "roster_id": self.of_roster}
        for name, (start, end) in SPOTS.items():
            spot = {"start": at(start), "end": at(end), "facility_id": self.room if name == "class" else None}
            visit = self.visits[name]
            session.add(PlannedVisitRow(roster_id=self.of_roster, visit_id=visit, layer="published", **spot))
            for who, which, role in TEAM:
                if which == name:
                    row = AssignmentRow(
                        visit_id=visit, person_id=self.people[who], role=role, state="accepted", channel="web",
                        answered_at=NOON, offered_at=NOON, **spot, **own,
                    )  # fmt: skip
                    session.add(row)
                    self.work[who, which] = row.id

    def mine(self, name: str, visit: str, action: str, body: Any = None) -> Any:
        """The person's own word, with the visit's code unless another body is given; the answer."""
        return self.world.as_(name).post(
            f"/me/shifts/{self.work[name, visit]}/{action}", CODE if body is None else body
        )

    def desk(self, name: str, visit: str, action: str, body: Any = None, *, who: str = "coordinator") -> Any:
        return self.world.as_(who).post(f"/assignments/{self.work[name, visit]}/{action}", body)

    def served(self, name: str, visit: str, start: float, end: float) -> None:
        for hour, action in ((start, "check-in"), (end, "check-out")):
            self.world.now = at(hour)
            answer = self.mine(name, visit, action)
            assert answer.status_code == 200, answer.text
