"""I would help: without a login, and nothing is told back that one did not say."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from api.world import World, on_sqlite
from matcher_api.people.models import Consent, Person, PersonContact

ASKED: dict[str, Any] = {
    "community": "xizha", "building": "1号楼", "name": "赵丽", "phone": "199-0000-3333", "consent": True,
}  # fmt: skip


def test_everybody_may_register(world: World, session: Session) -> None:
    answer = world.as_(None).post("/volunteers/registrations", {**ASKED, "door": "501"})
    assert answer.status_code == 201
    made = answer.json()
    assert made == {"id": made["id"], "code": made["code"], "state": "registered"}
    person = session.get_one(Person, made["id"])
    assert (person.kind, person.home_id, person.community_id) == ("volunteer", world.home, world.community)
    contact = session.exec(select(PersonContact).where(PersonContact.person_id == person.id)).one()
    assert (contact.name, contact.phone, contact.door) == ("赵丽", "19900003333", "501")
    consent = session.exec(select(Consent).where(Consent.person_id == person.id)).one()
    assert (consent.purpose, consent.given, consent.by_login_id) == ("data", True, None)
    session.rollback()
    waiting = world.as_("clerk").get("/volunteers?state=registered").json()["items"]
    assert [(p["name"], p["possible"]) for p in waiting] == [("赵丽", ["confirm", "leave"])]
    assert world.as_("coordinator").post(f"/volunteers/{made['id']}/confirm").json()["state"] == "active"


def test_a_minor_waits_for_a_guardian(world: World) -> None:
    made = world.as_(None).post("/volunteers/registrations", {**ASKED, "minor": True}).json()
    refused = world.as_("coordinator").post(f"/volunteers/{made['id']}/confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "guardian_needed")


def test_an_unknown_building_is_told_with_the_known_ones(world: World) -> None:
    answer = world.as_(None).post("/volunteers/registrations", {**ASKED, "building": "一号楼"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "unknown_building", "building")
    assert answer.json()["conflict"] == {"buildings": ["1号楼"]}
    nowhere = world.as_(None).post("/volunteers/registrations", {**ASKED, "community": "elsewhere"})
    assert (nowhere.status_code, nowhere.json()["code"]) == (422, "unknown_community")


@pytest.mark.parametrize(
    "change",
    [{"consent": False}, {"consent": None}, {"name": " "}, {"phone": ""}, {"phone": "x"}, {"record_checked": True},
     {"state": "active"}, {"name": "a\x00"}],
)  # fmt: skip
@on_sqlite
def test_nothing_without_consent_and_nothing_more(world: World, session: Session, change: dict[str, Any]) -> None:
    answer = world.as_(None).post("/volunteers/registrations", {**ASKED, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert session.exec(select(Person.code)).all() == ["V1"]
