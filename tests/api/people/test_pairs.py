"""Who must not, or should, go with whom: the coordinator's alone."""

from __future__ import annotations

from api.world import World
from matcher_api.communities.models import Community
from matcher_api.people.models import PairRow
from matcher_api.residents.models import Resident


def test_pairs(world: World) -> None:
    desk, path = world.as_("coordinator"), f"/volunteers/{world.person}/pairs"
    made = desk.post(path, {"with_kind": "beneficiary", "other": world.resident, "kind": "preferred"})
    shown = {
        "id": made.json()["id"], "person_id": world.person, "with_kind": "beneficiary", "other": world.resident,
        "kind": "preferred", "origin": "coordinator", "version": 1,
    }  # fmt: skip
    assert (made.status_code, made.json()) == (201, shown)
    assert desk.post(path, {"with_kind": "service", "other": "H12"}).status_code == 201
    again = desk.post(path, {"with_kind": "beneficiary", "other": world.resident})
    assert (again.status_code, again.json()["code"]) == (409, "pair_there")
    assert again.json()["conflict"] == {"id": shown["id"], "kind": "preferred"}
    assert [p["other"] for p in desk.get(path).json()["items"]] == [world.resident, "H12"]
    assert desk.delete(f"{path}/{shown['id']}", version=1).status_code == 204
    assert [p["other"] for p in desk.get(path).json()["items"]] == ["H12"]


def test_the_other_side_must_exist_here(world: World) -> None:
    town = Community(code="dongzha")
    stranger = Resident(community_id=town.id, code="B9")
    world.add(town, stranger)
    for with_kind, other in (
        ("beneficiary", stranger.id), ("visit", "none"), ("volunteer", world.person), ("volunteer", world.resident),
    ):  # fmt: skip
        answer = world.as_("coordinator").post(
            f"/volunteers/{world.person}/pairs", {"with_kind": with_kind, "other": other}
        )
        assert (other, answer.status_code, answer.json()["code"]) == (other, 422, "unknown_other")


def test_what_a_person_declined_stays(world: World) -> None:
    row = PairRow(community_id=world.community, person_id=world.person, with_kind="visit", other="v", origin="decline")
    world.add(row)
    answer = world.as_("coordinator").delete(f"/volunteers/{world.person}/pairs/{row.id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "pair_of_decline")
    assert [p["origin"] for p in world.as_("coordinator").get(f"/volunteers/{world.person}/pairs").json()["items"]] == [
        "decline"
    ]
