"""What only a browser can tell of a small week whose names are long: widths, targets, the keyboard, what scripts do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from api.browser.town import DESK, PHONE, Visitor
from api.pages import visitor as forms
from api.small_week import SmallWeek
from api.web.test_documentation import served
from api.world import World, on_sqlite
from matcher_api.access.identify import COOKIE
from matcher_api.communities.models import Place
from matcher_api.facilities.models import Facility

SMALL = """() => [...document.querySelectorAll(
    'button, a.button, .top nav a, .tick, select, input:not([type=hidden])')]
.filter(e => !e.closest('details:not([open])') && !(e.closest('.tick') && e.tagName === 'INPUT'))
.map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect()])
.filter(([_, r]) => r.width < 60 || r.height < 60).map(([t, r]) => `${t} ${r.width}x${r.height}`)"""
WIDTH, LETTERS = "document.documentElement.scrollWidth", "parseFloat(getComputedStyle(document.body).fontSize)"
LONG = "非常非常长的名字一直写到一行也放不下为止的社区综合文化活动中心" + "VeryLongNameWithoutAnyBlank" * 2


@pytest.fixture
def week(world: World) -> SmallWeek:
    made = SmallWeek(world)
    with world.writing() as session:
        session.exec(select(Facility)).one().name = LONG
        for place in session.exec(select(Place)).all():
            place.building = LONG
        session.commit()
    made.published()
    return made


@pytest.fixture
def opened(browser: Browser, week: SmallWeek) -> Iterator[Visitor]:
    with served(week.world) as address:
        one = Visitor(browser, address, narrow=True)
        yield one
        assert one.said == [] and one.elsewhere() == []
        one.closed()


def known(one: Visitor, world: World, name: str) -> None:
    value = str(forms.Visitor(world).known(name).client.cookies[COOKIE])
    one.context.add_cookies([{"name": COOKIE, "value": value, "url": one.address}])


@on_sqlite
def test_targets_letters_and_long_names_on_a_phone(week: SmallWeek, opened: Visitor) -> None:
    page = opened.page
    for who, paths in (
        ("v1", ("/login", "/me", "/me/availability", "/me/hours")),
        ("resident", ("/services", "/services/ask", "/services/near", f"/services/rooms/{week.room}")),
    ):
        known(opened, week.world, who)
        for path in paths:
            opened.goes(path)
            assert page.evaluate(WIDTH) <= PHONE["width"], path
            assert page.evaluate(SMALL) == [], path
            assert page.evaluate(LETTERS) >= 18


@on_sqlite
def test_an_offer_is_accepted_by_the_keyboard(week: SmallWeek, opened: Visitor) -> None:
    known(opened, week.world, "v1")
    page: Any = opened.goes("/me").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    opened.tabs("form[action$='/accept'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已接单").first).to_be_visible()
    assert week.world.as_("coordinator").get(f"/assignments/{week.offer('v1', 'home')}").json()["state"] == "accepted"


@on_sqlite
def test_a_week_is_published_by_the_keyboard(week: SmallWeek, opened: Visitor) -> None:
    roster = week.world.as_("coordinator").get("/rosters").json()["items"][0]["id"]
    answer = week.place(roster, "team", 15, {"v1": "patrol", "v2": "patrol"})
    assert answer.status_code == 200, answer.text
    known(opened, week.world, "coordinator")
    page: Any = opened.goes(f"/console/{roster}").page
    opened.tabs("a.button.main[href$='/diff']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diff")
    opened.tabs("form[action$='/publish'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**layer=published")
    assert "第 2 版已公布" in opened.text


@on_sqlite
def test_the_desk_with_long_names_and_reasons_that_come_by_themselves(week: SmallWeek, opened: Visitor) -> None:
    known(opened, week.world, "coordinator")
    roster, page = week.roster(), opened.page
    page.set_viewport_size(DESK)
    for path in ("/today", "/requests/new", "/unit", f"/console/{roster}/diff"):
        opened.goes(path)
        assert page.evaluate(WIDTH) <= DESK["width"], path
    opened.goes(f"/console/{roster}?layer=draft")
    expect(page.locator("[hx-get*=unserved] table")).to_be_visible()  # htmx fetched the reasons
