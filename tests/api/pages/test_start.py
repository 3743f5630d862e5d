"""Getting in and out, the language, refusals that keep what was typed, forms that others send."""

from __future__ import annotations

from api.pages.visitor import Visitor
from api.world import World


def test_a_stranger_is_asked_who_they_are_and_comes_back(world: World) -> None:
    visitor = Visitor(world).get("/me/hours").followed()
    visitor.sound()
    assert visitor.page.url.path == "/login" and 'value="/me/hours"' in visitor.page.text
    assert Visitor(world).get("/").page.headers["location"] == "/login"


def test_a_wrong_password_keeps_the_name_and_never_the_password(world: World) -> None:
    visitor = Visitor(world).get("/login").send("/login", username="volunteer", password="not this one", next="/me")
    assert visitor.page.status_code == 401
    assert 'value="volunteer"' in visitor.page.text and "not this one" not in visitor.page.text
    assert 'name="next" value="/me"' in visitor.page.text and 'role="alert"' in visitor.page.text
    empty = Visitor(world).get("/login").send("/login", username="", password="")
    assert (empty.page.status_code, empty.page.text.count('aria-invalid="true"')) == (422, 2)


def test_nobody_is_led_away(world: World) -> None:
    for path in ("//evil.example", "https://evil.example", "/\\evil.example"):
        visitor = Visitor(world).get(f"/language/en?next={path}")
        assert visitor.page.headers["location"] == "/"


def test_each_begins_with_the_first_page_of_theirs(world: World) -> None:
    visitor = Visitor(world).known("volunteer").get("/")
    assert visitor.page.headers["location"] == "/me"


def test_the_language_is_switched_and_kept(world: World) -> None:
    visitor = Visitor(world).known("volunteer").get("/me")
    assert '<html lang="zh-CN">' in visitor.page.text and "我的班次" in visitor.shows
    visitor.get("/language/en?next=%2Fme").followed()
    assert '<html lang="en">' in visitor.page.text and "My shifts" in visitor.shows
    visitor.get("/me/hours")
    assert "My hours" in visitor.shows


def test_logging_out_ends_the_session(world: World) -> None:
    visitor = Visitor(world).known("volunteer").get("/me").send("/logout").followed()
    assert visitor.page.url.path == "/login"
    assert visitor.get("/me").page.status_code == 303


def test_a_form_without_the_token_changes_nothing(world: World) -> None:
    visitor = Visitor(world).known("volunteer").get("/me")
    for data in ({}, {"_csrf": "guessed"}):
        answer = visitor.client.post("/me/feed", data=data)
        assert answer.status_code == 403 and "刷新" in answer.text
    other = visitor.client.post("/login", data={"username": "volunteer"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code == 403


def test_who_may_not_see_a_page_is_told_so(world: World) -> None:
    visitor = Visitor(world).known("resident").get("/me")
    visitor.sound()
    assert visitor.page.status_code == 403 and "没有权限" in visitor.shows


def test_what_cannot_be_kept_is_refused_as_a_page(world: World) -> None:
    visitor = Visitor(world).get("/login").send("/login", username="a\0b", password="x")
    assert visitor.page.status_code == 422 and "<h1>" in visitor.page.text
