"""The ledger of consents: nothing in it is ever changed, the newest entry of a purpose holds, and it has effects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.small_week import SmallWeek
from api.world import World
from matcher_api.audit.models import AuditEntry
from matcher_api.people.models import Person


def said(world: World, who: str, purpose: str, given: bool, **more: Any) -> Any:
    path = f"/residents/{world.resident}" if who == "resident" else f"/volunteers/{world.person}"
    return world.as_(who).post(f"{path}/consents", {"purpose": purpose, "given": given, **more})


def test_every_yes_and_every_no_stays_and_the_newest_holds(world: World) -> None:
    first = said(world, "volunteer", "standing", True, text_edition="2026-11")
    assert first.status_code == 201
    world.now += timedelta(hours=1)
    second = said(world, "clerk", "standing", False, channel="phone", note="打电话说不要了").json()
    said(world, "volunteer", "photo", True)
    page = world.as_("clerk").get(f"/volunteers/{world.person}/consents").json()
    assert page["current"] == {"photo": True, "standing": False}
    assert [(i["purpose"], i["given"], i["channel"], i["text_edition"], i["note"]) for i in page["items"]] == [
        ("standing", True, "web", "2026-11", ""),
        ("standing", False, "phone", "1", "打电话说不要了"),
        ("photo", True, "web", "1", ""),
    ]
    assert page["items"][1] == second and second["by_login_id"] is not None


def test_the_person_sees_the_entries_but_not_who_sat_at_the_desk(world: World) -> None:
    said(world, "clerk", "photo", True)
    shown = world.as_("volunteer").get(f"/volunteers/{world.person}/consents").json()
    assert [(i["channel"], i["by_login_id"]) for i in shown["items"]] == [("counter", None)]


def test_residents_have_a_ledger_too(world: World) -> None:
    assert said(world, "resident", "sensitive_data", True).status_code == 201
    shown = world.as_("resident").get(f"/residents/{world.resident}/consents").json()
    assert shown["current"] == {"sensitive_data": True}
    assert world.as_("volunteer").get(f"/volunteers/{world.person}/consents").json()["items"] == []
    assert said(world, "resident", "standing", True).status_code == 422  # offers are made to volunteers alone


@pytest.mark.parametrize("who", ["volunteer", "resident"])
def test_nobody_says_for_a_guardian_or_for_the_desk(world: World, who: str) -> None:
    answer = said(world, who, "guardian", True, channel="counter")
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("purpose", "only_desk"),
        ("channel", "only_desk"),
    ]


def test_taking_back_the_consent_pauses_and_only_a_new_one_resumes(world: World) -> None:
    volunteer, path = world.as_("volunteer"), f"/volunteers/{world.person}"
    said(world, "volunteer", "data", False)
    assert volunteer.get(path).json()["state"] == "paused"
    refused = volunteer.post(f"{path}/resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_needed")
    world.now += timedelta(minutes=1)
    said(world, "volunteer", "data", True)
    assert volunteer.post(f"{path}/resume").json()["state"] == "active"


def test_a_guardians_no_releases_a_minor_from_what_is_to_come(world: World) -> None:
    with world.writing() as session:
        person = session.get_one(Person, world.person)
        person.minor = person.guardian_consent = True
        session.commit()
    week = SmallWeek(world)
    week.published()
    said(world, "coordinator", "guardian", False)
    assert world.as_("coordinator").get(f"/volunteers/{world.person}").json()["guardian_consent"] is False
    assert {week.state("home"), week.state("team")} == {"short"}


def test_a_standing_consent_accepts_what_is_offered_as_long_as_it_holds(world: World) -> None:
    week = SmallWeek(world)
    said(world, "volunteer", "standing", True)
    week.published()
    desk = world.as_("coordinator")
    state = desk.get(f"/assignments/{week.offer('v1', 'home')}").json()["state"]
    assert state == "accepted"
    assert desk.get(f"/assignments/{week.offer('v2', 'team')}").json()["state"] == "offered"


def test_others_ledgers_do_not_exist(world: World) -> None:
    week = SmallWeek(world)
    for who, path in (
        ("v2", f"/volunteers/{world.person}"),
        ("volunteer", f"/volunteers/{week.people['v2']}"),
    ):
        assert world.as_(who).get(f"{path}/consents").status_code == 404
        assert world.as_(who).post(f"{path}/consents", {"purpose": "photo", "given": True}).status_code == 404


def test_the_audit_tells_what_was_said_and_not_in_which_words(world: World) -> None:
    said(world, "clerk", "photo", False, note="孙女在场")
    with world.writing() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "consent.enter")).one()
    assert (entry.subject_kind, entry.subject_id) == ("person", world.person)
    assert entry.detail == {"purpose": "photo", "given": False}


def test_pages_of_the_ledger(world: World) -> None:
    said(world, "clerk", "photo", True)
    counts = []
    for _ in range(2):
        with counted(world.engine) as sent:
            world.as_("clerk").get(f"/volunteers/{world.person}/consents")
        counts.append(len(sent))
        said(world, "clerk", "photo", False)
        said(world, "clerk", "standing", True)
    assert counts[0] == counts[1]
    first = world.as_("clerk").get(f"/volunteers/{world.person}/consents?limit=2").json()
    rest = world.as_("clerk").get(f"/volunteers/{world.person}/consents?limit=9&after={first['next']}").json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 3, None)
    assert first["current"] == rest["current"] == {"photo": False, "standing": True}
