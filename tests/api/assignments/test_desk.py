"""Assignments as the office sees them."""

from __future__ import annotations

import pytest

from api.queries import counted
from api.small_week import SmallWeek, at, shown
from api.world import NOON, World
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def test_one_with_all_that_belongs_to_it(week: SmallWeek) -> None:
    roster = week.published()
    offer = week.offer("v3", "class")
    answer = week.world.as_("clerk").get(f"/assignments/{offer}")
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert answer.json() == {
        "id": offer,
        "community_id": week.community,
        "roster_id": roster,
        "visit_id": week.visits["class"],
        "visit_code": "A3",
        "what_zh": "四点半课堂",
        "what_en": "四点半课堂",
        "person_id": week.people["v3"],
        "name": "Anna Lee",
        "role": "teacher",
        "state": "offered",
        "origin": "coordinator",
        "possible": ["bind", "offer_again", "accept", "decline", "lapse", "miss", "release"],
        "start": shown(at(14)),
        "end": shown(at(15)),
        "place": {"facility_id": week.room, "facility": "一年级教室", "building": "教学楼", "area": ""},
        "offered_at": shown(NOON),
        "answer_by": shown(NOON.replace(day=21)),
        "answered_at": None,
        "reconfirmed_at": None,
        "checked_in_at": None,
        "checked_out_at": None,
        "channel": "",
        "reason": "",
        "pinned": False,
        "version": 1,
    }


def test_the_list_of_what_is_ahead(week: SmallWeek) -> None:
    week.published()
    desk = week.world.as_("coordinator")

    def ahead(moment: str) -> list[str]:
        found = desk.get("/assignments", params={"from": moment})
        assert found.status_code == 200, found.text
        return sorted({a["visit_code"] for a in found.json()["items"]})

    starts = {a["visit_code"]: a["start"] for a in desk.get("/assignments").json()["items"]}
    first, *later = sorted(set(starts.values()))
    assert ahead(first) == sorted(code for code, start in starts.items() if start in later)
    assert ahead(later[-1]) == []


def test_the_list_is_filtered_and_costs_the_same_for_three(week: SmallWeek) -> None:
    week.published()
    desk = week.world.as_("coordinator")
    with counted(week.world.engine) as one:
        found = desk.get(f"/assignments?visit_id={week.visits['home']}").json()["items"]
    assert [(a["name"], a["state"]) for a in found] == [("王小明", "offered")]
    with counted(week.world.engine) as three:
        assert len(desk.get("/assignments").json()["items"]) == 4
    assert len(three) == len(one) + 1  # rooms are read where there are any
    mine = desk.get(f"/assignments?person_id={week.people['v1']}&state=offered").json()["items"]
    assert [a["visit_id"] for a in mine] == [week.visits["home"], week.visits["team"]]
    assert desk.get("/assignments?state=accepted").json()["items"] == []


def test_those_of_another_community_do_not_exist(week: SmallWeek) -> None:
    week.published()
    with week.world.writing() as session:
        other = Community(code="other")
        session.add(other)
        session.flush()
        week.world.login(session, AccessRole.COORDINATOR, other.id, name="neighbour")
        session.commit()
    offer, neighbour = week.offer("v1", "home"), week.world.as_("neighbour")
    assert neighbour.get("/assignments").json() == {"items": [], "next": None}
    assert neighbour.get(f"/assignments/{offer}").status_code == 404
    for action, body in (
        ("accept", {}),
        ("decline", {}),
        ("withdraw", {}),
        ("lapse", None),
        ("pin", {"reason": "x"}),
        ("unpin", None),
    ):
        answer = neighbour.post(f"/assignments/{offer}/{action}", body)
        assert (action, answer.status_code, answer.json()["code"]) == (action, 404, "not_found")
    assert week.world.as_("coordinator").get(f"/assignments/{offer}").json()["state"] == "offered"


def test_pinned_and_unpinned(week: SmallWeek) -> None:
    week.published()
    desk, offer = week.world.as_("coordinator"), week.offer("v1", "home")
    assert desk.post(f"/assignments/{offer}/pin", {"reason": ""}).status_code == 422
    assert desk.post(f"/assignments/{offer}/unpin").status_code == 404
    assert desk.post(f"/assignments/{offer}/pin", {"reason": "老人指定"}).json()["pinned"] is True
    assert desk.post(f"/assignments/{offer}/pin", {"reason": "再次"}).json()["code"] == "conflict"
    (pin,) = desk.get(f"/visits/{week.visits['home']}/pins").json()["items"]
    assert (pin["person_id"], pin["role"], pin["reason"]) == (week.people["v1"], "helper", "老人指定")
    assert desk.post(f"/assignments/{offer}/unpin").json()["pinned"] is False
    assert desk.get(f"/visits/{week.visits['home']}/pins").json()["items"] == []
