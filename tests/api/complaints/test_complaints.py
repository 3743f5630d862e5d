"""Complaints are answered in time, passed on, opened again; by web and phone alike, for those concerned alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.day_week import DayWeek
from api.personal.traces import found
from api.small_week import at
from api.world import World
from matcher_api.complaints.deadlines import answer_by, complained_until, overdue
from matcher_api.notifications.models import Notification
from matcher_api.providers.models import ProviderFact

DAY = timedelta(days=1)


@pytest.fixture
def week(world: World) -> DayWeek:
    world.now = at(12)
    return DayWeek(world)


def complain(week: DayWeek, who: str = "resident", **draft: Any) -> Any:
    body = {"community_id": week.community, "visit_id": week.visits["home"], "text": "约好九点没人来"} | draft
    return week.world.as_(who).post("/complaints", {k: v for k, v in body.items() if v is not None})


def act(week: DayWeek, complaint: str, action: str, body: Any = None, who: str = "clerk") -> Any:
    return week.world.as_(who).post(f"/complaints/{complaint}/{action}", body)


def test_received_accepted_answered_opened_again_and_closed(week: DayWeek) -> None:
    made = complain(week)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["state"], shown["possible"], shown["overdue"]) == ("received", ["withdraw"], False)
    assert shown["answer_by"] == (at(12) + 15 * DAY).isoformat().replace("+00:00", "Z")
    key = shown["id"]
    assert act(week, key, "accept", who="resident").status_code == 403
    assert act(week, key, "accept").json()["state"] == "accepted"
    answer = {"note": "志愿者突发疾病，已补派", "upheld": True}
    assert act(week, key, "answer", answer).json()["state"] == "answered"
    seen = week.world.as_("resident").get(f"/complaints/{key}").json()
    assert (seen["note"], seen["upheld"], seen["possible"]) == (answer["note"], True, ["reopen"])
    week.world.now += 3 * DAY
    again = act(week, key, "reopen", who="resident").json()
    assert (again["state"], again["answered_at"]) == ("accepted", None)
    assert again["answer_by"] == (at(12) + 18 * DAY).isoformat().replace("+00:00", "Z")
    act(week, key, "answer", answer)
    assert act(week, key, "close").json()["state"] == "closed"
    assert act(week, key, "reopen", who="resident").json()["code"] == "not_acceptable_state"
    with week.world.writing() as session:
        told = session.exec(select(Notification).where(Notification.kind == "complaint_state")).all()
    assert [n.payload["state"] for n in told] == ["accepted", "answered", "accepted", "answered", "closed"]
    assert {n.resident_id for n in told} == {week.world.resident}


def test_what_is_not_answered_in_time_is_overdue(week: DayWeek) -> None:
    assert (answer_by(at(12), 15), complained_until(at(10), 60)) == (at(12, 15), at(10, 60))
    assert [overdue(at(12), now, open_=o) for now, o in ((at(11.9), True), (at(12), True), (at(12), False))] == [
        False, True, False,
    ]  # fmt: skip
    key = complain(week).json()["id"]
    desk = week.world.as_("coordinator")
    assert desk.get("/complaints?overdue=true").json()["items"] == []
    week.world.now = at(12, 15)
    assert [c["id"] for c in desk.get("/complaints?overdue=true").json()["items"]] == [key]
    assert week.world.as_("street").get("/complaints/counts").json()["items"] == [
        {"community_id": week.community, "state": "received", "count": 1, "overdue": 1}
    ]
    act(week, key, "redirect", {"to": "区民政局"})
    assert desk.get("/complaints?overdue=true").json()["items"] == []
    assert week.world.as_("resident").get(f"/complaints/{key}").json()["redirected_to"] == "区民政局"


def test_by_phone_for_somebody_who_gives_no_name(week: DayWeek) -> None:
    made = complain(week, "clerk", channel="phone", visit_id=None).json()
    assert (made["channel"], made["resident_id"], made["person_id"]) == ("phone", None, None)
    assert complain(week, "clerk", channel="phone", resident_id=week.world.resident).status_code == 201


def test_only_of_what_concerns_one_and_in_its_days(week: DayWeek) -> None:
    assert complain(week, visit_id=week.visits["team"]).status_code == 404
    assert complain(week, "v3").status_code == 404
    mine = complain(week, "v1", text="家里没人，白跑一趟").json()
    assert mine["person_id"] == week.people["v1"]
    assert week.world.as_("resident").get(f"/complaints/{mine['id']}").status_code == 404
    assert week.world.as_("v2").get("/complaints").json()["items"] == []
    assert act(week, mine["id"], "withdraw", who="v1").json()["state"] == "withdrawn"
    week.world.now = at(10, 60) + timedelta(minutes=1)
    late = complain(week)
    assert (late.status_code, late.json()["code"]) == (409, "complaint_closed")


def test_one_that_is_right_is_a_fact_about_the_provider(week: DayWeek) -> None:
    key = complain(week, provider_id=week.world.provider, visit_id=None).json()["id"]
    act(week, key, "answer", {"note": "已督促整改", "upheld": True})
    with week.world.writing() as session:
        (fact,) = session.exec(select(ProviderFact)).all()
    assert (fact.provider_id, fact.kind, fact.text) == (week.world.provider, "dissatisfaction", "")


def test_words_go_with_who_said_them(week: DayWeek) -> None:
    key = complain(week).json()["id"]
    act(week, key, "answer", {"note": "已向老人致歉", "upheld": True})
    week.world.now = at(9, 3)
    week.desk("v1", "home", "no-show", {})
    assert week.world.as_("resident").post(f"/residents/{week.world.resident}/erase").status_code == 200
    assert found(week.world.engine, ["约好九点没人来", "已向老人致歉"]) == []
