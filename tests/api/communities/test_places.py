"""Places and gates: the desk keeps them; homes are not everybody's to see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.communities.models import Community, Gate, Place, WalkRow


def d1(world: World, **other: Any) -> dict[str, Any]:
    return {
        "id": world.home, "code": "D1", "kind": "home", "x": 0.0, "y": 0.0, "access_seconds": 0, "building": "1号楼",
        "area": "", "version": 1, **other,
    }  # fmt: skip


def path(world: World, rest: str = "") -> str:
    return f"/communities/{world.community}/places{rest}"


def test_homes_are_seen_by_the_desk_and_oversight(world: World) -> None:
    square = Place(community_id=world.community, code="S", kind="square", x=100, y=0, building="广场")
    world.add(square)
    for who in ("coordinator", "clerk", "supervisor", "street"):
        assert [p["code"] for p in world.as_(who).get(path(world)).json()["items"]] == ["D1", "S"]
        assert world.as_(who).get(path(world, f"/{world.home}")).json() == d1(world)
    for who in ("volunteer", "resident", "unit", "provider"):
        assert [p["code"] for p in world.as_(who).get(path(world)).json()["items"]] == ["S"]
        assert world.as_(who).get(path(world, f"/{world.home}")).status_code == 404
        assert world.as_(who).get(path(world, f"/{square.id}")).json()["code"] == "S"


@pytest.mark.parametrize(
    ("query", "codes"),
    [("kind=home", ["D1"]), ("building=广场", ["S"]), ("text=1号", ["D1"]), ("text=S", ["S"]), ("text=_", [])],
)
def test_filters(world: World, query: str, codes: list[str]) -> None:
    world.add(Place(community_id=world.community, code="S", kind="square", x=100, y=0, building="广场"))
    assert [p["code"] for p in world.as_("clerk").get(path(world, f"?{query}")).json()["items"]] == codes


def test_kept_changed_removed(world: World) -> None:
    desk = world.as_("clerk")
    made = desk.post(path(world), {"code": "D2", "kind": "home", "x": 10, "y": 20.5, "access_seconds": 60})
    row = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert row == d1(world, id=row["id"], code="D2", x=10.0, y=20.5, access_seconds=60, building="")
    world.add(WalkRow(community_id=world.community, a="D2", b="D1", minutes=3))
    world.add(WalkRow(community_id=world.community, a="D1", b="D2", minutes=4))
    changed = desk.patch(path(world, f"/{row['id']}"), {"code": "D3", "x": None, "y": None}, version=1)
    assert changed.json() == {**row, "code": "D3", "x": None, "y": None, "version": 2}
    with world.writing() as session:
        assert sorted((w.a, w.b) for w in session.exec(select(WalkRow)).all()) == [("D1", "D3"), ("D3", "D1")]
    assert desk.patch(path(world, f"/{row['id']}"), {"code": "D4"}, version=1).status_code == 412
    assert desk.delete(path(world, f"/{row['id']}"), version=2).status_code == 204
    with world.writing() as session:
        assert session.exec(select(WalkRow)).all() == []
    assert desk.get(path(world, f"/{row['id']}")).status_code == 404


def test_a_place_somebody_lives_at_stays(world: World) -> None:
    answer = world.as_("clerk").delete(path(world, f"/{world.home}"))
    assert (answer.status_code, answer.json()["code"]) == (409, "place_used")
    assert world.as_("clerk").get(path(world, f"/{world.home}")).json() == d1(world)


def test_codes_and_coordinates(world: World) -> None:
    desk = world.as_("clerk")
    taken = desk.post(path(world), {"code": "D1"})
    assert (taken.status_code, taken.json()["code"], taken.json()["conflict"]) == (
        409, "code_taken", {"id": world.home},
    )  # fmt: skip
    half = desk.post(path(world), {"code": "D2", "x": 1})
    assert [(e["field"], e["code"]) for e in half.json()["errors"]] == [("y", "other_coordinate")]
    assert desk.patch(path(world, f"/{world.home}"), {"x": None}).json()["errors"][0]["field"] == "x"
    with world.writing() as session:
        session.get_one(Community, world.community).datum = "gcj02"
        session.commit()
    metres = desk.post(path(world), {"code": "D2", "x": 300, "y": 40})
    assert [(e["field"], e["code"]) for e in metres.json()["errors"]] == [("x", "degrees_wanted")]
    assert desk.post(path(world), {"code": "D2", "x": 116.6, "y": 35.4}).status_code == 201


@pytest.mark.parametrize(
    "draft",
    [{}, {"code": "D 2"}, {"code": "D2", "x": "NaN", "y": 0}, {"code": "D2", "access_seconds": -1},
     {"code": "D2", "x": 3e7, "y": 0}, {"code": "D2", "door": "501"}, {"code": "D2", "building": "a\nb"}],
)  # fmt: skip
@on_sqlite
def test_bad_places(world: World, draft: dict[str, Any]) -> None:
    answer = world.as_("clerk").post(path(world), draft)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_other_communities_do_not_exist(world: World) -> None:
    town = Community(code="dongzha")
    door = Place(community_id=town.id, code="D1", kind="square")
    gate = Gate(community_id=town.id, code="G1", a="a", b="b")
    world.add(town, door, gate)
    desk = world.as_("coordinator")
    for place in (f"/communities/{town.id}/places/{door.id}", path(world, f"/{door.id}")):
        assert desk.get(place).status_code == 404
        assert desk.patch(place, {"kind": "x"}).status_code == 404
        assert desk.delete(place).status_code == 404
    for community in (town.id, world.community):
        assert desk.patch(f"/communities/{community}/gates/{gate.id}", {"open": False}).status_code == 404
    assert desk.post(f"/communities/{town.id}/places", {"code": "X"}).status_code == 404
    assert desk.get(f"/communities/{town.id}/streets").status_code == 404
    assert desk.put(f"/communities/{town.id}/streets", {"nodes": [], "edges": []}).status_code == 404


def test_as_many_queries_for_three_as_for_one(world: World) -> None:
    def sent() -> int:
        with counted(world.engine) as statements:
            assert world.as_("clerk").get(path(world)).status_code == 200
        return len(statements)

    one = sent()
    world.add(*(Place(community_id=world.community, code=f"X{i}") for i in range(2)))
    assert sent() == one
