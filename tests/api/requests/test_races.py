"""At the same moment: visits are made once, every number is given once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from fastapi.testclient import TestClient

from api.requests.asked import WEDNESDAY, ask, visits_of, with_items
from api.world import Speaker, World


def at_once(world: World, *calls: Callable[[Speaker], Any]) -> list[Any]:
    """What each call answers, all begun together, each by a client of its own."""
    barrier, answers = Barrier(len(calls)), [None] * len(calls)

    def run(n: int) -> None:
        client = TestClient(world.client.app, base_url="http://testserver")
        barrier.wait(timeout=30)
        answers[n] = calls[n](Speaker(client, "coordinator"))

    threads = [Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_two_verifies_make_visits_once(world: World) -> None:
    with_items(world)
    made = ask(world).json()

    def verify(desk: Speaker) -> Any:
        return desk.post(f"/requests/{made['id']}/verify", {})

    answers = at_once(world, verify, verify)
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert [a.json()["code"] for a in answers if a.status_code == 409] == ["not_acceptable_state"]
    assert len(visits_of(world, made)) == 1


def test_numbers_are_given_once_from_the_first_of_the_year(world: World) -> None:
    with_items(world)
    body = {"community_id": world.community, "item_code": "W06", "windows": [WEDNESDAY]}

    def create(desk: Speaker) -> Any:
        return desk.post("/requests", body)

    answers = at_once(world, *[create] * 4)
    assert [a.status_code for a in answers] == [201] * 4
    assert sorted(a.json()["number"] for a in answers) == [f"xizha-2026-{n:05d}" for n in range(1, 5)]


def test_verified_and_cancelled_at_once_leaves_no_visit_behind(world: World) -> None:
    with_items(world)
    made = ask(world).json()
    path = f"/requests/{made['id']}"
    verify, cancel = at_once(
        world,
        lambda desk: desk.post(f"{path}/verify", {}),
        lambda desk: desk.post(f"{path}/cancel", {"reason": "不需要了"}),
    )
    assert (cancel.status_code, verify.status_code in (200, 409)) == (200, True)
    assert world.as_("coordinator").get(path).json()["state"] == "cancelled"
    assert [v["state"] for v in visits_of(world, made) if v["state"] != "cancelled"] == []
