"""Residents: the desk's to keep; a resident sees themselves, and nobody else sees any of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.access.models import Reveal
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.communities.models import Community
from matcher_api.residents.models import Resident, ResidentContact

PHONE = "19900001111"


def b1(world: World, **other: Any) -> dict[str, Any]:
    return {
        "id": world.resident, "community_id": world.community, "code": "B1", "state": "active", "name": "李大妈",
        "sex": "", "groups": [], "pace": None, "home_id": world.home, "contact": None, "version": 1, **other,
    }  # fmt: skip


def neighbour(world: World, phone: str = "", **values: Any) -> str:
    """Another resident with a login `neighbour`."""
    row = Resident(**{"community_id": world.community, "code": "B2", **values})
    world.add(row, ResidentContact(resident_id=row.id, name="周大爷", phone=phone))
    with world.writing() as session:
        world.login(session, AccessRole.RESIDENT, world.community, name="neighbour", resident_id=row.id)
        session.commit()
    return row.id


def test_the_desk_sees_names_and_no_phone(world: World) -> None:
    for who in ("coordinator", "clerk", "admin"):
        assert world.as_(who).get("/residents").json() == {"items": [b1(world)], "next": None}
        assert world.as_(who).get(f"/residents/{world.resident}").json() == b1(world)


def test_residents_see_themselves_alone(world: World) -> None:
    other = neighbour(world)
    me = world.as_("resident")
    assert me.get(f"/residents/{world.resident}").json() == b1(world, contact={"phone": PHONE, "door": ""})
    assert [r["code"] for r in me.get("/residents").json()["items"]] == ["B1"]
    for path in ("", "/quotas"):
        assert me.get(f"/residents/{other}{path}").json()["code"] == "not_found"
    assert [r["code"] for r in world.as_("neighbour").get("/residents").json()["items"]] == ["B2"]


def test_other_communities_do_not_exist(world: World) -> None:
    town = Community(code="dongzha")
    stranger = Resident(community_id=town.id, code="B9")
    world.add(town, stranger, ResidentContact(resident_id=stranger.id, phone=PHONE))
    desk = world.as_("clerk")
    assert [r["code"] for r in desk.get("/residents").json()["items"]] == ["B1"]
    assert desk.get(f"/residents/{stranger.id}").status_code == 404
    assert desk.patch(f"/residents/{stranger.id}", {"sex": "f"}).status_code == 404
    assert desk.post("/residents", {"community_id": town.id}).status_code == 404
    assert [r["id"] for r in desk.post("/residents/search", {"phone": PHONE}).json()["items"]] == [world.resident]


def test_as_many_queries_for_three_as_for_one(world: World) -> None:
    def sent() -> int:
        with counted(world.engine) as statements:
            assert world.as_("clerk").get("/residents").status_code == 200
        return len(statements)

    one = sent()
    for i in range(2):
        row = Resident(community_id=world.community, code=f"X{i}")
        world.add(row, ResidentContact(resident_id=row.id, name="某人"))
    assert sent() == one


def test_a_resident_is_kept_and_changed(world: World) -> None:
    desk = world.as_("clerk")
    draft = {
        "community_id": world.community, "name": "孙奶奶", "phone": "199 0000 4444", "door": "101", "sex": "f",
        "groups": ["living_alone"], "pace": 0.8, "home_id": world.home,
    }  # fmt: skip
    made = desk.post("/residents", draft)
    row = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert row == b1(
        world, id=row["id"], code=row["code"], name="孙奶奶", sex="f", groups=["living_alone"], pace=0.8
    )  # fmt: skip
    changed = desk.patch(f"/residents/{row['id']}", {"groups": [], "pace": None, "phone": "19900005555"}, version=1)
    assert changed.json() == {**row, "groups": [], "pace": None, "version": 2}
    assert desk.patch(f"/residents/{row['id']}", {"groups": []}, version=1).status_code == 412
    assert desk.patch(f"/residents/{row['id']}", {"phone": ""}, version=2).headers["etag"] == '"3"'
    assert desk.get("/residents?text=孙").json()["items"][0]["id"] == row["id"]
    assert desk.patch(f"/residents/{row['id']}", {"state": "left"}).json()["state"] == "left"
    assert [r["code"] for r in desk.get("/residents?state=active").json()["items"]] == ["B1"]


def test_codes_and_homes(world: World) -> None:
    desk = world.as_("clerk")
    taken = desk.post("/residents", {"community_id": world.community, "code": "B1"})
    assert (taken.status_code, taken.json()["code"], taken.json()["conflict"]) == (
        409, "code_taken", {"id": world.resident},
    )  # fmt: skip
    nowhere = desk.post("/residents", {"community_id": world.community, "home_id": "nowhere"})
    assert [(e["field"], e["code"]) for e in nowhere.json()["errors"]] == [("home_id", "unknown_place")]
    homeless = desk.patch(f"/residents/{world.resident}", {"home_id": None})
    assert homeless.json()["home_id"] is None


@pytest.mark.parametrize(
    "change",
    [{"pace": 0}, {"groups": [""]}, {"sex": "x"}, {"name": None}, {"state": "erased"}, {"phone": "phone"}, {"x": 1}],
)
@on_sqlite
def test_bad_changes(world: World, change: dict[str, Any]) -> None:
    answer = world.as_("clerk").patch(f"/residents/{world.resident}", change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert world.as_("clerk").get(f"/residents/{world.resident}").json() == b1(world)


def test_nothing_is_changed_about_who_was_erased(world: World) -> None:
    gone = Resident(community_id=world.community, code="E", state="erased")
    world.add(gone)
    assert world.as_("clerk").patch(f"/residents/{gone.id}", {"name": "回来"}).status_code == 404
    assert [r["code"] for r in world.as_("clerk").get("/residents").json()["items"]] == ["B1"]


def test_who_calls_is_found_by_the_exact_number_and_written_down(world: World) -> None:
    other = neighbour(world, phone=PHONE)
    neighbour_of_none = Resident(community_id=world.community, code="B3")
    world.add(neighbour_of_none, ResidentContact(resident_id=neighbour_of_none.id, phone="1990000111"))
    desk = world.as_("clerk")
    found = desk.post("/residents/search", {"phone": "199-0000-1111"})
    assert (found.status_code, [r["name"] for r in found.json()["items"]]) == (200, ["李大妈", "周大爷"])
    assert found.json()["items"][0] == b1(world)
    assert desk.post("/residents/search", {"phone": "1990000"}).json() == {"items": []}
    assert desk.post("/residents/search", {"phone": ""}).status_code == 422
    with world.writing() as session:
        rows = session.exec(select(Reveal).order_by(col(Reveal.subject_id))).all()
        audit = session.exec(select(AuditEntry).where(AuditEntry.action == "resident.found_by_phone")).all()
    assert [(r.subject_kind, r.subject_id, r.what, r.reason) for r in rows] == [
        ("resident", who, "phone_owner", "counter") for who in sorted([world.resident, other])
    ]
    assert [a.detail for a in audit] == [{}, {}]


def test_quotas(world: World) -> None:
    desk, path = world.as_("clerk"), f"/residents/{world.resident}/quotas"
    asked = {"quotas": [{"mode": "parking", "at_most": 2}, {"mode": "class", "at_most": 0}]}
    put = desk.put(path, asked, version=1)
    assert (put.status_code, put.headers["etag"]) == (200, '"2"')
    assert [(q["mode"], q["at_most"]) for q in put.json()["items"]] == [("parking", 2), ("class", 0)]
    assert desk.put(path, asked, version=1).status_code == 412
    desk.put(path, {"quotas": [{"mode": "class", "at_most": 5}]}, version=2)
    kept = world.as_("resident").get(path).json()["items"]
    assert [(q["mode"], q["at_most"], q["version"]) for q in kept] == [("class", 5, 2)]
    twice = desk.put(path, {"quotas": [{"mode": "a", "at_most": 1}, {"mode": "a", "at_most": 2}]})
    assert [(e["field"], e["code"]) for e in twice.json()["errors"]] == [("quotas.1.mode", "mode_twice")]
    assert desk.put(path, {"quotas": [{"mode": "a", "at_most": -1}]}).status_code == 422
    assert world.as_("resident").get(path).json()["items"] == kept
