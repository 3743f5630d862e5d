"""The draft changed by hand; pins; whose rosters one sees."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.runs.scripted import runner_of
from api.small_week import SmallWeek, at, shown
from api.world import World
from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.people.models import Person
from matcher_api.runs.child_process import ChildProcess


@pytest.fixture
def week(world: World) -> SmallWeek:
    with world.writing() as session:
        other = Community(code="other")
        session.add(other)
        session.flush()
        world.login(session, AccessRole.COORDINATOR, other.id, name="neighbour")
        session.commit()
    return SmallWeek(world)


def draft_of(week: SmallWeek, roster: str, who: str = "coordinator") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = week.world.as_(who).get(f"/rosters/{roster}/layers/draft").json()["visits"]
    return found


def test_a_roster_is_made_seen_and_changed(week: SmallWeek) -> None:
    desk, roster = week.world.as_("coordinator"), week.roster()
    seen = desk.get(f"/rosters/{roster}")
    assert seen.json() == {
        "id": roster,
        "communities": [week.community],
        "title": "",
        "first_day": "2026-11-23",
        "days": 1,
        "state": "draft",
        "possible": ["solve", "edit", "review", "publish", "close"],
        "max_people_changed": None,
        "newest_version": 0,
        "version": 1,
    }
    changed = desk.patch(f"/rosters/{roster}", {"title": "第48周", "max_people_changed": 2}, version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json() == {**seen.json(), "title": "第48周", "max_people_changed": 2, "version": 2}
    stale = desk.patch(f"/rosters/{roster}", {"title": "x"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert desk.get("/rosters").json()["items"] == [changed.json()]
    twice = desk.post("/rosters", {"communities": [week.community] * 2, "first_day": "2026-11-23"})
    assert (twice.status_code, twice.json()["code"]) == (422, "community_twice")


def test_a_visit_is_placed_changed_and_left_out(week: SmallWeek) -> None:
    roster = week.roster()
    placed = week.place(roster, "class", 14, {"v3": "teacher"}, week.room)
    (member,) = placed.json()["team"]
    expected = {
        "visit_id": week.visits["class"],
        "code": "A3",
        "what_zh": "四点半课堂",
        "what_en": "四点半课堂",
        "service": "",
        "state": "planned",
        "start": shown(at(14)),
        "end": shown(at(15)),
        "place": {"facility_id": week.room, "facility": "一年级教室", "building": "教学楼", "area": ""},
        "team": [
            {
                "assignment_id": member["assignment_id"],
                "person_id": week.people["v3"],
                "name": "Anna Lee",
                "role": "teacher",
                "state": "proposed",
            }
        ],
    }
    assert (placed.status_code, placed.json(), placed.headers["etag"]) == (200, expected, '"2"')
    assert draft_of(week, roster) == [expected]
    later = week.place(roster, "class", 15, {"v3": "teacher", "v2": "teacher"}, week.room)
    assert (later.json()["start"], len(later.json()["team"])) == (shown(at(15)), 2)
    assert member in later.json()["team"]  # who stays keeps their row
    desk = week.world.as_("coordinator")
    gone = desk.delete(f"/rosters/{roster}/draft/visits/{week.visits['class']}")
    assert (gone.status_code, gone.headers["etag"], draft_of(week, roster)) == (204, '"4"', [])
    assert desk.get("/assignments?state=proposed").json()["items"] == []
    again = desk.delete(f"/rosters/{roster}/draft/visits/{week.visits['class']}")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")


def test_two_editors_do_not_overwrite_each_other(week: SmallWeek) -> None:
    roster = week.roster()
    desk, path = week.world.as_("coordinator"), f"/rosters/{roster}/draft/visits/{week.visits['home']}"
    body = {"start": at(9).isoformat(), "people": []}
    assert desk.put(path, body, version=1).status_code == 200
    assert desk.put(path, body, version=1).json()["code"] == "stale"
    assert desk.delete(path, version=1).json()["code"] == "stale"
    assert desk.call("PUT", path, json=body).json()["code"] == "precondition_required"
    assert desk.put(path, body, version=2).headers["etag"] == '"3"'  # the same again is an edit too


def test_all_faults_of_an_edit_at_once(week: SmallWeek) -> None:
    roster = week.roster()
    body = {
        "start": "2026-11-23T09:00:30+08:00",
        "facility_id": "none",
        "people": [
            {"person_id": "none", "role": "helper"},
            {"person_id": week.people["v1"], "role": "singer"},
            {"person_id": week.people["v1"], "role": "helper"},
        ],
    }
    answer = week.world.as_("coordinator").put(f"/rosters/{roster}/draft/visits/{week.visits['home']}", body)
    assert (answer.status_code, [(e["field"], e["code"]) for e in answer.json()["errors"]]) == (
        422,
        [
            ("start", "whole_minute"),
            ("facility_id", "unknown_id"),
            ("people.0.person_id", "unknown_id"),
            ("people.1.role", "unknown_id"),
            ("people.2.person_id", "twice"),
        ],
    )
    assert draft_of(week, roster) == []


def test_a_person_who_left_cannot_be_placed(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Person, week.people["v2"]).state = "left"
        session.commit()
    answer = week.place(week.roster(), "home", 9, {"v2": "helper"})
    assert [e["field"] for e in answer.json()["errors"]] == ["people.0.person_id"]


def test_a_review_lasts_until_the_next_edit(week: SmallWeek) -> None:
    roster = week.planned()
    desk = week.world.as_("coordinator")

    def state() -> str:
        return str(desk.get(f"/rosters/{roster}").json()["state"])

    reviewed = desk.call("POST", f"/rosters/{roster}/review", headers={"If-Match": "*"})
    assert (reviewed.status_code, reviewed.json()["state"]) == (200, "reviewed")
    week.place(roster, "home", 9.25, {"v1": "helper"})
    assert state() == "draft"
    desk.call("POST", f"/rosters/{roster}/review", headers={"If-Match": "*"})
    assert week.publish(roster).status_code == 201
    assert state() == "published"


def test_the_draft_costs_the_same_for_one_and_three(week: SmallWeek) -> None:
    roster = week.roster()
    week.place(roster, "home", 9, {"v1": "helper"})
    with counted(week.world.engine) as one:
        assert len(draft_of(week, roster)) == 1
    week.place(roster, "team", 11, {"v1": "patrol", "v2": "patrol"})
    week.place(roster, "class", 14, {"v3": "teacher"}, week.room)
    with counted(week.world.engine) as three:
        assert len(draft_of(week, roster)) == 3
    assert len(three) == len(one) + 1  # rooms are read where there are any


def test_publishing_costs_the_same_for_two_and_four_people(week: SmallWeek) -> None:
    """Reading does; each offer is a row that has to be written."""
    first = week.roster()
    week.place(first, "team", 11, {"v1": "patrol", "v2": "patrol"})

    def reading(sent: list[str]) -> int:
        return sum(s.startswith("SELECT") for s in sent)

    with counted(week.world.engine) as two:
        assert week.publish(first).status_code == 201
    week.place(first, "home", 9, {"v1": "helper"})
    week.place(first, "class", 14, {"v3": "teacher"}, week.room)
    with counted(week.world.engine) as four:
        assert week.publish(first).status_code == 201
    assert reading(four) <= reading(two) + 2  # the room's visit and its unit


def test_oversight_reads_without_names(week: SmallWeek) -> None:
    roster = week.planned()
    names = {m["name"] for v in draft_of(week, roster, "supervisor") for m in v["team"]}
    assert names == {"王*明", "张*力", "A***"}
    text = week.world.as_("street").get(f"/rosters/{roster}/layers/draft").text
    assert "李大妈" not in text and "王小明" not in text
    assert {p["name"] for p in week.world.as_("street").get(f"/rosters/{roster}/diff").json()["people"]} == names


def test_rosters_of_others_do_not_exist(week: SmallWeek) -> None:
    roster = week.planned()
    neighbour, home = week.world.as_("neighbour"), week.visits["home"]
    match = {"If-Match": "*"}
    for method, path, body in (
        ("GET", f"/rosters/{roster}", None),
        ("GET", f"/rosters/{roster}/layers/draft", None),
        ("GET", f"/rosters/{roster}/layers/draft/judgement", None),
        ("GET", f"/rosters/{roster}/diff", None),
        ("GET", f"/rosters/{roster}/versions", None),
        ("GET", f"/rosters/{roster}/versions/1", None),
        ("PATCH", f"/rosters/{roster}", {"title": "x"}),
        ("POST", f"/rosters/{roster}/review", None),
        ("POST", f"/rosters/{roster}/close", None),
        ("POST", f"/rosters/{roster}/publish", {}),
        ("PUT", f"/rosters/{roster}/draft/visits/{home}", {"start": at(9).isoformat()}),
        ("DELETE", f"/rosters/{roster}/draft/visits/{home}", None),
        ("GET", f"/visits/{home}/pins", None),
        ("POST", f"/visits/{home}/pins", {"person_id": week.people["v1"], "reason": "x"}),
        ("DELETE", f"/visits/{home}/pins/none", None),
    ):
        answer = neighbour.call(method, path, json=body, headers=match)
        assert (method, path, answer.status_code, answer.json()["code"]) == (method, path, 404, "not_found")
    assert neighbour.get("/rosters").json() == {"items": [], "next": None}
    mine = neighbour.post("/rosters", {"communities": [week.community], "first_day": "2026-11-23"})
    assert (mine.status_code, mine.json()["code"]) == (404, "not_found")


def test_pins_hold_and_are_taken_away(week: SmallWeek) -> None:
    desk, home = week.world.as_("coordinator"), week.visits["home"]
    body = {"person_id": week.people["v2"], "role": "helper", "start": at(10).isoformat(), "reason": "家属约好"}
    made = desk.post(f"/visits/{home}/pins", body)
    pin = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert {k: pin[k] for k in ("visit_id", "person_id", "role", "start", "facility_id", "override", "reason")} == {
        "visit_id": home, "person_id": week.people["v2"], "role": "helper", "start": shown(at(10)),
        "facility_id": None, "override": "", "reason": "家属约好",
    }  # fmt: skip
    assert desk.get(f"/visits/{home}/pins").json()["items"] == [pin]
    roster = week.planned()  # v1 at nine
    rules = {v["rule"] for v in desk.get(f"/rosters/{roster}/layers/draft/judgement").json()["violations"]}
    assert rules == {"pins"}
    stale = desk.delete(f"/visits/{home}/pins/{pin['id']}", version=7)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert desk.delete(f"/visits/{home}/pins/{pin['id']}", version=1).status_code == 204
    assert desk.get(f"/rosters/{roster}/layers/draft/judgement").json()["violations"] == []


def test_all_faults_of_a_pin_at_once(week: SmallWeek) -> None:
    desk, home = week.world.as_("coordinator"), week.visits["home"]

    def faults(**body: Any) -> list[tuple[str, str]]:
        answer = desk.post(f"/visits/{home}/pins", {"reason": "x", **body})
        assert answer.status_code == 422
        return [(e["field"], e["code"]) for e in answer.json()["errors"]]

    assert faults() == [("person_id", "empty")]
    assert faults(role="helper", start="2026-11-23T09:00:01Z") == [("person_id", "missing"), ("start", "whole_minute")]
    assert faults(person_id="none", facility_id="none", role="singer") == [
        ("person_id", "unknown_id"), ("facility_id", "unknown_id"), ("role", "unknown_id"),
    ]  # fmt: skip
    assert faults(start="2026-11-23T09:00:00") == [("start", "timezone_aware")]


def test_a_roster_of_two_communities_belongs_to_who_works_for_both(week: SmallWeek) -> None:
    world = week.world
    with world.writing() as session:
        other = session.exec(select(Community).where(Community.code == "other")).one().id
        both = world.login(session, AccessRole.COORDINATOR, other, name="both")
        session.add(Grant(login_id=both, role="coordinator", community_id=world.community))
        session.commit()
    asked = {"communities": [other, world.community], "first_day": "2026-11-23"}
    assert world.as_("coordinator").post("/rosters", asked).status_code == 404
    roster = world.as_("both").post("/rosters", asked).json()
    assert roster["communities"] == [other, world.community]
    for one in ("coordinator", "neighbour"):
        assert world.as_(one).get(f"/rosters/{roster['id']}").status_code == 404
        assert world.as_(one).post("/solve-runs", {"roster_id": roster["id"]}).status_code == 404
    assert world.as_("both").get(f"/rosters/{roster['id']}/layers/draft").json()["visits"] == []
    run = world.as_("both").post("/solve-runs", {"roster_id": roster["id"]}).json()
    runner_of(world, ChildProcess).once()
    done = world.as_("both").get(f"/solve-runs/{run['id']}").json()
    assert (done["state"], done["result"]["served"]) == ("done", 3)
    drafted = world.as_("both").get(f"/rosters/{roster['id']}/layers/draft").json()["visits"]
    assert {v["visit_id"] for v in drafted} == set(week.visits.values())
