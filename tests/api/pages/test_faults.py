"""What goes wrong where no page is: told to people as a page in their language, to programs as problem+json; and forms
that come after their session has ended lose nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.pages.visitor import PASSWORD, Visitor
from api.small_week import SmallWeek
from api.world import World
from matcher_api.people.models import AvailabilityDate
from matcher_api.today import pages as today

EYE = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/me/feed", 405), ("POST", "/nowhere", 404), ("GET", "/visits/none", 404)],
)
def test_no_such_page(world: World, method: str, path: str, status: int) -> None:
    visitor = Visitor(world).known("coordinator")
    visitor.page = visitor.client.request(method, path, headers=EYE)
    assert visitor.page.status_code == status and "没有这个页面" in visitor.shows
    visitor.sound()
    assert ("今日" in visitor.shows) == (method == "GET")  # the way on; a form without its token is nobody's
    visitor.client.cookies.set("matcher_language", "en")
    visitor.page = visitor.client.request(method, path, headers=EYE)
    assert "No such page" in visitor.shows and '<html lang="en">' in visitor.page.text


def test_programs_are_told_as_before(world: World) -> None:
    for path in ("/nowhere", "/api/v1/nowhere"):
        answer = world.client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "http_404")
    assert world.client.get("/api/v1/nowhere", headers=EYE).json()["code"] == "http_404"


def test_what_nobody_foresaw(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a name that is nobody's business")

    visitor = Visitor(world).known("coordinator")
    monkeypatch.setattr(today, "drawn", fails)
    calm = TestClient(world.client.app, raise_server_exceptions=False, cookies=visitor.client.cookies)
    visitor.page = calm.get("/today", headers=EYE)
    assert visitor.page.status_code == 500 and "服务出错" in visitor.shows and "business" not in visitor.page.text
    visitor.sound()
    assert calm.get("/today").json()["code"] == "internal"


def test_a_form_that_is_too_large(world: World) -> None:
    visitor = Visitor(world).known("coordinator")
    body = b"text=" + b" " * (world.settings.max_body_mb << 20)
    form = {**EYE, "Content-Type": "application/x-www-form-urlencoded"}
    visitor.page = visitor.client.post("/requests/new", content=body, headers=form)
    assert visitor.page.status_code == 413 and "太大" in visitor.shows
    visitor.sound()


def test_a_form_that_comes_after_the_session_ended_is_sent_again(world: World) -> None:
    week = SmallWeek(world)
    away = f"/me/availability/{week.people['v1']}/away"
    me = Visitor(world).known("v1").get("/me/availability")
    world.now += timedelta(days=2)
    me.send(away, first="2026-12-05", last="2026-12-06")
    me.sound()
    assert me.page.status_code == 401 and "填写的内容还在" in me.shows
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', me.page.text))
    me.send("/login", **hidden, username="v1", password="not this one")
    assert me.page.status_code == 401 and 'name="kept:first" value="2026-12-05"' in me.page.text
    me.send("/login", **hidden, username="v1", password=PASSWORD)
    me.sound()
    assert me.page.status_code == 200 and "2026-12-05" in me.shows
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', me.page.text.split(away)[1]))
    del hidden["_csrf"]
    me.send(away, **hidden).followed()
    with world.writing() as session:
        kept = session.exec(select(AvailabilityDate).where(AvailabilityDate.free == False)).all()  # noqa: E712
    assert len(kept) == 1 and me.page.status_code == 200


def test_nobody_is_led_away_by_what_is_sent_again(world: World) -> None:
    visitor = Visitor(world).known("volunteer").get("/login")
    visitor.send("/login", username="volunteer", password=PASSWORD, again="//evil.example", **{"kept:a": "<b>"})
    assert 'action="/"' in visitor.page.text and "&lt;b&gt;" in visitor.page.text and "<b>" not in visitor.page.text


def test_a_part_of_a_page_leads_the_whole_one_to_the_login(world: World) -> None:
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/console/x?layer=draft"}
    answer = world.client.get("/console/x/run", headers=part)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/login?next=%2Fconsole%2Fx%3Flayer%3Ddraft")
