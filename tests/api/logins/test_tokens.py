"""Tokens and sessions from the side of who holds them: what they see, what they end, what outlives what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.world import World
from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.secret_keys import passwords

PASSWORD = "horse battery 7"


@pytest.fixture
def ann(world: World) -> World:
    login = Login(username="ann", password_hash=passwords(cheap=True).hash(PASSWORD))
    world.add(login)
    world.add(Grant(login_id=login.id, role="clerk", community_id=world.community))
    return world


def opened(world: World) -> dict[str, Any]:
    """A new session of ann: its CSRF token and its cookies, which stay in the client."""
    world.client.cookies.clear()
    answer = world.client.post("/api/v1/sessions", json={"username": "ann", "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    return {"csrf": {"X-CSRF-Token": answer.json()["csrf"]}, "cookies": dict(world.client.cookies)}


def test_a_token_made_by_a_token_does_not_outlive_it(world: World) -> None:
    first = world.as_("clerk").post("/tokens", {"name": "a week", "days": 7}).json()
    second = world.as_(first["key"]).post("/tokens", {"name": "for ever"}).json()
    shorter = world.as_(first["key"]).post("/tokens", {"name": "a day", "days": 1}).json()
    assert second["expires_at"] == first["expires_at"] == "2026-11-27T04:00:00Z"
    assert shorter["expires_at"] == "2026-11-21T04:00:00Z"
    world.now += timedelta(days=7)
    for made in (first, second, shorter):
        assert world.as_(made["key"]).get("/sessions/current").status_code == 401


def test_a_key_is_shown_once(world: World) -> None:
    made = world.as_("clerk").post("/tokens", {"name": "x"})
    assert made.headers["cache-control"] == "no-store"
    listed = world.as_("clerk").get("/tokens")
    assert made.json()["key"] not in listed.text
    assert set(listed.json()["items"][0]) == {"id", "name", "expires_at", "revoked_at", "version"}


@pytest.mark.parametrize("header", ["Bearer nobody", "Bearer ", "Basic Y2xlcms6eA==", "bearer"])
def test_what_is_no_token_opens_nothing(world: World, header: str) -> None:
    answer = world.client.get("/api/v1/sessions/current", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")


def test_a_wrong_token_beside_a_good_cookie_is_refused(ann: World) -> None:
    opened(ann)
    answer = ann.client.get("/api/v1/sessions/current", headers={"Authorization": "Bearer nobody"})
    assert answer.status_code == 401


def test_tokens_need_no_csrf_and_cookies_always_do(ann: World) -> None:
    session = opened(ann)
    assert ann.as_("clerk").post("/tokens", {"name": "x"}).status_code == 201
    for headers in ({}, {"X-CSRF-Token": "guess"}, {"X-CSRF-Token": ""}):
        answer = ann.as_(None).post("/tokens", {"name": "x"}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert ann.as_(None).post("/tokens", {"name": "x"}, headers=session["csrf"]).status_code == 201
    other = opened(ann)
    crossed = ann.as_(None).post("/tokens", {"name": "x"}, headers=session["csrf"])  # of another session
    assert crossed.json()["code"] == "csrf" and other["csrf"] != session["csrf"]


def test_one_sees_and_ends_ones_own_sessions(ann: World) -> None:
    first, second = opened(ann), opened(ann)
    items = ann.as_(None).get("/sessions").json()["items"]
    assert [i["current"] for i in items] == [False, True]
    path, version = f"/sessions/{items[0]['id']}", items[0]["version"]
    assert ann.as_("clerk").delete(path, version).status_code == 404
    ended = ann.as_(None).call("DELETE", path, headers={**second["csrf"], "If-Match": f'"{version}"'})
    assert ended.status_code == 204
    assert len(ann.as_(None).get("/sessions").json()["items"]) == 1
    ann.client.cookies.clear()
    ann.client.cookies.update(first["cookies"])
    assert ann.as_(None).get("/sessions/current").status_code == 401


def test_an_administrator_ends_anybodys(ann: World) -> None:
    opened(ann)
    with ann.writing() as session:
        kept = session.exec(select(LoginSession)).one()
    assert ann.as_("admin").delete(f"/sessions/{kept.id}", kept.version).status_code == 204
    assert ann.as_(None).get("/sessions/current").status_code == 401


def test_sessions_that_ended_are_forgotten_at_the_next_login(ann: World) -> None:
    opened(ann)
    ann.now += timedelta(hours=13)
    opened(ann)
    with ann.writing() as session:
        assert len(session.exec(select(LoginSession)).all()) == 1


def test_lists_cost_the_same_for_one_and_three(ann: World) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            opened(ann)
            ann.as_("clerk").post("/tokens", {"name": "x"})
        with counted(ann.engine) as sent:
            ann.as_(None).get("/sessions")
            ann.as_("clerk").get("/tokens")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_https_makes_the_cookie_secure(ann: World) -> None:
    settings = ann.settings.model_copy(update={"public_url": "https://matcher.example"})
    app: Any = ann.client.app
    app.state.settings = settings
    answer = ann.client.post("/api/v1/sessions", json={"username": "ann", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "secure" in cookie and "httponly" in cookie and "max-age=43200" in cookie


def test_guessing_one_name_from_many_places_and_many_names_from_one(ann: World) -> None:
    """Each is counted: by the name guessed at, and by the address it comes from."""
    attempts = ann.client.app.state.attempts  # type: ignore[attr-defined]
    for n in range(10):
        attempts.spend(f"address 10.0.0.{n}", "name ann")
    answer = ann.client.post("/api/v1/sessions", json={"username": "ann", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    codes = [
        ann.client.post("/api/v1/sessions", json={"username": f"n{n}", "password": "x"}).status_code for n in range(10)
    ]
    assert codes == [401] * 9 + [429]
