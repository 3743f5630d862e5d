"""What only a browser can tell: widths, targets, the keyboard, what scripts do, whom a page asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from api.pages.chromium import CHROMIUM, Chromium, browser
from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.web.test_documentation import served
from api.world import World
from matcher_api.access.identify import COOKIE
from matcher_api.communities.models import Place
from matcher_api.facilities.models import Facility

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: pages are not looked at")
NARROW = 360
SMALL = """[...document.querySelectorAll('button, a.button, .top nav a, .tick, select, input:not([type=hidden])')]
.filter(e => !e.closest('details:not([open])') && !(e.closest('.tick') && e.tagName === 'INPUT'))
.map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect()])
.filter(([_, r]) => r.width < 60 || r.height < 60).map(([t, r]) => `${t} ${r.width}x${r.height}`)"""
ELSEWHERE = """performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))"""
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


def known(tab: Chromium, address: str, visitor: Visitor) -> None:
    tab.call("Network.setCookie", name=COOKIE, value=str(visitor.client.cookies[COOKIE]), url=address)


def test_phones_keyboard_and_scripts(week: SmallWeek, tmp_path: Path) -> None:
    with served(week.world) as address, browser(tmp_path / "profile") as tab:
        for who, paths in (
            ("v1", ("/login", "/me", "/me/availability", "/me/hours")),
            ("resident", ("/services", "/services/ask", "/services/near", f"/services/rooms/{week.room}")),
        ):
            known(tab, address, Visitor(week.world).known(who))
            for path in paths:
                tab.open(address + path, width=NARROW, height=740)
                assert tab.evaluated("document.documentElement.scrollWidth") <= NARROW, path
                assert tab.evaluated(SMALL) == [], path
                assert tab.evaluated("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
                assert tab.evaluated(ELSEWHERE) == []
        known(tab, address, Visitor(week.world).known("v1"))
        accepted_by_keyboard(tab, address, week)
        known(tab, address, Visitor(week.world).known("coordinator"))
        roster = week.roster()
        for path in ("/today", "/requests/new", "/unit", f"/console/{roster}/diff"):
            tab.open(address + path)
            assert tab.evaluated("document.documentElement.scrollWidth") <= 1440, path
        tab.open(f"{address}/console/{roster}?layer=draft")
        tab.until("document.querySelector('[hx-get*=unserved] table') !== null")  # htmx fetched the reasons
        assert tab.evaluated(ELSEWHERE) == []
    assert tab.said == []


def accepted_by_keyboard(tab: Chromium, address: str, week: SmallWeek) -> None:
    tab.open(f"{address}/me", width=NARROW, height=740)
    tab.key("Tab")
    assert tab.evaluated("document.activeElement.className") == "skip"
    for _ in range(30):
        tab.key("Tab")
        if tab.evaluated("(document.activeElement.form || {action: ''}).action").endswith("/accept"):
            break
    assert tab.evaluated("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.key("Enter")
    tab.until("document.readyState === 'complete' && document.body.innerText.includes('已接单')")
    assert week.world.as_("coordinator").get(f"/assignments/{week.offer('v1', 'home')}").json()["state"] == "accepted"
