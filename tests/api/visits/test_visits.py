"""Visits: made, judged by the library, changed while what people were told still fits, seen as far as one may."""

from __future__ import annotations

import pytest

from api.queries import counted
from api.requests.asked import faults, verified, with_items
from api.visits.town import ROLES, WEDNESDAY, draft, published, visit
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.communities.models import Community
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED, VISIT, VisitState


def test_every_state_is_reached_and_the_ended_have_no_way_on() -> None:
    assert {s.target for s in VISIT.steps} == set(VisitState)
    assert tuple(s for s in VisitState if not VISIT.possible(s)) == ENDED


def test_a_visit_without_request(world: World) -> None:
    answer = world.as_("coordinator").post("/visits", draft(world, code="patrol-1", guaranteed=True))
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    made = answer.json()
    assert made == {
        "id": made["id"], "community_id": world.community, "code": "patrol-1", "state": "planned", "request_id": None,
        "resident_id": None, "service": "", "title": "晚间治安巡逻", "place_id": world.home, "mode": "", "people": 1,
        "origin_id": None, "pace": None, "max_walk_minutes": None, "duration_minutes": 120, "priority": 5,
        "value": None, "guaranteed": True, "groups": [], "risk": "low", "series": "", "min_days_apart": 0, "needs": [],
        "conditions": [], "asked_on": "2026-11-20", "waiting_days": 0, "first_start": WEDNESDAY["start"],
        "last_end": WEDNESDAY["end"], "windows": [WEDNESDAY],
        "roles": [
            {"role": "patrol", "skills": ["patrol"], "least": 1, "desired": None, "most": None},
            {"role": "member", "skills": [], "least": 1, "desired": 2, "most": 4},
        ],
        "planned": [], "door_code": made["door_code"], "version": 1,
    }  # fmt: skip
    again = world.as_("coordinator").post("/visits", draft(world, code="patrol-1"))
    assert (again.status_code, again.json()["code"]) == (409, "code_taken")


def test_a_room_for_people_without_roles(world: World) -> None:
    with_items(world)
    made = visit(world, service="C25", place_id=None, roles=None, title=None, duration_minutes=None)
    assert (made["mode"], made["people"], made["place_id"], made["roles"], made["duration_minutes"]) == (
        "badminton", 4, None, [], 60
    )  # fmt: skip


