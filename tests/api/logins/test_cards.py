"""Personal cards: a printed code instead of a password, with few rights, replaced when it is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.small_week import SmallWeek
from api.world import Speaker, World
from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.roles import AccessRole
from matcher_api.people.models import Person


def card(world: World, person: str | None = None) -> str:
    made = world.as_("clerk").post(f"/volunteers/{person or world.person}/card")
    assert made.status_code == 201 and made.headers["cache-control"] == "no-store"
    return str(made.json()["code"])


def opened(world: World, code: str) -> Any:
    """The answer to showing the card; its session stays in the client."""
    world.client.cookies.clear()
    return world.client.post("/api/v1/sessions/card", json={"code": code})


def by_cookie(world: World, csrf: str) -> Speaker:
    speaker = world.as_(None)
    speaker._headers = {"X-CSRF-Token": csrf}
    return speaker


def test_the_code_opens_a_short_session_of_its_person(world: World) -> None:
    code = card(world)
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}", code)
    answer = opened(world, f" {code.lower().replace('-', ' ')} ")  # as people type it
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["roles"], shown["card"]) == (["volunteer"], True)
    assert world.as_(None).get("/sessions/current").json() == shown
    mine = world.as_(None).get(f"/volunteers/{world.person}")
    assert (mine.status_code, mine.json()["name"]) == (200, "王小明")
    world.now += timedelta(hours=2)
    assert world.as_(None).get("/sessions/current").status_code == 401


def test_the_code_is_kept_nowhere(world: World) -> None:
    code = card(world).replace("-", "")
    with world.writing() as session:
        kept = session.get_one(Person, world.person).card_key_hash
    assert kept is not None and len(kept) == 64 and code not in kept.upper()


def test_it_answers_offers_and_changes_nothing_else(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    offer = week.offer("v1", "home")
    me = by_cookie(world, opened(world, card(world)).json()["csrf"])
    assert len(me.get("/me/offers").json()) == 2
    assert me.post(f"/me/offers/{offer}/accept").status_code == 200
    own = f"/volunteers/{world.person}"
    for method, path, body in (
        ("PATCH", own, {"phone": "19900000009"}),
        ("POST", f"{own}/pause", None),
        ("POST", f"{own}/erase", None),
        ("POST", f"{own}/consents", {"purpose": "data", "given": True}),
        ("POST", "/tokens", {"name": "x"}),
        ("POST", "/sessions/current/password", {"current": "a", "new": "long enough 123"}),
        ("GET", f"{own}/export", None),
        ("GET", "/tokens", None),
        ("GET", "/sessions", None),
    ):
        answer = me.call(method, path, json=body, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (403, "card_limited"), path
    assert me.delete("/sessions/current").status_code == 204


def test_a_lost_card_opens_nothing_and_its_session_ends(world: World) -> None:
    first = card(world)
    opened(world, first)
    cookie = dict(world.client.cookies)
    second = card(world)
    assert opened(world, first).json()["code"] == "card_unknown"
    world.client.cookies.update(cookie)
    assert world.as_(None).get("/sessions/current").status_code == 401
    assert opened(world, second).status_code == 201
    assert world.as_("clerk").post(f"/volunteers/{world.person}/card/revoke").status_code == 204
    assert world.as_(None).get("/sessions/current").status_code == 401
    assert (opened(world, second).status_code, opened(world, second).json()["code"]) == (401, "card_unknown")
    assert world.as_("clerk").post(f"/volunteers/{world.person}/card/revoke").status_code == 404


def test_a_card_gives_one_role_whatever_its_login_holds(world: World) -> None:
    code = card(world)
    with world.writing() as session:
        login = session.exec(select(Login).where(Login.username == f"card.{world.person}")).one().id
    world.add(Grant(login_id=login, role=AccessRole.COORDINATOR, community_id=world.community))
    opened(world, code)
    assert world.as_(None).get("/logins").status_code == 403


@pytest.mark.parametrize("state", ["left", "erased"])
def test_who_left_has_no_card(world: World, state: str) -> None:
    code = card(world)
    with world.writing() as session:
        session.get_one(Person, world.person).state = state
        session.commit()
    assert opened(world, code).status_code == 401
    assert world.as_("clerk").post(f"/volunteers/{world.person}/card").status_code in (404, 409)


def test_cards_cannot_be_guessed_at(world: World) -> None:
    answers = [opened(world, f"2222-2222-22{n:02}") for n in range(11)]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    with world.writing() as session:
        assert session.exec(select(LoginSession)).all() == []


def test_the_login_behind_a_card_has_no_password(world: World) -> None:
    card(world)
    admin = world.as_("admin")
    login = admin.get(f"/logins?username=card.{world.person}").json()["items"][0]
    assert login["has_password"] is False
    answer = admin.post(f"/logins/{login['id']}/password", {"password": "not for cards 1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "name_reserved")
