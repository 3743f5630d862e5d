"""Logins: who may make which, whose they are, what follows from disabling and new passwords."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.access import two_steps
from matcher_api.access.models import Grant, Login
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community

PASSWORD = "horse battery 7"


def draft(world: World, *grants: dict[str, Any], **change: Any) -> dict[str, Any]:
    held = list(grants) or [{"role": "clerk", "community_id": world.community}]
    return {"username": "desk2", "password": PASSWORD, "grants": held} | change


def logs_in(world: World, username: str, password: str) -> int:
    world.client.cookies.clear()
    answer = world.client.post("/api/v1/sessions", json={"username": username, "password": password})
    return int(answer.status_code)


def id_of(world: World, username: str) -> str:
    with world.writing() as session:
        return session.exec(select(Login.id).where(Login.username == username)).one()


def codes(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(e["field"], e["code"]) for e in answer.json()["errors"]]


def test_a_coordinator_makes_a_clerk_who_logs_in(world: World) -> None:
    made = world.as_("coordinator").post("/logins", draft(world))
    assert made.status_code == 201
    shown = made.json()
    assert (shown["username"], shown["has_password"], [g["role"] for g in shown["grants"]]) == (
        "desk2", True, ["clerk"],
    )  # fmt: skip
    assert PASSWORD not in made.text and made.headers["etag"] == f'"{shown["version"]}"'
    assert logs_in(world, "desk2", PASSWORD) == 201
    assert world.as_(None).get("/sessions/current").json()["roles"] == ["clerk"]
    again = world.as_("coordinator").post("/logins", draft(world))
    assert (again.status_code, again.json()["code"]) == (409, "name_taken")


def test_no_more_than_ones_own_rights(world: World) -> None:
    other = Community(code="dongzha", name="东闸社区")
    world.add(other)
    desk = world.as_("coordinator")
    for role in ("admin", "coordinator", "supervisor", "street"):
        community = None if role == "admin" else world.community
        answer = desk.post("/logins", draft(world, {"role": role, "community_id": community}))
        assert codes(answer) == [("grants.0.role", "role_not_yours")], role
    elsewhere = desk.post("/logins", draft(world, {"role": "clerk", "community_id": other.id}))
    assert codes(elsewhere) == [("grants.0.role", "role_not_yours")]
    with world.writing() as session:
        assert session.exec(select(Login).where(Login.username == "desk2")).all() == []
    made = world.as_("admin").post("/logins", draft(world, {"role": "coordinator", "community_id": other.id}))
    assert made.status_code == 201
    # and the coordinator here neither sees nor takes over a login of there
    there = made.json()["id"]
    assert desk.get(f"/logins/{there}").status_code == 404
    assert desk.post(f"/logins/{there}/password", {"password": PASSWORD}).status_code == 404
    assert desk.post(f"/logins/{id_of(world, 'admin')}/password", {"password": PASSWORD}).status_code == 404


def test_all_faults_of_grants_at_once(world: World) -> None:
    answer = world.as_("admin").post(
        "/logins",
        draft(
            world,
            {"role": "volunteer", "community_id": world.community},
            {"role": "clerk"},
            {"role": "admin", "community_id": world.community},
            {"role": "clerk", "community_id": world.community, "person_id": world.person},
            {"role": "resident", "community_id": world.community, "resident_id": "nobody"},
        ),
    )
    assert codes(answer) == [
        ("grants.0.person_id", "whom_needed"),
        ("grants.1.community_id", "grant_community"),
        ("grants.2.community_id", "grant_everywhere"),
        ("grants.3.person_id", "whom_unused"),
        ("grants.4.resident_id", "unknown_other"),
    ]


@pytest.mark.parametrize("password", ["tiny9", "aaaaaaaaaaaa", "desk2desk2desk2"])
@on_sqlite
def test_passwords_that_are_easily_guessed(world: World, password: str) -> None:
    answer = world.as_("coordinator").post("/logins", draft(world, password=password))
    assert answer.status_code == 422 and password not in answer.text
    with world.writing() as session:
        assert session.exec(select(Login).where(Login.username == "desk2")).all() == []


def test_names_of_cards_are_nobodys(world: World) -> None:
    answer = world.as_("coordinator").post("/logins", draft(world, username="Card.x1"))
    assert codes(answer) == [("username", "name_reserved")]


def test_disabling_ends_sessions_and_tokens(world: World) -> None:
    desk = world.as_("coordinator")
    made = desk.post("/logins", draft(world)).json()
    assert logs_in(world, "desk2", PASSWORD) == 201
    changed = desk.patch(f"/logins/{made['id']}", {"disabled": True}, made["version"])
    assert (changed.status_code, changed.json()["disabled"]) == (200, True)
    assert world.as_(None).get("/sessions/current").status_code == 401
    assert logs_in(world, "desk2", PASSWORD) == 401
    assert desk.patch(f"/logins/{made['id']}", {"disabled": False}, made["version"]).status_code == 412
    clerk = id_of(world, "clerk")
    assert desk.patch(f"/logins/{clerk}", {"disabled": True}).status_code == 200
    assert world.as_("clerk").get("/sessions/current").status_code == 401  # a token of a disabled login


def test_a_new_password_ends_what_the_old_one_opened(world: World) -> None:
    desk = world.as_("coordinator")
    made = desk.post("/logins", draft(world)).json()
    logs_in(world, "desk2", PASSWORD)
    assert desk.post(f"/logins/{made['id']}/password", {"password": "another horse 8"}).status_code == 204
    assert world.as_(None).get("/sessions/current").status_code == 401
    assert (logs_in(world, "desk2", PASSWORD), logs_in(world, "desk2", "another horse 8")) == (401, 201)


def test_ones_own_password(world: World) -> None:
    world.as_("coordinator").post("/logins", draft(world))
    logs_in(world, "desk2", PASSWORD)
    elsewhere = dict(world.client.cookies)
    world.client.cookies.clear()
    opened = world.client.post("/api/v1/sessions", json={"username": "desk2", "password": PASSWORD}).json()
    csrf = {"X-CSRF-Token": opened["csrf"]}
    path, new = "/sessions/current/password", "another horse 8"
    wrong = world.as_(None).post(path, {"current": "wrong", "new": new}, headers=csrf)
    assert wrong.json()["code"] == "password_wrong"
    assert world.as_(None).post(path, {"current": PASSWORD, "new": new}, headers=csrf).status_code == 204
    assert world.as_(None).get("/sessions/current").status_code == 200  # this one stays
    world.client.cookies.clear()
    world.client.cookies.update(elsewhere)
    assert world.as_(None).get("/sessions/current").status_code == 401
    assert (logs_in(world, "desk2", PASSWORD), logs_in(world, "desk2", new)) == (401, 201)


def test_signing_out_everywhere(world: World) -> None:
    assert world.as_("coordinator").post(f"/logins/{id_of(world, 'clerk')}/sign-out").status_code == 204
    assert world.as_("clerk").get("/sessions/current").status_code == 401


def test_roles_are_added_and_taken(world: World) -> None:
    desk, clerk = world.as_("coordinator"), id_of(world, "clerk")
    asked = {"role": "volunteer", "community_id": world.community, "person_id": world.person}
    added = desk.post(f"/logins/{clerk}/grants", asked)
    assert (added.status_code, added.json()["role"]) == (201, "volunteer")
    twice = desk.post(f"/logins/{clerk}/grants", asked)
    assert (twice.status_code, twice.json()["code"]) == (409, "grant_there")
    assert world.as_("clerk").get("/sessions/current").json()["roles"] == ["clerk", "volunteer"]
    assert desk.delete(f"/logins/{clerk}/grants/{added.json()['id']}", version=1).status_code == 204
    assert world.as_("clerk").get("/me/offers").status_code == 403


def test_there_is_always_an_administrator(world: World) -> None:
    admin = id_of(world, "admin")
    grant = world.as_("admin").get(f"/logins/{admin}").json()["grants"][0]
    for answer in (
        world.as_("admin").delete(f"/logins/{admin}/grants/{grant['id']}"),
        world.as_("admin").patch(f"/logins/{admin}", {"disabled": True}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    second = Login(username="admin2")
    world.add(second)
    world.add(Grant(login_id=second.id, role=AccessRole.ADMIN))
    assert world.as_("admin").delete(f"/logins/{admin}/grants/{grant['id']}").status_code == 204


def test_whose_logins_a_coordinator_sees(world: World) -> None:
    with world.writing() as session:
        world.login(session, AccessRole.SUPERVISOR, None, name="over all")
        session.commit()
    names = {i["username"] for i in world.as_("coordinator").get("/logins").json()["items"]}
    assert names == {r.value for r in AccessRole} - {"admin"}
    only = world.as_("coordinator").get("/logins?role=clerk").json()["items"]
    assert [i["username"] for i in only] == ["clerk"]
    counts = []
    for limit in (1, 3):
        with counted(world.engine) as sent:
            world.as_("coordinator").get(f"/logins?limit={limit}")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_nothing_is_locked_while_a_password_is_hashed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of a second of argon2 in a transaction would hold up every writer of SQLite."""
    wrote: list[str] = []

    class Slow:
        def hash(self, password: str) -> str:
            world.add(Community(code="meanwhile", name=password[:1]))  # waits for ever if somebody holds the lock
            wrote.append(password)
            return "$kept"

    monkeypatch.setattr(two_steps, "passwords", lambda **_: Slow())
    assert world.as_("coordinator").post("/logins", draft(world)).status_code == 201
    assert wrote == [PASSWORD]
    with world.writing() as session:
        assert session.exec(select(Login).where(Login.username == "desk2")).one().password_hash == "$kept"


def test_rights_lost_while_the_password_was_hashed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def hash(self, _: str) -> str:
            with world.writing() as session:
                session.get_one(Login, id_of(world, "coordinator")).disabled = True
                session.commit()
            return "$late"

    monkeypatch.setattr(two_steps, "passwords", lambda **_: Slow())
    answer = world.as_("coordinator").post("/logins", draft(world))
    assert answer.status_code == 401
    with world.writing() as session:
        assert session.exec(select(Login).where(Login.username == "desk2")).all() == []
