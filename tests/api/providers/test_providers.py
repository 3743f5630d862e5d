"""Providers and their items: active ones are public, the others are seen by those who work on them."""

from __future__ import annotations

from typing import Any

import pytest

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.access.roles import AccessRole
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community
from matcher_api.people.models import Person
from matcher_api.providers.models import Provider, ProviderItem

APPLYING = ["submit", "withdraw"]


def p1(world: World, **other: Any) -> dict[str, Any]:
    return {
        "id": world.provider, "community_id": world.community, "code": "P1", "name": "家政公司", "state": "draft",
        "possible": APPLYING, "modes": [], "hotline": "", "place_id": None, "hours": [], "items": [],
        "certified_until": None, "notice_until": None, "rectify_by": None, "version": 1, **other,
    }  # fmt: skip


def items(world: World, *codes: str) -> None:
    world.add(*(CatalogueItem(code=code, category="home", zh=code) for code in codes))


def another(world: World, **values: Any) -> str:
    """A second provider with a login `another`."""
    row = Provider(**{"community_id": world.community, "code": "P2", "name": "维修部", **values})
    world.add(row)
    with world.writing() as session:
        world.login(session, AccessRole.PROVIDER, world.community, name="another", provider_id=row.id)
        session.commit()
    return row.id


def test_who_sees_a_draft(world: World) -> None:
    path = f"/providers/{world.provider}"
    for who in ("coordinator", "clerk", "supervisor", "street", "provider", "admin"):
        assert world.as_(who).get("/providers").json() == {"items": [p1(world)], "next": None}
        assert world.as_(who).get(path).json() == p1(world)
    for who in ("volunteer", "resident", "unit"):
        assert world.as_(who).get("/providers").json() == {"items": [], "next": None}
        assert world.as_(who).get(path).json()["code"] == "not_found"


def test_active_ones_are_public(world: World) -> None:
    items(world, "H12", "W02")
    active = another(world, state="active", modes=["at_home"], hotline="05370000000")
    world.add(
        ProviderItem(provider_id=active, item_code="H12", price_cents=3000),
        ProviderItem(provider_id=active, item_code="W02", published=False),
    )
    shown = p1(
        world, id=active, code="P2", name="维修部", state="active", possible=[], modes=["at_home"],
        hotline="05370000000", items=["H12"],
    )  # fmt: skip
    for who in ("volunteer", "resident", "unit"):
        assert world.as_(who).get("/providers").json()["items"] == [shown]
        assert world.as_(who).get(f"/providers/{active}").json() == shown
        offered = world.as_(who).get(f"/providers/{active}/items").json()["items"]
        assert [(i["item_code"], i["price_cents"]) for i in offered] == [("H12", 3000)]
    everything = world.as_("another").get(f"/providers/{active}/items").json()["items"]
    assert [(i["item_code"], i["published"]) for i in everything] == [("H12", True), ("W02", False)]
    found = [
        [p["code"] for p in world.as_("resident").get(f"/providers?{query}").json()["items"]]
        for query in ("item=H12", "item=W02", "mode=at_home", "mode=off_hours", "state=draft")
    ]
    assert found == [["P2"], [], ["P2"], [], []]


def test_a_provider_sees_no_other_draft(world: World) -> None:
    other = another(world)
    for path in ("", "/items", "/facts"):
        assert world.as_("provider").get(f"/providers/{other}{path}").status_code == 404
    assert world.as_("provider").patch(f"/providers/{other}", {"hotline": "12345"}).status_code == 404
    assert world.as_("provider").put(f"/providers/{other}/items", {"items": []}).status_code == 404
    assert world.as_("provider").post(f"/providers/{other}/submit").status_code == 404
    assert world.as_("another").post(f"/providers/{other}/submit").json()["state"] == "submitted"


def test_other_communities_do_not_exist(world: World) -> None:
    town = Community(code="dongzha")
    active = Provider(community_id=town.id, code="P9", name="外地", state="active")
    world.add(town, active)
    for who in ("coordinator", "resident", "street"):
        assert world.as_(who).get(f"/providers/{active.id}").status_code == 404
    assert world.as_("coordinator").patch(f"/providers/{active.id}", {"name": "x"}).status_code == 404
    assert world.as_("street").post(f"/providers/{active.id}/suspend").status_code == 404
    assert world.as_("street").post(f"/providers/{active.id}/facts", {"kind": "defect"}).status_code == 404
    assert world.as_("coordinator").post("/providers", {"community_id": town.id, "name": "x"}).status_code == 404


def test_kept_changed_removed(world: World) -> None:
    desk = world.as_("coordinator")
    draft = {
        "community_id": world.community, "code": "P7", "name": "理发店", "modes": ["off_hours", "at_home"],
        "hotline": "0537-7654321", "place_id": world.home,
        "hours": [{"weekdays": [5, 6], "start": "09:00", "minutes": 480}],
    }  # fmt: skip
    made = desk.post("/providers", draft)
    row = made.json()
    assert (made.status_code, row) == (
        201,
        p1(
            world, id=row["id"], code="P7", name="理发店", modes=["off_hours", "at_home"], hotline="05377654321",
            place_id=world.home, hours=[{"weekdays": [5, 6], "start": "09:00:00", "minutes": 480}],
        ),
    )  # fmt: skip
    assert desk.post("/providers", draft).json()["code"] == "code_taken"
    changed = desk.patch(f"/providers/{row['id']}", {"hours": [], "certified_until": "2027-01-01"}, version=1)
    assert changed.json() == {**row, "hours": [], "certified_until": "2027-01-01", "version": 2}
    assert desk.patch(f"/providers/{row['id']}", {"name": "旧"}, version=1).status_code == 412
    assert desk.delete(f"/providers/{row['id']}", version=2).status_code == 204
    assert desk.get(f"/providers/{row['id']}").status_code == 404


