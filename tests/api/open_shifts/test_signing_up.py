"""Volunteers pick open shifts themselves: what they are shown, what they get, and what the rules do not give them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.open_shifts.test_emergencies import together
from api.small_week import SmallWeek, at, shown
from api.world import NOON, World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.people.models import Consent
from matcher_api.visits.models import VisitRole


@pytest.fixture
def week(world: World) -> SmallWeek:
    """Published; v1 has said no to the home visit, and the patrol may have a third."""
    made = SmallWeek(world)
    with world.writing() as session:
        role = session.exec(select(VisitRole).where(VisitRole.visit_id == made.visits["team"])).one()
        role.most = 3
        session.commit()
    made.published()
    world.as_("v1").post(f"/me/offers/{made.offer('v1', 'home')}/decline", {})
    return made


def open_to(week: SmallWeek, name: str) -> list[tuple[str, str, bool]]:
    names = {v: k for k, v in week.visits.items()}
    answer = week.world.as_(name).get("/me/open-shifts")
    assert answer.status_code == 200, answer.text
    return [(names[s["visit_id"]], s["role"], s["missing"]) for s in answer.json()]


def take(week: SmallWeek, name: str, visit: str, role: str) -> Any:
    return week.world.as_(name).post(f"/me/open-shifts/{week.visits[visit]}/sign-up", {"role": role})


def test_what_is_open_is_what_the_rules_allow(week: SmallWeek) -> None:
    assert open_to(week, "v1") == []  # said no, and patrols already
    assert open_to(week, "v2") == [("home", "helper", True)]
    assert open_to(week, "v3") == [("home", "helper", True), ("team", "patrol", False)]
    shift = week.world.as_("v2").get("/me/open-shifts").json()[0]
    assert shift == {
        "visit_id": week.visits["home"], "role": "helper", "what_zh": "探访老人", "what_en": "Visiting an elder",
        "start": shown(at(9)), "end": shown(at(10)), "walk_minutes": shift["walk_minutes"], "risk": "medium",
        "place": {"facility_id": None, "facility": "", "building": "1号楼", "area": ""}, "missing": True,
    }  # fmt: skip
    assert shift["walk_minutes"] >= 0


def test_who_takes_it_is_bound_and_the_visit_confirmed(week: SmallWeek) -> None:
    """Also who wants no proposals: that is what they do instead."""
    week.world.as_("v2").patch(f"/volunteers/{week.people['v2']}", {"proposals": False})
    assert week.state("home") == "short"
    yes = take(week, "v2", "home", "helper")
    assert (yes.status_code, yes.json()["state"], yes.json()["answered_at"]) == (201, "accepted", shown(NOON))
    assert week.state("home") == "confirmed"
    again = take(week, "v2", "home", "helper")
    assert (again.status_code, again.json()["code"]) == (409, "already_yours")
    late = take(week, "v3", "home", "helper")
    assert (late.status_code, late.json()["code"], late.json()["conflict"]["role"]) == (409, "role_filled", "helper")
    days = week.world.as_("v2").get("/me/shifts").json()
    assert [v["visit_id"] for d in days for v in d["visits"]] == [week.visits["home"]]
    desk = week.world.as_("coordinator")
    row = desk.get(f"/assignments?visit_id={week.visits['home']}&state=accepted").json()["items"][0]
    assert (row["origin"], row["channel"]) == ("self_signup", "web")
    roster = row["roster_id"]
    assert desk.get(f"/rosters/{roster}/diff").json()["people"] == []  # the draft follows


@pytest.mark.parametrize(
    ("name", "visit", "role", "status", "code"),
    [
        ("v1", "class", "teacher", 409, "role_filled"),
        ("v1", "home", "helper", 409, "rules_broken"),
        ("v2", "home", "cook", 422, "role_unknown"),
    ],
)
def test_what_is_refused(week: SmallWeek, name: str, visit: str, role: str, status: int, code: str) -> None:
    answer = take(week, name, visit, role)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_a_rule_that_speaks_against_it_is_named(week: SmallWeek) -> None:
    week.world.as_("v3").post(f"/me/offers/{week.offer('v3', 'class')}/decline", {})
    answer = take(week, "v2", "class", "teacher")
    assert (answer.status_code, answer.json()["code"]) == (409, "rules_broken")
    assert answer.json()["conflict"] == {"rules": ["skills"]}
    assert answer.json()["zh"] == "按规则不能接这项服务：技能"


def test_two_take_the_last_place_at_once(week: SmallWeek) -> None:
    answers = together(*(lambda n=n: take(week, n, "home", "helper") for n in ("v2", "v3")))  # type: ignore[misc]
    assert sorted(a.status_code for a in answers) == [201, 409]
    with week.world.writing() as session:
        held = select(AssignmentRow).where(
            AssignmentRow.visit_id == week.visits["home"], AssignmentRow.state == "accepted"
        )
        assert len(session.exec(held).all()) == 1


def test_replacements_are_ranked_at_once(week: SmallWeek) -> None:
    """v1 declined: v2 (who patrols already) and v3 (who teaches an hour) could come; the shorter day first."""
    names = {v: k for k, v in week.people.items()}
    found = week.world.as_("clerk").get(f"/visits/{week.visits['home']}/candidates").json()
    assert (found["start"], [names[c["person_id"]] for c in found["people"]]) == (shown(at(9)), ["v3", "v2"])
    assert [c["minutes"] for c in found["people"]] == [60, 90]
    one = week.world.as_("clerk").get(f"/visits/{week.visits['home']}/candidates?most=1").json()
    assert one["people"] == found["people"][:1]


def test_a_standing_consent_binds_at_publish_and_can_be_taken_back(world: World) -> None:
    week = SmallWeek(world)
    me = world.as_("v1")
    said = {"purpose": "standing", "given": True}
    assert me.post(f"/volunteers/{week.people['v1']}/consents", said).status_code == 201
    week.published()
    offer = week.offer("v1", "home")
    desk = world.as_("coordinator")
    assert desk.get(f"/assignments/{offer}").json()["state"] == "accepted"
    assert week.state("home") == "confirmed"
    assert me.post(f"/volunteers/{week.people['v1']}/consents", {**said, "given": False}).status_code == 201
    assert {o["id"]: o["state"] for o in me.get("/me/offers").json()} == {
        offer: "offered", week.offer("v1", "team"): "offered"
    }  # fmt: skip
    assert week.state("home") == "offered"
    with world.writing() as session:
        entries = session.exec(select(Consent.given).where(Consent.person_id == week.people["v1"])).all()
    assert entries == [True, False]


def test_the_desk_writes_down_who_says_yes_on_the_phone(week: SmallWeek) -> None:
    path = f"/visits/{week.visits['home']}/sign-ups"
    said = {"role": "helper", "person_id": week.people["v3"]}
    answer = week.world.as_("clerk").post(path, said)
    assert answer.status_code == 201, answer.text
    row = answer.json()
    assert (row["state"], row["channel"], row["person_id"]) == ("accepted", "phone", week.people["v3"])
    assert week.state("home") == "confirmed"
    late = week.world.as_("coordinator").post(path, {**said, "person_id": week.people["v2"]})
    assert (late.status_code, late.json()["code"]) == (409, "role_filled")
