"""Organisations: a unit sees its own and no other; the coordinator keeps them all."""

from __future__ import annotations

from typing import Any

from api.queries import counted
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Facility
from matcher_api.organisations.models import Organisation


def school(world: World, **other: Any) -> dict[str, Any]:
    return {
        "id": world.organisation, "community_id": world.community, "name": "第一小学", "kind": "school",
        "contact_name": "", "contact_phone": "", "auto_approve": True, "version": 1, **other,
    }  # fmt: skip


def bank(world: World) -> str:
    row = Organisation(community_id=world.community, name="银行", contact_name="刘经理", contact_phone="19900006666")
    world.add(row)
    with world.writing() as session:
        world.login(session, AccessRole.UNIT, world.community, name="bank", organisation_id=row.id)
        session.commit()
    return row.id


def test_a_unit_sees_its_own_alone(world: World) -> None:
    other = bank(world)
    assert world.as_("unit").get("/organisations").json() == {"items": [school(world)], "next": None}
    assert world.as_("unit").get(f"/organisations/{other}").json()["code"] == "not_found"
    assert world.as_("unit").patch(f"/organisations/{other}", {"auto_approve": False}).status_code == 404
    assert world.as_("bank").get(f"/organisations/{other}").json()["contact_phone"] == "19900006666"
    assert [o["name"] for o in world.as_("clerk").get("/organisations").json()["items"]] == ["第一小学", "银行"]
    assert [o["name"] for o in world.as_("clerk").get("/organisations?kind=school").json()["items"]] == ["第一小学"]


def test_oversight_is_not_told_the_contact(world: World) -> None:
    other = bank(world)
    for who in ("supervisor", "street"):
        shown = world.as_(who).get(f"/organisations/{other}").json()
        assert (shown["name"], shown["contact_name"], shown["contact_phone"]) == ("银行", "", "")


def test_other_communities_do_not_exist(world: World) -> None:
    town = Community(code="dongzha")
    strange = Organisation(community_id=town.id, name="东闸小学")
    world.add(town, strange)
    desk = world.as_("coordinator")
    assert [o["id"] for o in desk.get("/organisations").json()["items"]] == [world.organisation]
    assert desk.get(f"/organisations/{strange.id}").status_code == 404
    assert desk.patch(f"/organisations/{strange.id}", {"name": "x"}).status_code == 404
    assert desk.delete(f"/organisations/{strange.id}").status_code == 404
    assert desk.post("/organisations", {"community_id": town.id, "name": "x"}).status_code == 404


def test_kept_changed_removed(world: World) -> None:
    desk = world.as_("coordinator")
    made = desk.post("/organisations", {"community_id": world.community, "name": " 街道办 ", "kind": "office"})
    row = made.json()
    assert (made.status_code, row) == (201, school(world, id=row["id"], name="街道办", kind="office"))
    again = desk.post("/organisations", {"community_id": world.community, "name": "街道办"})
    assert (again.status_code, again.json()["code"], again.json()["conflict"]) == (409, "name_taken", {"id": row["id"]})
    assert desk.patch(f"/organisations/{row['id']}", {"name": "第一小学"}).json()["code"] == "name_taken"
    changed = desk.patch(f"/organisations/{row['id']}", {"contact_phone": "0537-1234567"}, version=1)
    assert (changed.json()["contact_phone"], changed.headers["etag"]) == ("05371234567", '"2"')
    assert desk.patch(f"/organisations/{row['id']}", {"name": "旧"}, version=1).status_code == 412
    assert desk.call("DELETE", f"/organisations/{row['id']}").status_code == 428
    assert desk.delete(f"/organisations/{row['id']}", version=2).status_code == 204
    assert desk.get(f"/organisations/{row['id']}").status_code == 404


def test_a_unit_changes_its_contact_and_no_more(world: World) -> None:
    me, path = world.as_("unit"), f"/organisations/{world.organisation}"
    changed = me.patch(path, {"contact_name": "周老师", "auto_approve": False}, version=1)
    assert changed.json() == school(world, contact_name="周老师", auto_approve=False, version=2)
    refused = me.patch(path, {"name": "第二小学", "kind": "other", "auto_approve": True}, version=2)
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("kind", "only_coordinator"),
        ("name", "only_coordinator"),
    ]
    assert me.get(path).json() == changed.json()


def test_one_in_use_stays(world: World) -> None:
    desk = world.as_("coordinator")
    with_login = desk.delete(f"/organisations/{world.organisation}")
    assert (with_login.status_code, with_login.json()["code"]) == (409, "organisation_used")
    lender = Organisation(community_id=world.community, name="公司")
    room = Facility(community_id=world.community, organisation_id=lender.id, place_id=world.home, code="F9")
    world.add(lender, room)
    with_room = desk.delete(f"/organisations/{lender.id}")
    assert (with_room.status_code, with_room.json()["code"]) == (409, "organisation_used")


def test_as_many_queries_for_three_as_for_one(world: World) -> None:
    def sent() -> int:
        with counted(world.engine) as statements:
            assert world.as_("coordinator").get("/organisations").status_code == 200
        return len(statements)

    one = sent()
    world.add(*(Organisation(community_id=world.community, name=f"单位{i}") for i in range(2)))
    assert sent() == one