def test_all_faults_at_once_and_in_the_librarys_words(world: World) -> None:
    other = Community(code="other")
    world.add(other)
    theirs = Visit(community_id=other.id, code="theirs", duration_minutes=1)
    world.add(theirs)
    wrong = draft(
        world,
        service="X99",
        resident_id="nobody",
        place_id="nowhere",
        mode="class",
        windows=[{"start": WEDNESDAY["end"], "end": WEDNESDAY["start"]}],
        roles=[{"role": "a", "least": 2, "desired": 1}, {"role": "b"}, {"role": "b"}],
        needs=["none", theirs.id],
        guaranteed=True,
        value=0,
    )
    answer = world.as_("coordinator").post("/visits", wrong)
    assert faults(answer) == [
        ("service", "unknown_item"),
        ("resident_id", "unknown_resident"),
        ("place_id", "unknown_place"),
        ("needs.0", "unknown_visit"),
        ("needs.1", "unknown_visit"),
        ("windows.0.end", "end"),
        ("roles.0.least", "min"),
        ("place_id", "place"),
        ("roles", "roles"),
        ("value", "value"),
    ]
    assert [e["zh"] for e in answer.json()["errors"] if not e["zh"] or e["zh"] == e["en"]] == []
    assert world.as_("coordinator").get("/visits").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"duration_minutes": 121}, [("windows", "windows")]),
        ({"duration_minutes": None}, [("duration_minutes", "duration_needed")]),
        ({"place_id": None}, [("place_id", "place_needed")]),
        ({"roles": []}, [("roles", "roles_needed")]),
        ({"roles": [{"role": "a", "least": 0, "most": 1}]}, [("roles", "roles")]),
    ],
)
def test_one_fault_at_its_limit(world: World, change: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert faults(world.as_("coordinator").post("/visits", draft(world, **change))) == expected


def test_a_change_is_judged_with_what_stays(world: World) -> None:
    made = visit(world)
    desk, path = world.as_("coordinator"), f"/visits/{made['id']}"
    changed = desk.patch(path, {"priority": 8, "roles": [{"role": "patrol"}]}, version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    only = {"role": "patrol", "skills": [], "least": 1, "desired": None, "most": None}
    assert changed.json() == {**made, "priority": 8, "roles": [only], "version": 2}
    assert desk.patch(path, {"priority": 7}, version=1).json()["code"] == "stale"
    assert desk.call("PATCH", path, json={"priority": 7}).status_code == 428
    assert faults(desk.patch(path, {"duration_minutes": 121})) == [("windows", "windows")]
    assert faults(desk.patch(path, {"mode": "class"})) == [("place_id", "place")]
    assert faults(desk.patch(path, {"title": None, "roles": None})) == [("roles", "not_null"), ("title", "not_null")]
    night = {"start": "2026-11-30T23:00:00+08:00", "end": "2026-12-01T01:00:00+08:00"}
    moved = desk.patch(path, {"windows": [night]}).json()
    assert (moved["windows"], moved["first_start"], moved["last_end"], moved["version"]) == (
        [night], night["start"], night["end"], 3
    )  # fmt: skip


def test_needs_must_not_lead_back(world: World) -> None:
    first, second, third = (visit(world) for _ in range(3))
    desk = world.as_("coordinator")
    assert desk.patch(f"/visits/{second['id']}", {"needs": [first["id"]]}).status_code == 200
    assert desk.patch(f"/visits/{third['id']}", {"needs": [second["id"]]}).status_code == 200
    circle = desk.patch(f"/visits/{first['id']}", {"needs": [third["id"]]})
    assert faults(circle) == [("needs.0", "needs_cycle")]
    assert faults(desk.patch(f"/visits/{first['id']}", {"needs": [first["id"]]})) == [("needs.0", "needs_cycle")]
    gone = desk.post(f"/visits/{first['id']}/cancel", {"reason": "下雨"}).json()
    assert gone["left_without"] == [second["id"]]
    late = desk.patch(f"/visits/{third['id']}", {"needs": [first["id"]]})
    assert faults(late) == [("needs.0", "needs_cancelled")]


def test_what_people_were_told_must_still_fit(world: World) -> None:
    made = visit(world)
    (accepted,) = published(world, made["id"], "accepted")
    desk, path = world.as_("coordinator"), f"/visits/{made['id']}"
    later = {"start": "2026-11-25T19:15:00+08:00", "end": "2026-11-25T22:00:00+08:00"}
    for change in ({"windows": [later]}, {"duration_minutes": 90}, {"roles": [{"role": "member"}]}):
        refused = desk.patch(path, change)
        assert (refused.status_code, refused.json()["code"]) == (409, "published_otherwise"), change
    assert refused.json()["conflict"] == {"visit_id": made["id"], "assignment_id": accepted}
    wider = {"start": "2026-11-25T18:00:00+08:00", "end": "2026-11-25T21:00:00+08:00"}
    assert desk.patch(path, {"windows": [wider], "roles": ROLES[:1]}).status_code == 200


def test_filters(world: World) -> None:
    with_items(world)
    patrol, home = visit(world), verified(world)["visits"][0]
    desk = world.as_("coordinator")

    def ids(query: str) -> list[str]:
        return [v["id"] for v in desk.get(f"/visits?{query}").json()["items"]]

    assert ids("") == [patrol["id"], home]
    assert ids("service=W01") == [home]
    assert ids("state=cancelled&state=done") == []
    assert ids(f"community_id={world.community}&state=planned") == [patrol["id"], home]
    assert ids("community_id=other") == []
    # the home visit ends at 11:30 in Shanghai, the patrol begins at 19:00: half-open on both sides, in any zone
    assert ids("from=2026-11-25T03:30:00Z") == [patrol["id"]]
    assert ids("from=2026-11-25T03:29:00Z") == [patrol["id"], home]
    assert ids("to=2026-11-25T06:00:00-05:00") == [home]
    assert ids("to=2026-11-25T06:01:00-05:00") == [patrol["id"], home]
    assert desk.get("/visits?from=2026-11-25T03:30:00").status_code == 422


def test_each_sees_as_much_as_they_need(world: World) -> None:
    with_items(world)
    home = verified(world)["visits"][0]
    path = f"/visits/{home}"

    def seen(who: str) -> tuple[object, ...]:
        answer = world.as_(who).get(path)
        if answer.status_code == 404:
            return ("nothing",)
        v = answer.json()
        return (v["place_id"] is not None, v["resident_id"] is not None, v["door_code"] is not None)

    assert seen("coordinator") == seen("clerk") == seen("resident") == (True, True, True)
    assert seen("supervisor") == seen("street") == (False, False, False)
    assert seen("volunteer") == ("nothing",)
    (row,) = published(world, home, "offered", role="carer")
    assert seen("volunteer") == (False, False, False)
    with world.writing() as session:
        session.get_one(AssignmentRow, row).state = "accepted"
        session.commit()
    assert seen("volunteer") == (True, False, False)
    with world.writing() as session:
        session.get_one(AssignmentRow, row).state = "declined"
        session.commit()
    assert seen("volunteer") == ("nothing",)
    assert [v["id"] for v in world.as_("resident").get("/visits").json()["items"]] == [home]
    patrol = visit(world)
    assert world.as_("resident").get(f"/visits/{patrol['id']}").status_code == 404


def test_the_list_asks_a_fixed_number_of_queries(world: World) -> None:
    sent = []
    for more in (1, 2):
        for _ in range(more):
            made = visit(world)
            published(world, made["id"], "accepted")
        with counted(world.engine) as statements:
            world.as_("coordinator").get("/visits")
        with counted(world.engine) as others:
            world.as_("volunteer").get("/visits")
        sent.append((len(statements), len(others)))
    assert sent[0] == sent[1]
