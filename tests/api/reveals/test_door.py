"""Door number and phone: only to the volunteer who accepted, around the visit, and every look is written down."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.access.models import Reveal
from matcher_api.assignments.models import AssignmentRow
from matcher_api.residents.models import ResidentContact
from matcher_api.visits.models import Visit


@pytest.fixture
def week(world: World) -> SmallWeek:
    """Published, v1 accepted the visit at home on Monday from 9 to 10."""
    with world.writing() as session:
        contact = session.exec(select(ResidentContact).where(ResidentContact.resident_id == world.resident)).one()
        contact.door = "302室"
        session.commit()
    made = SmallWeek(world)
    with world.writing() as session:
        visit = session.get_one(Visit, made.visits["home"])
        visit.door_code, visit.title = "4711", "陪伴聊天"
        session.commit()
    made.published()
    world.as_("v1").post(f"/me/offers/{made.offer('v1', 'home')}/accept")
    return made


def reveals(world: World) -> list[tuple[str, str, str, str | None]]:
    with world.writing() as session:
        return [(r.subject_id, r.what, r.by_role, r.visit_id) for r in session.exec(select(Reveal)).all()]


def test_around_the_visit_the_door_opens(world: World, week: SmallWeek) -> None:
    visit = week.visits["home"]
    world.now = at(8.5)
    answer = world.as_("v1").get(f"/visits/{visit}/door")
    assert answer.headers["cache-control"] == "no-store"
    shown = answer.json()
    assert shown == {
        "visit_id": visit, "since": "2026-11-22T09:00:00+08:00", "until": "2026-11-23T12:00:00+08:00",
        "building": "1号楼", "area": "", "door": "302室", "name": "李大妈", "phone": "19900001111",
        "visit_code": "4711",
    }  # fmt: skip
    assert reveals(world) == [(world.resident, "door", "volunteer", visit)]
    mine = world.as_("resident").get("/reveals").json()["items"]
    assert [(r["what"], r["by_role"], r["visit_id"]) for r in mine] == [("door", "volunteer", visit)]


@pytest.mark.parametrize(("hour", "status"), [(9 - 24 - 0.01, 409), (9 - 24, 200), (10 + 2 - 0.01, 200), (10 + 2, 409)])
def test_not_a_minute_earlier_or_later(world: World, week: SmallWeek, hour: float, status: int) -> None:
    world.now = at(hour)
    answer = world.as_("v1").get(f"/visits/{week.visits['home']}/door")
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "door_closed" and "19900001111" not in answer.text
        assert answer.json()["conflict"] == {"since": "2026-11-22T09:00:00+08:00", "until": "2026-11-23T12:00:00+08:00"}
        assert reveals(world) == []


def test_only_who_accepted(world: World, week: SmallWeek) -> None:
    world.now = at(8.5)
    for who in ("v2", "v3"):
        assert world.as_(who).get(f"/visits/{week.visits['home']}/door").status_code == 404
    # Offered, not accepted: the team's visit is nobody's yet.
    assert world.as_("v1").get(f"/visits/{week.visits['team']}/door").status_code == 404
    told = {"reason": "生病", "channel": "phone"}
    withdrawn = world.as_("coordinator").post(f"/assignments/{week.offer('v1', 'home')}/withdraw", told)
    assert withdrawn.status_code == 200, withdrawn.text
    assert world.as_("v1").get(f"/visits/{week.visits['home']}/door").status_code == 404
    assert reveals(world) == []


def test_who_seeks_a_stand_in_has_to_come_until_there_is_one(world: World, week: SmallWeek) -> None:
    with world.writing() as session:
        session.get_one(AssignmentRow, week.offer("v1", "home")).state = "stand_in_sought"
        session.commit()
    world.now = at(8.5)
    assert world.as_("v1").get(f"/visits/{week.visits['home']}/door").json()["door"] == "302室"


def test_a_visit_that_serves_nobody_in_particular_shows_no_name(world: World, week: SmallWeek) -> None:
    world.now = at(10)
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'team')}/accept")
    shown = world.as_("v1").get(f"/visits/{week.visits['team']}/door").json()
    assert (shown["building"], shown["door"], shown["name"], shown["phone"]) == ("广场", "", "", "")
    assert reveals(world) == []


def test_neither_lists_nor_the_visit_tell_door_or_phone(world: World, week: SmallWeek) -> None:
    world.now = at(8.5)
    for path in ("/me/shifts", "/me/offers", f"/visits/{week.visits['home']}", "/visits", "/assignments"):
        text = world.as_("v1").get(path).text
        assert "302室" not in text and "19900001111" not in text and "李大妈" not in text, path
