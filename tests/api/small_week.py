"""Three visits and three people on Monday, for tests that need a plan but no large one.

`home`: one helper at a resident's; `team`: two people on the square; `class`: one teacher in a school's room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Place
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate
from matcher_api.people.models import AvailabilityDate, Person, PersonContact, PersonSkill
from matcher_api.visits.models import Visit, VisitRole, VisitWindow


def at(hour: float, day: int = 0) -> datetime:
    """That hour of Monday (or `day` days later) in Shanghai."""
    return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day, hours=hour - 8)


def shown(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


class SmallWeek:
    """`people`: ids of v1 (the world's own person), v2, v3, each with a login of that name; `visits`: by name."""

    def __init__(self, world: World) -> None:
        self.world, self.community = world, world.community
        with world.writing() as session:

            def kept(record: Any) -> str:
                session.add(record)
                session.flush()
                return str(record.id)

            own = {"community_id": world.community}
            self.square = kept(Place(code="S", kind="square", x=100.0, y=0.0, building="广场", **own))
            school = kept(Place(code="R", kind="room", x=0.0, y=100.0, building="教学楼", **own))
            self.room = kept(
                Facility(code="F1", name="一年级教室", place_id=school, organisation_id=world.organisation, **own)
            )
            kept(FacilityMode(facility_id=self.room, mode="class", capacity=20))
            kept(OpeningDate(facility_id=self.room, start=at(8), end=at(20)))
            kept(CatalogueItem(code="visit_elder", category="elder", zh="探访老人", en="Visiting an elder"))
            self.people = {"v1": world.person}
            for name, called in (("v2", "张大力"), ("v3", "Anna Lee")):
                home = kept(Place(code=f"D-{name}", kind="home", x=50.0, y=50.0, building="2号楼", **own))
                self.people[name] = kept(Person(code=name.upper(), home_id=home, **own))
                kept(PersonContact(person_id=self.people[name], name=called, phone="19900000000"))
            for name, person in self.people.items():
                kept(AvailabilityDate(person_id=person, start=at(8), end=at(18)))
                world.login(session, AccessRole.VOLUNTEER, world.community, name=name, person_id=person)
            kept(PersonSkill(person_id=self.people["v3"], skill="teaching"))
            self.visits = {
                "home": self._visit(kept, "A1", service="visit_elder", title="看望李大妈", place_id=world.home,
                                    resident_id=world.resident, duration_minutes=60, risk="medium"),
                "team": self._visit(kept, "A2", title="广场巡逻", place_id=self.square, duration_minutes=90),
                "class": self._visit(kept, "A3", title="四点半课堂", mode="class", people=8, duration_minutes=60,
                                     origin_id=school),
            }  # fmt: skip
            kept(VisitRole(visit_id=self.visits["home"], role="helper"))
            kept(VisitRole(visit_id=self.visits["team"], role="patrol", least=2))
            kept(VisitRole(visit_id=self.visits["class"], role="teacher", skills=["teaching"]))
            session.commit()

    def _visit(self, kept: Any, code: str, **fields: Any) -> str:
        span = {"first_start": at(9), "last_end": at(17)}
        visit = kept(Visit(community_id=self.community, code=code, **{**span, **fields}))
        kept(VisitWindow(visit_id=visit, start=span["first_start"], end=span["last_end"]))
        return str(visit)

    def roster(self) -> str:
        asked = {"communities": [self.community], "first_day": "2026-11-23", "days": 1}
        answer = self.world.as_("coordinator").post("/rosters", asked)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def place(self, roster: str, visit: str, hour: float, people: Mapping[str, str], room: str | None = None) -> Any:
        """Puts a visit into the draft by hand; `people`: name -> role. The answer."""
        body = {
            "start": at(hour).isoformat(),
            "facility_id": room,
            "people": [{"person_id": self.people[name], "role": role} for name, role in people.items()],
        }
        return self.world.as_("coordinator").put(f"/rosters/{roster}/draft/visits/{self.visits[visit]}", body)

    def planned(self) -> str:
        """A roster whose draft holds all three visits, and breaks no rule."""
        roster = self.roster()
        for visit, hour, people, room in (
            ("home", 9, {"v1": "helper"}, None),
            ("team", 11, {"v1": "patrol", "v2": "patrol"}, None),
            ("class", 14, {"v3": "teacher"}, self.room),
        ):
            answer = self.place(roster, visit, hour, people, room)
            assert answer.status_code == 200, answer.text
        return roster

    def publish(self, roster: str, version: int | str = "*", **body: Any) -> Any:
        tag = "*" if version == "*" else f'"{version}"'
        desk = self.world.as_("coordinator")
        return desk.call("POST", f"/rosters/{roster}/publish", json=body, headers={"If-Match": tag})

    def published(self) -> str:
        roster = self.planned()
        answer = self.publish(roster)
        assert answer.status_code == 201, answer.text
        return roster

    def offer(self, name: str, visit: str) -> str:
        """Id of the newest published assignment of a person and a visit."""
        desk = self.world.as_("coordinator")
        query = f"?visit_id={self.visits[visit]}&person_id={self.people[name]}"
        return str(desk.get(f"/assignments{query}").json()["items"][-1]["id"])

    def state(self, visit: str) -> str:
        with self.world.writing() as session:
            return session.get_one(Visit, self.visits[visit]).state
