"""Sessions by cookie: opened by a password, guarded by a CSRF token, ended; tokens for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from api.world import World
from matcher_api.access.models import Grant, Login, MachineToken
from matcher_api.access.secret_keys import passwords
from matcher_api.database.record import Record


@pytest.fixture
def ann(world: World) -> str:
    """A coordinator with a password; the id of the login."""
    login = Login(username="ann", password_hash=passwords(cheap=True).hash("secret"))
    records: tuple[Record, ...] = (login, Grant(login_id=login.id, role="coordinator", community_id=world.community))
    world.add(*records)
    return login.id


def logged_in(world: World) -> str:
    """Opens ann's session in the client; its CSRF token."""
    answer = world.client.post("/api/v1/sessions", json={"username": "ann", "password": "secret"})
    assert answer.status_code == 201, answer.text
    csrf = answer.json()["csrf"]
    assert isinstance(csrf, str) and csrf
    return csrf


@pytest.mark.usefixtures("ann")
def test_a_session_is_a_cookie_that_scripts_cannot_read(world: World) -> None:
    answer = world.client.post("/api/v1/sessions", json={"username": "ann", "password": "secret"})
    body = answer.json()
    shown = {"username": "ann", "language": "zh", "roles": ["coordinator"], "csrf": body["csrf"], "card": False}
    assert body == shown
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    assert world.as_(None).get("/sessions/current").json() == body


@pytest.mark.usefixtures("ann")
def test_changes_by_cookie_need_the_csrf_token(world: World) -> None:
    csrf = logged_in(world)
    path = f"/communities/{world.community}"
    without = world.as_(None).patch(path, {"name": "新"})
    assert (without.status_code, without.json()["code"]) == (403, "csrf")
    with_it = world.as_(None).call("PATCH", path, json={"name": "新"}, headers={"If-Match": "*", "X-CSRF-Token": csrf})
    assert (with_it.status_code, with_it.json()["name"]) == (200, "新")


@pytest.mark.usefixtures("ann")
def test_logging_out_ends_the_session_and_time_ends_it_too(world: World) -> None:
    csrf = logged_in(world)
    cookie = dict(world.client.cookies)
    gone = world.as_(None).call("DELETE", "/sessions/current", headers={"X-CSRF-Token": csrf})
    assert gone.status_code == 204
    world.client.cookies.update(cookie)
    assert world.as_(None).get("/sessions/current").status_code == 401
    world.client.cookies.clear()
    logged_in(world)
    world.now += timedelta(hours=12)
    assert world.as_(None).get("/sessions/current").status_code == 401


@pytest.mark.parametrize(("username", "password"), [("ann", "wrong"), ("nobody", "secret"), ("clerk", "secret")])
@pytest.mark.usefixtures("ann")
def test_a_wrong_name_and_a_wrong_password_are_told_alike(world: World, username: str, password: str) -> None:
    answer = world.client.post("/api/v1/sessions", json={"username": username, "password": password})
    assert (answer.status_code, answer.json()["code"]) == (401, "login_failed")


@pytest.mark.usefixtures("ann")
def test_guessing_is_slowed_down(world: World) -> None:
    answers = [
        world.client.post("/api/v1/sessions", json={"username": "ann", "password": f"guess {n}"}) for n in range(11)
    ]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert answers[-1].json()["code"] == "too_many_attempts" and int(answers[-1].headers["retry-after"]) > 0


def test_a_disabled_login_opens_nothing(world: World, ann: str) -> None:
    logged_in(world)
    with world.writing() as session:
        session.get_one(Login, ann).disabled = True
        session.commit()
    assert world.as_(None).get("/sessions/current").status_code == 401
    world.client.cookies.clear()
    again = world.client.post("/api/v1/sessions", json={"username": "ann", "password": "secret"})
    assert (again.status_code, again.json()["code"]) == (401, "login_failed")


def test_tokens_are_shown_once_and_can_be_revoked(world: World) -> None:
    clerk = world.as_("clerk")
    made = clerk.post("/tokens", {"name": "reporting", "days": 1}).json()
    assert world.as_(made["key"]).get("/sessions/current").json()["username"] == "clerk"
    with world.writing() as session:
        kept = session.exec(select(MachineToken).where(MachineToken.name == "reporting")).one()
    assert made["key"] not in kept.key_hash
    assert [t["name"] for t in clerk.get("/tokens").json()["items"]] == ["clerk", "reporting"]
    assert world.as_("volunteer").delete(f"/tokens/{made['id']}").status_code == 404
    world.now += timedelta(days=2)
    assert world.as_(made["key"]).get("/sessions/current").status_code == 401
    world.now -= timedelta(days=2)
    assert clerk.delete(f"/tokens/{made['id']}").status_code == 204
    assert world.as_(made["key"]).get("/sessions/current").status_code == 401