def test_one_on_file_stays(world: World) -> None:
    desk = world.as_("coordinator")
    with_login = desk.delete(f"/providers/{world.provider}")
    assert (with_login.status_code, with_login.json()["code"]) == (409, "provider_used")
    submitted = Provider(community_id=world.community, code="P3", name="x", state="submitted")
    employer = Provider(community_id=world.community, code="P4", name="y")
    world.add(submitted, employer)
    world.add(
        Person(community_id=world.community, code="W", kind="worker", home_id=world.home, provider_id=employer.id)
    )
    for provider in (submitted, employer):
        assert desk.delete(f"/providers/{provider.id}").json()["code"] == "provider_used"


def test_a_provider_changes_what_is_its_own(world: World) -> None:
    me, path = world.as_("provider"), f"/providers/{world.provider}"
    changed = me.patch(path, {"name": "新家政", "hotline": "05371111111", "modes": ["by_appointment"]}, version=1)
    assert (changed.status_code, changed.json()["name"]) == (200, "新家政")
    refused = me.patch(path, {"code": "P0", "certified_until": "2099-01-01", "hotline": ""})
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("certified_until", "only_coordinator"),
        ("code", "only_coordinator"),
    ]
    me.post(f"{path}/submit")
    renamed = me.patch(path, {"name": "又改名"})
    assert [(e["field"], e["code"]) for e in renamed.json()["errors"]] == [("name", "only_coordinator")]
    assert me.get(path).json()["hotline"] == "05371111111"


def test_items_are_of_the_catalogue(world: World) -> None:
    items(world, "H12", "W02")
    me, path = world.as_("provider"), f"/providers/{world.provider}/items"
    asked = {"items": [{"item_code": "H12", "price_cents": 3000, "price_note": "每小时"}, {"item_code": "W02"}]}
    put = me.put(path, asked, version=1)
    assert (put.status_code, put.headers["etag"]) == (200, '"2"')
    assert [(i["item_code"], i["price_cents"], i["price_note"], i["published"]) for i in put.json()["items"]] == [
        ("H12", 3000, "每小时", True),
        ("W02", None, "", True),
    ]
    wrong = {"items": [{"item_code": "H12"}, {"item_code": "H99"}, {"item_code": "H12"}]}
    refused = world.as_("coordinator").put(path, wrong)
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("items.1.item_code", "unknown_item"),
        ("items.2.item_code", "item_twice"),
    ]
    assert me.put(path, {"items": [{"item_code": "H12"}]}, version=1).status_code == 412
    me.put(path, {"items": [{"item_code": "H12"}]}, version=2)
    assert [(i["item_code"], i["price_cents"], i["version"]) for i in me.get(path).json()["items"]] == [
        ("H12", None, 2)
    ]


def test_an_active_provider_stays_complete(world: World) -> None:
    items(world, "H12")
    provider = another(world, state="active", modes=["at_home"], hotline="05370000000")
    world.add(ProviderItem(provider_id=provider, item_code="H12"))
    me = world.as_("another")
    refused = me.patch(f"/providers/{provider}", {"hotline": "", "modes": []})
    assert (refused.status_code, refused.json()["code"]) == (409, "provider_incomplete")
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("modes", "provider_needs_mode"),
        ("hotline", "provider_needs_hotline"),
    ]
    emptied = me.put(f"/providers/{provider}/items", {"items": [{"item_code": "H12", "published": False}]})
    assert [e["code"] for e in emptied.json()["errors"]] == ["provider_needs_items"]
    assert me.get(f"/providers/{provider}").json()["items"] == ["H12"]


@pytest.mark.parametrize(
    "change",
    [{"modes": ["by_post"]}, {"hotline": "call"}, {"hours": [{"weekdays": [0], "start": "9"}]}, {"name": ""},
     {"place_id": "nowhere"}, {"state": "active"}, {"certified_until": "soon"}],
)  # fmt: skip
@on_sqlite
def test_bad_changes(world: World, change: dict[str, Any]) -> None:
    answer = world.as_("coordinator").patch(f"/providers/{world.provider}", change)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert world.as_("coordinator").get(f"/providers/{world.provider}").json() == p1(world)


def test_as_many_queries_for_three_as_for_one(world: World) -> None:
    items(world, "H12")

    def sent() -> int:
        with counted(world.engine) as statements:
            assert world.as_("coordinator").get("/providers").status_code == 200
        return len(statements)

    one = sent()
    for i in range(2):
        row = Provider(community_id=world.community, code=f"X{i}", name=f"x{i}")
        world.add(row, ProviderItem(provider_id=row.id, item_code="H12"))
    assert sent() == one
