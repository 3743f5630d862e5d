"""The life of a request: who may do what to it, and what its visits make of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.requests.asked import WEDNESDAY, act, ask, faults, verified, visits_of, with_items
from api.world import World
from matcher_api.access.actor import ANONYMOUS
from matcher_api.communities.models import Community
from matcher_api.notifications.models import Notification
from matcher_api.requests.progress import progressed
from matcher_api.requests.states import REQUEST, RequestState
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

WHY = {"reason": "说明"}


def settled(world: World, request: dict[str, Any], *states: str) -> str:
    """Sets the states of its visits as if they had come about, and lets the request follow."""
    with world.writing() as session:
        rows = session.exec(select(Visit).where(Visit.request_id == request["id"]).order_by(col(Visit.code))).all()
        for row, state in zip(rows, states, strict=True):
            row.state = state
        progressed(Work(session, ANONYMOUS, world.now, world.settings), request["id"])
        session.commit()
    found: str = world.as_("coordinator").get(f"/requests/{request['id']}").json()["state"]
    return found


def test_every_state_is_reached_and_every_step_leads_somewhere() -> None:
    targets = {s.target for s in REQUEST.steps}
    assert targets | {RequestState.DRAFT} == set(RequestState)
    ended = {s for s in RequestState if not REQUEST.possible(s)}
    assert ended == {
        RequestState.REJECTED, RequestState.CLOSED, RequestState.CANCELLED, RequestState.EXPIRED
    }  # fmt: skip


def test_from_asking_to_filing(world: World) -> None:
    with_items(world)
    made = ask(world, "resident").json()
    resident, desk = world.as_("resident"), world.as_("clerk")
    path = f"/requests/{made['id']}"
    asked = desk.post(f"{path}/ask-info", {"reason": "几楼？"}).json()
    assert (asked["state"], asked["reason"], asked["possible"]) == (
        "needs_info", "几楼？", ["verify", "reject", "answer", "merge", "cancel"]
    )  # fmt: skip
    assert resident.get(path).json()["possible"] == ["answer", "cancel"]
    answered = resident.post(f"{path}/answer", {"text": "三楼"}).json()
    assert (answered["state"], answered["text"]) == ("submitted", "想请人帮忙打扫做饭\n三楼")
    done = act(world, made["id"], "verify", {}).json()
    assert (done["state"], done["reason"], len(done["visits"])) == ("verified", "", 1)
    assert settled(world, made, "offered") == "scheduled"
    assert settled(world, made, "planned") == "verified"
    assert settled(world, made, "confirmed") == "scheduled"
    assert settled(world, made, "done") == "done"
    assert resident.post(f"{path}/rate", {"rating": 0}).status_code == 422
    rated = resident.post(f"{path}/rate", {"rating": 4}).json()
    assert (rated["state"], rated["rating"]) == ("rated", 4)
    again = resident.post(f"{path}/rate", {"rating": 5})
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert act(world, made["id"], "close").json()["state"] == "closed"


def test_the_one_who_asked_is_told_by_ids_alone(world: World, session: Session) -> None:
    with_items(world)
    made = ask(world).json()
    act(world, made["id"], "waitlist", {"reason": "这周没有人"})
    rows = session.exec(select(Notification)).all()
    assert [(n.kind, n.resident_id, n.payload) for n in rows] == [
        ("request_state", world.resident, {"request_id": made["id"], "state": "waitlisted"})
    ]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("planned", "planned"), "verified"),
        (("offered", "planned"), "scheduled"),
        (("done", "planned"), "partly_done"),
        (("done", "cancelled"), "done"),
        (("cancelled", "cancelled"), "cancelled"),
        (("in_progress", "cancelled"), "scheduled"),
        (("called_off", "planned"), "verified"),
    ],
)
def test_what_visits_make_of_it(world: World, states: tuple[str, str], expected: str) -> None:
    with_items(world)
    repeat = {
        "rule": "FREQ=DAILY;COUNT=2", "start": "09:00", "minutes": 120, "first_day": "2026-11-24"
    }  # fmt: skip
    made = verified(world, windows=None, repeat=repeat)
    assert settled(world, made, *states) == expected


@pytest.mark.parametrize("action", ["reject", "ask-info", "waitlist", "cancel"])
def test_a_reason_is_asked_for_and_kept(world: World, action: str) -> None:
    with_items(world)
    made = ask(world).json()
    assert act(world, made["id"], action).status_code == 422
    assert act(world, made["id"], action, {"reason": ""}).status_code == 422
    done = act(world, made["id"], action, WHY)
    assert (done.status_code, done.json()["reason"]) == (200, "说明")


def test_only_the_next_steps_are_possible(world: World) -> None:
    with_items(world)
    made = ask(world).json()
    for action, body in (("submit", None), ("answer", {"text": "x"}), ("rate", {"rating": 3}), ("close", None)):
        refused = act(world, made["id"], action, body)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_acceptable_state"), action
    act(world, made["id"], "reject", WHY)
    for action, body in (("verify", {}), ("cancel", WHY), ("merge", {"into": made["id"]}), ("ask-info", WHY)):
        refused = act(world, made["id"], action, body)
        assert refused.status_code == 409, action
    assert world.as_("coordinator").get(f"/requests/{made['id']}").json()["state"] == "rejected"


def test_a_trade_is_named_when_verifying(world: World) -> None:
    with_items(world)
    made = ask(world, item_code="W02").json()
    assert faults(act(world, made["id"], "verify", {})) == [("needs.roles", "roles_needed")]
    assert world.as_("clerk").get(f"/requests/{made['id']}").json()["state"] == "submitted"
    plumber = {"roles": [{"role": "plumber", "skills": ["plumber"]}]}
    done = act(world, made["id"], "verify", {"needs": plumber, "priority": 8, "guaranteed": True}).json()
    assert (done["state"], done["priority"], done["guaranteed"]) == ("verified", 8, True)
    (visit,) = visits_of(world, done)
    assert visit["roles"] == [{"role": "plumber", "skills": ["plumber"], "least": 1, "desired": None, "most": None}]
    assert faults(act(world, ask(world).json()["id"], "verify", {"guaranteed": True}, who="clerk")) == [
        ("guaranteed", "only_coordinator")
    ]


def test_times_that_passed_meanwhile_cannot_be_verified(world: World) -> None:
    with_items(world)
    made = ask(world).json()
    world.now = world.now.replace(day=25, hour=3, minute=30)  # 11:30 in Shanghai: the window ends
    assert faults(act(world, made["id"], "verify", {})) == [("windows", "windows_passed")]


def test_an_item_that_is_not_scheduled_here_is_answered_and_filed(world: World) -> None:
    with_items(world)
    made = verified(world, item_code="G02")
    assert made["visits"] == []
    assert act(world, made["id"], "close").json()["state"] == "closed"
    open_ = verified(world)
    refused = act(world, open_["id"], "close")
    assert (refused.status_code, refused.json()["code"], refused.json()["conflict"]) == (
        409, "still_open", {"visits": open_["visits"]}
    )  # fmt: skip


def test_cancelling_cancels_its_visits(world: World) -> None:
    with_items(world)
    made = verified(world)
    done = act(world, made["id"], "cancel", {"reason": "家人回来了"}, who="resident").json()
    assert (done["state"], done["reason"]) == ("cancelled", "家人回来了")
    assert [v["state"] for v in visits_of(world, made)] == ["cancelled"]


def test_a_waiting_one_keeps_its_visits(world: World) -> None:
    with_items(world)
    made = verified(world)
    act(world, made["id"], "waitlist", WHY)
    again = act(world, made["id"], "verify", {}).json()
    assert (again["state"], again["visits"]) == ("verified", made["visits"])
    act(world, made["id"], "waitlist", WHY)
    assert settled(world, made, "offered") == "scheduled"


def test_what_nobody_came_to_runs_out(world: World) -> None:
    with_items(world)
    late, coming, asked = verified(world), verified(world), ask(world).json()
    later = {"start": "2026-11-26T09:00:00+08:00", "end": "2026-11-26T11:30:00+08:00"}
    world.as_("coordinator").patch(f"/visits/{coming['visits'][0]}", {"windows": [later]})
    desk = world.as_("clerk")
    assert desk.post(f"/requests/expire?community_id={world.community}").json() == {"items": []}
    world.now = world.now.replace(day=25, hour=3, minute=30)
    done = desk.post(f"/requests/expire?community_id={world.community}").json()
    assert done == {"items": [late["id"], asked["id"]]}
    assert [desk.get(f"/requests/{r['id']}").json()["state"] for r in (late, coming, asked)] == [
        "expired", "verified", "expired"
    ]  # fmt: skip
    assert [v["state"] for v in visits_of(world, late)] == ["cancelled"]


def test_the_visit_inherits_everything(world: World) -> None:
    with_items(world)
    made = verified(world, priority=7)
    (visit,) = visits_of(world, made)
    shown = world.as_("coordinator").get(f"/visits/{visit['id']}").json()
    assert len(shown["door_code"]) == 4 and shown["door_code"].isdigit()
    assert shown == {
        "id": made["visits"][0], "community_id": world.community, "code": "xizha-2026-00001", "state": "planned",
        "request_id": made["id"], "resident_id": world.resident, "service": "W01", "title": "生活照料",
        "place_id": world.home, "mode": "", "people": 1, "origin_id": None, "pace": None, "max_walk_minutes": None,
        "duration_minutes": 90, "priority": 7, "value": None, "guaranteed": False, "groups": [], "risk": "low",
        "series": "", "min_days_apart": 0, "needs": [], "conditions": [], "asked_on": "2026-11-20", "waiting_days": 0,
        "first_start": WEDNESDAY["start"], "last_end": WEDNESDAY["end"], "windows": [WEDNESDAY],
        "roles": [{"role": "carer", "skills": ["carer"], "least": 1, "desired": 1, "most": 2}], "planned": [],
        "door_code": shown["door_code"], "version": 1,
    }  # fmt: skip
    assert visit == {**shown, "door_code": None}


def test_the_house_rules_by_service_are_added(world: World) -> None:
    with_items(world)
    with world.writing() as session:
        resident = session.get_one(Resident, world.resident)
        resident.sex, resident.groups = "f", ["living_alone"]
        session.commit()
    (visit,) = visits_of(world, verified(world, item_code="H12"))
    assert visit["roles"] == [{"role": "carer", "skills": ["carer"], "least": 2, "desired": 2, "most": 2}]
    assert visit["conditions"] == [{"at_least": "all", "of": "sex:f"}]
    with world.writing() as session:
        session.get_one(Community, world.community).service_defaults = False
        session.commit()
    (plain,) = visits_of(world, verified(world, item_code="H12"))
    assert (plain["roles"][0]["least"], plain["conditions"]) == (1, [])
