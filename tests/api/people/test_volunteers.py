"""Volunteers: kept by the desk, seen by themselves; names for who needs them, phones for nobody in a list."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community, Place
from matcher_api.people.models import Consent, Person, PersonContact, PersonSkill
from matcher_api.providers.models import Provider

V1: dict[str, Any] = {
    "code": "V1", "kind": "volunteer", "state": "active", "possible": ["pause", "leave"], "name": "王小明",
    "sex": "", "tags": [], "skills": [], "pace": 1.0, "max_walk_minutes": 15, "max_minutes_day": None,
    "max_minutes_total": None, "max_visits_day": None, "minor": False, "guardian_consent": False,
    "record_checked": False, "insured_until": None, "certified_until": None, "return_home": False,
    "history_minutes": 0, "history_offered_minutes": 0, "proposals": True, "provider_id": None, "contact": None,
    "version": 1,
}  # fmt: skip
PHONE = "19912345678"


def v1(world: World, **other: Any) -> dict[str, Any]:
    own = {"id": world.person, "community_id": world.community, "home_id": world.home}
    return {**V1, **own, **other}


def second(world: World, **values: Any) -> str:
    """Another volunteer of the same community, with a login `other`."""
    person = Person(community_id=world.community, code="V2", home_id=world.home, **values)
    world.add(person, PersonContact(person_id=person.id, name="张三", phone="19900002222"))
    with world.writing() as session:
        world.login(session, "volunteer", world.community, name="other", person_id=person.id)  # type: ignore[arg-type]
        session.commit()
    return person.id


def test_the_desk_sees_names_and_no_phone(world: World) -> None:
    for who in ("coordinator", "clerk", "admin"):
        assert world.as_(who).get("/volunteers").json() == {"items": [v1(world)], "next": None}
        assert world.as_(who).get(f"/volunteers/{world.person}").json() == v1(world)


def test_oversight_sees_no_name_and_no_home(world: World) -> None:
    for who in ("supervisor", "street"):
        nameless = v1(world, name="", home_id=None)
        assert world.as_(who).get("/volunteers").json()["items"] == [nameless]
        assert world.as_(who).get(f"/volunteers/{world.person}").json() == nameless
        assert world.as_(who).get("/volunteers?text=小明").json()["items"] == []


def test_volunteers_see_themselves_alone(world: World) -> None:
    other = second(world)
    contact = {"phone": PHONE, "email": "", "door": "", "has_smartphone": True}
    mine = world.as_("volunteer").get(f"/volunteers/{world.person}").json()
    assert mine == v1(world, contact=contact)
    assert [p["code"] for p in world.as_("volunteer").get("/volunteers").json()["items"]] == ["V1"]
    assert [p["code"] for p in world.as_("other").get("/volunteers").json()["items"]] == ["V2"]
    for path in ("", "/skills", "/credentials", "/availability/rules", "/availability/dates", "/history",
                 "/free?from=2026-11-23&to=2026-11-23"):  # fmt: skip
        answer = world.as_("volunteer").get(f"/volunteers/{other}{path}")
        assert (path, answer.status_code, answer.json()["code"]) == (path, 404, "not_found")
    assert world.as_("volunteer").patch(f"/volunteers/{other}", {"max_walk_minutes": 5}).status_code == 404
    assert world.as_("volunteer").post(f"/volunteers/{other}/pause").status_code == 404


def test_providers_see_their_own_workers(world: World) -> None:
    foreign = Provider(community_id=world.community, code="P2", name="别家")
    world.add(foreign)
    second(world, kind="worker", provider_id=world.provider)
    third = Person(community_id=world.community, code="V3", home_id=world.home, kind="worker", provider_id=foreign.id)
    world.add(third)
    found = world.as_("provider").get("/volunteers").json()["items"]
    assert [(p["code"], p["name"], p["contact"]) for p in found] == [("V2", "张三", None)]
    assert world.as_("provider").get(f"/volunteers/{third.id}").status_code == 404
    assert world.as_("provider").get(f"/volunteers/{world.person}/skills").status_code == 404


def test_other_communities_do_not_exist(world: World) -> None:
    town = Community(code="dongzha")
    door = Place(community_id=town.id, code="D1")
    stranger = Person(community_id=town.id, code="V9", home_id=door.id)
    world.add(town, door, stranger)
    assert [p["code"] for p in world.as_("coordinator").get("/volunteers").json()["items"]] == ["V1"]
    assert world.as_("coordinator").get(f"/volunteers/{stranger.id}").status_code == 404
    assert world.as_("coordinator").patch(f"/volunteers/{stranger.id}", {"sex": "f"}).status_code == 404
    draft = {"community_id": town.id, "home_id": door.id}
    assert world.as_("coordinator").post("/volunteers", draft).status_code == 404
    assert world.as_("admin").get(f"/volunteers?community_id={town.id}").json()["items"][0]["code"] == "V9"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["V1", "W1", "S1"]),
        ("kind=worker", ["W1"]),
        ("state=paused", ["S1"]),
        ("skill=carer", ["W1"]),
        ("text=1", ["V1", "W1", "S1"]),
        ("text=W", ["W1"]),
        ("text=%25", []),
        ("text=小明", ["V1"]),
        ("community_id=none", []),
    ],
)
def test_filters(world: World, query: str, codes: list[str]) -> None:
    worker = Person(community_id=world.community, code="W1", home_id=world.home, kind="worker")
    staff = Person(community_id=world.community, code="S1", home_id=world.home, kind="staff", state="paused")
    gone = Person(community_id=world.community, code="E1", home_id=world.home, state="erased")
    world.add(worker, staff, gone, PersonSkill(person_id=worker.id, skill="carer"))
    found = world.as_("clerk").get(f"/volunteers?{query}").json()["items"]
    assert [p["code"] for p in found] == codes


def test_as_many_queries_for_three_as_for_one(world: World) -> None:
    def sent() -> int:
        with counted(world.engine) as statements:
            assert world.as_("coordinator").get("/volunteers").status_code == 200
        return len(statements)

    one = sent()
    for i in range(2):
        person = Person(community_id=world.community, code=f"X{i}", home_id=world.home)
        world.add(person, PersonContact(person_id=person.id, name="李四"), PersonSkill(person_id=person.id, skill="a"))
    assert sent() == one


def test_the_desk_keeps_a_person(world: World, session: Session) -> None:
    draft = {
        "community_id": world.community, "code": "V7", "home_id": world.home, "sex": "f", "tags": ["party_member"],
        "pace": 1.2, "max_walk_minutes": 10, "max_visits_day": 2, "record_checked": True,
        "insured_until": "2027-06-30", "name": " 赵丽 ", "phone": "199 0000 3333", "door": "3单元501", "note": "下午",
    }  # fmt: skip
    made = world.as_("clerk").post("/volunteers", draft)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    expected = v1(
        world, id=made.json()["id"], code="V7", name="赵丽", sex="f", tags=["party_member"], pace=1.2,
        max_walk_minutes=10, max_visits_day=2, record_checked=True, insured_until="2027-06-30",
    )  # fmt: skip
    assert made.json() == expected
    kept = session.exec(select(PersonContact).where(PersonContact.person_id == made.json()["id"])).one()
    assert (kept.name, kept.phone, kept.door, kept.note) == ("赵丽", "19900003333", "3单元501", "下午")
    audit = session.exec(select(AuditEntry).where(AuditEntry.subject_id == made.json()["id"])).one()
    assert (audit.action, audit.detail) == ("volunteer.create", {"kind": "volunteer", "state": "active"})


def test_a_code_is_made_and_taken_once(world: World) -> None:
    desk, draft = world.as_("clerk"), {"community_id": world.community, "home_id": world.home}
    made = [desk.post("/volunteers", draft).json()["code"] for _ in range(2)]
    assert len(set(made)) == 2 and all(code.startswith("V") for code in made)
    again = desk.post("/volunteers", {**draft, "code": "V1"})
    assert (again.status_code, again.json()["code"], again.json()["field"]) == (409, "code_taken", "code")
    assert again.json()["conflict"] == {"id": world.person}
    renamed = desk.patch(f"/volunteers/{world.person}", {"code": made[0]})
    assert (renamed.status_code, renamed.json()["code"]) == (409, "code_taken")


def test_all_faults_at_once_and_nothing_kept(world: World, session: Session) -> None:
    draft = {
        "community_id": world.community, "home_id": "nowhere", "kind": "staff", "provider_id": "nobody",
    }  # fmt: skip
    answer = world.as_("clerk").post("/volunteers", draft)
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("home_id", "unknown_place"),
        ("provider_id", "unknown_provider"),
        ("provider_id", "worker_alone"),
        ("kind", "only_coordinator"),
    ]
    assert session.exec(select(Person.code)).all() == ["V1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pace", 0), ("max_walk_minutes", -1), ("max_minutes_day", 1441), ("sex", "x"), ("kind", "robot"),
        ("insured_until", "1999-12-31"), ("insured_until", "someday"), ("phone", "call me"), ("name", "a\x00b"),
        ("code", "V 1"), ("tags", [""]), ("minor", None), ("extra", 1), ("note", "\x00"),
    ],
)  # fmt: skip
@on_sqlite
def test_bad_values(world: World, field: str, value: Any) -> None:
    draft = {"community_id": world.community, "home_id": world.home, field: value}
    answer = world.as_("coordinator").post("/volunteers", draft)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert {e["field"].split(".")[0] for e in answer.json()["errors"]} == {field}


def test_a_change_names_the_version_it_saw(world: World, session: Session) -> None:
    path, desk = f"/volunteers/{world.person}", world.as_("coordinator")
    changed = desk.patch(path, {"insured_until": "2027-01-31", "phone": "19900009999"}, version=1)
    assert (changed.status_code, changed.json()) == (200, v1(world, insured_until="2027-01-31", version=2))
    assert desk.patch(path, {"phone": ""}, version=1).status_code == 412
    only_contact = desk.patch(path, {"phone": "19900008888"}, version=2)
    assert only_contact.headers["etag"] == '"3"'
    phone = session.exec(select(PersonContact.phone).where(PersonContact.person_id == world.person)).one()
    assert phone == "19900008888"
    fields = session.exec(select(AuditEntry.detail).where(AuditEntry.action == "volunteer.change")).all()
    assert fields == [{"fields": "insured_until,phone"}, {"fields": "phone"}]


def test_volunteers_change_what_is_theirs(world: World) -> None:
    path, me = f"/volunteers/{world.person}", world.as_("volunteer")
    own = {"max_walk_minutes": 8, "max_minutes_day": 120, "max_visits_day": None, "proposals": False, "name": "王大明"}
    answer = me.patch(path, own, version=1).json()
    assert {k: answer[k] for k in own} == own
    foreign = {
        "record_checked": True, "insured_until": "2030-01-01", "minor": False, "sex": "f", "proposals": True,
        "guardian_consent": True, "kind": "staff", "tags": ["x"], "certified_until": None, "note": "x", "code": "X",
    }  # fmt: skip
    refused = me.patch(path, foreign, version=2)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        (name, "only_desk") for name in sorted(set(foreign) - {"proposals"})
    ]
    assert me.get(path).json()["version"] == 2
    assert me.get(path).json()["proposals"] is False


def test_states(world: World) -> None:
    path = f"/volunteers/{world.person}"
    me, desk = world.as_("volunteer"), world.as_("coordinator")
    assert me.post(f"{path}/pause").json()["state"] == "paused"
    again = me.post(f"{path}/pause")
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert me.post(f"{path}/resume").json()["state"] == "active"
    assert me.post(f"{path}/leave").json()["state"] == "left"
    assert me.post(f"{path}/come-back").status_code == 403
    back = world.as_("clerk").post(f"{path}/come-back").json()
    assert (back["state"], back["possible"]) == ("registered", ["confirm", "leave"])
    assert world.as_("clerk").post(f"{path}/confirm").status_code == 403
    assert desk.post(f"{path}/confirm").json()["state"] == "active"


def test_a_minor_waits_for_a_guardian(world: World, session: Session) -> None:
    desk = world.as_("coordinator")
    draft = {"community_id": world.community, "home_id": world.home, "code": "M1", "minor": True}
    made = desk.post("/volunteers", draft).json()
    assert made["state"] == "registered"
    refused = desk.post(f"/volunteers/{made['id']}/confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "guardian_needed")
    desk.patch(f"/volunteers/{made['id']}", {"guardian_consent": True})
    assert desk.post(f"/volunteers/{made['id']}/confirm").json()["state"] == "active"
    desk.patch(f"/volunteers/{made['id']}", {"guardian_consent": False})
    ledger = session.exec(select(Consent).where(Consent.person_id == made["id"]).order_by(col(Consent.id))).all()
    assert [(c.purpose, c.given, c.channel) for c in ledger] == [
        ("guardian", True, "counter"),
        ("guardian", False, "counter"),
    ]


def test_nothing_is_changed_about_who_was_erased(world: World) -> None:
    gone = Person(community_id=world.community, code="E1", home_id=world.home, state="erased")
    world.add(gone)
    assert world.as_("coordinator").patch(f"/volunteers/{gone.id}", {"name": "回来"}).status_code == 404
    assert world.as_("coordinator").post(f"/volunteers/{gone.id}/skills", {"skill": "a"}).status_code == 404


def test_nobody_is_active_against_their_own_word(world: World) -> None:
    path = f"/volunteers/{world.person}"
    world.add(Consent(person_id=world.person, purpose="data", given=True, at=world.now))
    world.as_("volunteer").post(f"{path}/pause")
    world.add(Consent(person_id=world.person, purpose="data", given=False, at=world.now))
    refused = world.as_("coordinator").post(f"{path}/resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_needed")
    world.add(Consent(person_id=world.person, purpose="data", given=True, at=world.now))
    assert world.as_("coordinator").post(f"{path}/resume").json()["state"] == "active"
