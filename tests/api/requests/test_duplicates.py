"""Likely duplicates are shown before anything is kept; the desk may create all the same, or merge later."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from api.requests.asked import WEDNESDAY, act, ask, verified, visits_of, with_items
from api.world import World
from matcher_api.requests.models import Request


def other(**change: Any) -> dict[str, Any]:
    return {**WEDNESDAY, **change}


def test_the_same_again_is_shown_before_it_is_kept(world: World) -> None:
    with_items(world)
    first = ask(world).json()
    refused = ask(world, confirm=False)
    candidate = {
        "id": first["id"], "number": "xizha-2026-00001", "state": "submitted", "item_code": "W01",
        "asked_at": "2026-11-20T12:00:00+08:00", "first_start": WEDNESDAY["start"], "last_end": WEDNESDAY["end"],
        "resident_id": world.resident, "resident_name": "李*妈",
    }  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (409, "likely_duplicates")
    assert refused.json()["conflict"] == {"candidates": [candidate]}
    with world.writing() as session:
        assert session.exec(select(Request.id)).all() == [first["id"]]
    second = ask(world, confirm=True)
    assert (second.status_code, second.json()["number"]) == (201, "xizha-2026-00002")
    assert world.as_("clerk").get(f"/requests/{second.json()['id']}/duplicates").json() == {"items": [candidate]}


def test_fourteen_days_apart_are_near_fifteen_are_not(world: World) -> None:
    with_items(world)
    ask(world)
    near = other(start="2026-12-09T11:30:00+08:00", end="2026-12-09T13:30:00+08:00")
    far = other(start="2026-12-09T11:31:00+08:00", end="2026-12-09T13:31:00+08:00")
    assert ask(world, confirm=False, windows=[near]).status_code == 409
    assert ask(world, confirm=False, windows=[far]).status_code == 201


def test_another_item_or_an_ended_one_is_no_duplicate(world: World) -> None:
    with_items(world)
    first = ask(world).json()
    assert ask(world, confirm=False, item_code="W08").status_code == 201
    act(world, first["id"], "cancel", {"reason": "不需要了"})
    assert ask(world, confirm=False).status_code == 201


def test_the_same_phone_counts_for_the_desk_alone(world: World) -> None:
    with_items(world)
    ask(world)
    new = {"name": "李大妈的女儿", "phone": "19900001111", "home_id": world.home}
    refused = ask(world, "clerk", confirm=False, resident_id=None, resident=new)
    assert [c["resident_name"] for c in refused.json()["conflict"]["candidates"]] == ["李*妈"]
    made = ask(world, "clerk", confirm=True, resident_id=None, resident=new)
    assert made.status_code == 201
    act(world, world.as_("clerk").get("/requests").json()["items"][0]["id"], "cancel", {"reason": "重复"})
    assert ask(world, "resident", confirm=False).status_code == 201  # the daughter's is not the mother's to see
    without = {**new, "phone": "", "name": "没有电话"}
    assert ask(world, "clerk", confirm=False, resident_id=None, resident=without).status_code == 201


def test_a_series_is_near_all_along(world: World) -> None:
    with_items(world)
    repeat = {
        "rule": "FREQ=WEEKLY;BYDAY=WE", "start": "09:00", "minutes": 120, "first_day": "2026-11-25",
        "last_day": "2027-03-31",
    }  # fmt: skip
    ask(world, windows=None, repeat=repeat)
    february = other(start="2027-02-10T09:00:00+08:00", end="2027-02-10T11:00:00+08:00")
    assert ask(world, confirm=False, windows=[february]).status_code == 409


def test_merging_ends_one_and_its_visits(world: World) -> None:
    with_items(world)
    kept, double = verified(world), verified(world)
    done = act(world, double["id"], "merge", {"into": kept["id"]}).json()
    assert (done["state"], done["merged_into"]) == ("cancelled", kept["id"])
    assert [v["state"] for v in visits_of(world, double)] == ["cancelled"]
    assert [v["state"] for v in visits_of(world, kept)] == ["planned"]
    third = ask(world).json()
    for into in (third["id"], double["id"]):
        refused = act(world, third["id"], "merge", {"into": into})
        assert (refused.status_code, refused.json()["code"]) == (409, "merge_refused")
    assert act(world, third["id"], "merge", {"into": "none"}).status_code == 404
