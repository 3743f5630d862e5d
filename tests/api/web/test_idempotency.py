"""`Idempotency-Key`: carried out once, whoever sends it again, and whatever became of the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from api.requests.test_races import at_once
from api.world import Speaker, World
from matcher_api.access.models import MachineToken
from matcher_api.communities.models import Place
from matcher_api.web.idempotency import LONGEST, IdempotentCall


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


def place(world: World, code: str) -> tuple[str, dict[str, Any]]:
    return f"/communities/{world.community}/places", {"code": code, "kind": "square", "x": 1.0, "y": 2.0}


def places(world: World, code: str) -> int:
    with world.writing() as session:
        return len(session.exec(select(Place).where(Place.code == code)).all())


def test_one_key_sent_twice_at_the_same_moment_makes_one(world: World) -> None:
    path, body = place(world, "D7")

    def send(desk: Speaker) -> Any:
        return desk.post(path, body, headers=key("k"))

    answers = at_once(world, send, send)
    assert places(world, "D7") == 1
    assert all(a.status_code in (201, 409) for a in answers)
    assert len({a.json()["id"] for a in answers if a.status_code == 201}) == 1
    again = world.as_("coordinator").post(path, body, headers=key("k"))
    assert (again.status_code, again.headers["idempotent-replay"]) == (201, "true")


def test_keys_are_ones_own(world: World) -> None:
    path, body = place(world, "D8")
    first = world.as_("coordinator").post(path, body, headers=key("same"))
    second = world.as_("admin").post(path, {**body, "code": "D9"}, headers=key("same"))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


def test_what_was_refused_may_be_sent_again(world: World) -> None:
    path, body = place(world, "D10")
    refused = world.as_("coordinator").post(path, {**body, "x": "east"}, headers=key("k"))
    assert refused.status_code == 422
    assert world.as_("coordinator").post(path, body, headers=key("k")).status_code == 201


def test_a_secret_is_not_kept_for_replay(world: World) -> None:
    first = world.as_("clerk").post("/tokens", {"name": "reports"}, headers=key("k"))
    again = world.as_("clerk").post("/tokens", {"name": "reports"}, headers=key("k"))
    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "idempotency_unanswered")
    with world.writing() as session:
        assert len(session.exec(select(MachineToken).where(MachineToken.name == "reports")).all()) == 1
        assert session.exec(select(IdempotentCall.body)).all() == [""]


def test_keys_are_forgotten_after_two_days(world: World) -> None:
    path, body = place(world, "D11")
    world.as_("coordinator").post(path, body, headers=key("k"))
    world.now += timedelta(days=2, minutes=1)
    answer = world.as_("coordinator").post(path, {**body, "code": "D12"}, headers=key("k"))
    assert answer.status_code == 201 and "idempotent-replay" not in answer.headers


def test_a_key_has_a_length(world: World) -> None:
    path, body = place(world, "D13")
    desk = world.as_("coordinator")
    too_long = desk.post(path, body, headers=key("k" * (LONGEST + 1)))
    assert (too_long.status_code, too_long.json()["code"]) == (422, "text_too_long")
    assert too_long.json()["field"] == "Idempotency-Key" and places(world, "D13") == 0
    assert desk.post(path, body, headers=key("k" * LONGEST)).status_code == 201
