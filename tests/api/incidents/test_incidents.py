"""What went wrong: told by whoever was there, seen and closed by the desk, gone with the one it tells of."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.day_week import DayWeek
from api.personal.traces import found
from api.small_week import at
from api.world import World
from matcher_api.notifications.models import Notification


@pytest.fixture
def week(world: World) -> DayWeek:
    world.now = at(9.5)
    return DayWeek(world)


def report(week: DayWeek, who: str, text: str = "门口有积水，滑了一跤", **draft: Any) -> Any:
    body = {"visit_id": week.visits["home"], "kind": "injury", "text": text} | draft
    return week.world.as_(who).post("/incidents", body)


def test_told_by_the_volunteer_and_closed_by_the_desk(week: DayWeek) -> None:
    made = report(week, "v1")
    assert (made.status_code, made.json()["person_id"], made.json()["state"]) == (201, week.people["v1"], "open")
    with week.world.writing() as session:
        (told,) = session.exec(select(Notification).where(Notification.kind == "incident")).all()
    assert (told.person_id, told.payload) == (None, {"incident_id": made.json()["id"], "visit_id": week.visits["home"]})
    assert [i["id"] for i in week.world.as_("clerk").get("/incidents?state=open").json()["items"]] == [
        made.json()["id"]
    ]
    path = f"/incidents/{made.json()['id']}"
    closed = week.world.as_("clerk").post(f"{path}/close", {"note": "已送医，无大碍"}).json()
    assert (closed["state"], closed["note"], closed["possible"]) == ("closed", "已送医，无大碍", ["reopen"])
    again = week.world.as_("clerk").post(f"{path}/close", {"note": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert week.world.as_("v1").post(f"{path}/reopen", {"note": "x"}).status_code == 403


def test_by_phone_and_by_the_one_who_is_served(week: DayWeek) -> None:
    assert report(week, "clerk", channel="phone", at=at(9).isoformat()).json()["channel"] == "phone"
    assert report(week, "resident").status_code == 201
    assert report(week, "clerk", at=at(10).isoformat()).json()["code"] == "not_yet"


def test_others_neither_tell_nor_read(week: DayWeek) -> None:
    assert report(week, "v3").status_code == 404
    report(week, "v1")
    for who in ("v2", "resident"):
        assert week.world.as_(who).get("/incidents").json()["items"] == []
    assert len(week.world.as_("v1").get("/incidents").json()["items"]) == 1


def test_words_go_with_their_people(week: DayWeek) -> None:
    made = report(week, "v1", "李大妈家门口有积水")
    week.world.as_("clerk").post(f"/incidents/{made.json()['id']}/close", {"note": "同李大妈说了"})
    week.world.now = at(9, 3)
    week.desk("v1", "home", "no-show", {})
    assert found(week.world.engine, ["积水", "同李大妈说了"]) != []
    assert week.world.as_("coordinator").post(f"/residents/{week.world.resident}/erase").status_code == 200
    assert found(week.world.engine, ["积水", "同李大妈说了", "李大妈"]) == []
