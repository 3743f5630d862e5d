"""Communities: seen by those who belong to them, changed with the version one saw."""

from __future__ import annotations

from api.world import World
from matcher_api.communities.models import Community

SHOWN = {
    "code": "xizha", "name": "西闸社区", "street_office": "", "zone": "Asia/Shanghai", "datum": "local",
    "synthetic": False, "first_day": "2026-11-23", "days": 7, "service_defaults": True,
    "walking": {}, "weights": {}, "policy": {}, "settings": {}, "version": 1,
}  # fmt: skip


def test_the_list_holds_only_ones_own(world: World) -> None:
    world.add(Community(code="other"))
    assert world.as_("volunteer").get("/communities").json() == {
        "items": [{"id": world.community, **SHOWN}],
        "next": None,
    }
    assert [c["code"] for c in world.as_("admin").get("/communities").json()["items"]] == ["xizha", "other"]


def test_pages(world: World) -> None:
    world.add(*(Community(code=f"c{i}") for i in range(3)))
    first = world.as_("admin").get("/communities?limit=3").json()
    second = world.as_("admin").get(f"/communities?limit=3&after={first['next']}").json()
    assert [c["code"] for c in first["items"]] == ["xizha", "c0", "c1"]
    assert [c["code"] for c in second["items"]] == ["c2"] and second["next"] is None


def test_an_edit_names_the_version_it_saw(world: World) -> None:
    desk = world.as_("coordinator")
    seen = desk.get(f"/communities/{world.community}")
    assert seen.headers["etag"] == '"1"'
    changed = desk.patch(f"/communities/{world.community}", {"name": "西闸"}, version=1)
    assert (changed.status_code, changed.json()["name"], changed.headers["etag"]) == (200, "西闸", '"2"')
    stale = desk.patch(f"/communities/{world.community}", {"name": "旧"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    without = desk.call("PATCH", f"/communities/{world.community}", json={"name": "旧"})
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")


def test_a_code_is_taken_once(world: World) -> None:
    answer = world.as_("admin").post("/communities", {"code": "xizha"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:matcher:error:code_taken",
        "title": "The code xizha is taken: use another",
        "status": 409,
        "code": "code_taken",
        "zh": "编号 xizha 已经有了，请换一个",
        "en": "The code xizha is taken: use another",
        "field": "code",
    }


def test_the_same_key_is_carried_out_once(world: World) -> None:
    admin = world.as_("admin")
    key = {"Idempotency-Key": "one"}
    first = admin.post("/communities", {"code": "new"}, headers=key)
    again = admin.post("/communities", {"code": "new"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json() and again.headers["idempotent-replay"] == "true"
    other = admin.post("/communities", {"code": "newer"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
