"""Two who begin: one with an old phone (360 px, no scripts, no e-mail, no password), one with no phone at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from api.browser.test_phone import known
from api.browser.town import Visitor
from api.small_week import SmallWeek, at
from api.web.test_documentation import served
from api.world import World, on_sqlite

Two = tuple[SmallWeek, Visitor, Visitor]


@pytest.fixture
def two(browser: Browser, world: World) -> Iterator[Two]:
    """A published week that lacks somebody for Monday at nine, the desk, and an old phone."""
    week = SmallWeek(world)
    week.published()
    world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/decline", {})
    with served(world) as address:
        desk, phone = Visitor(browser, address), Visitor(browser, address, narrow=True, scripts=False)
        known(desk, world, "coordinator")
        yield week, desk, phone
        for one in (desk, phone):
            assert one.said == [] and one.elsewhere() == []
            one.closed()


def met(desk: Visitor, name: str) -> Visitor:
    """The desk has met them."""
    desk.goes(f"/people?text={name}").page.get_by_role("link", name=name).click()
    return desk.taps("已见面，确认")


@on_sqlite
def test_somebody_new_with_an_old_phone(two: Two) -> None:
    _, desk, phone = two
    phone.goes("/login").taps("我想当志愿者")
    for field, value in (("name", "陈新"), ("phone", "13900001111"), ("building", "1号楼")):
        phone.page.fill(f"input[name={field}]", value)
    phone.page.check("input[name=consent]")
    phone.taps("报名")
    assert "谢谢您报名" in phone.text
    met(desk, "陈新")
    desk.page.check("input[name=free][value='0-m']")
    desk.page.locator("form[action$='/week'] button").click()
    desk.taps("制作新的个人卡").taps("制作并打印")
    phone.carded(desk.page.locator("p.code").inner_text().lower().replace("-", " "))
    phone.goes("/me/availability")
    expect(phone.page.locator("input[value='0-m']")).to_be_checked()
    phone.goes("/me/open").taps("我来")
    assert phone.page.url.endswith("/me") and "09:00–10:00" in phone.text and "已接单" in phone.text


@on_sqlite
def test_somebody_new_with_no_phone_at_all(two: Two) -> None:
    """Registered at the counter, asked by the neighbour, on the printed sheet, written down from it: hours count."""
    week, desk, _ = two
    page = desk.goes("/people/new").page
    page.fill("input[name=name]", "葛奶奶")
    page.uncheck("input[name=has_smartphone]")
    desk.taps("^登记$")
    person = page.url  # who registers at the counter is known
    page.check("input[name=free][value='0-m']")
    page.locator("form[action$='/week'] button").click()
    desk.goes(f"/visits/{week.visits['home']}").taps("谁能来")
    page.locator("tr", has_text="葛奶奶").get_by_role("button", name="此人答应来").click()
    expect(page.locator(".card", has_text="葛奶奶")).to_contain_text("已接单")
    desk.goes("/console").page.locator("table a").first.click()
    desk.taps("公示栏打印")
    expect(page.locator("tr", has_text="葛*")).to_contain_text("09:00")
    assert "葛奶奶" not in desk.text
    week.world.now = at(12)
    known(desk, week.world, "coordinator")
    desk.goes(f"/visits/{week.visits['home']}")
    for word in ("到了", "离开"):
        page.locator("form", has_text=word).get_by_role("button").click()
        page.wait_for_load_state()
    desk.taps("核实时长")
    page.goto(person)
    expect(page.locator("p.facts")).to_contain_text("1小时")
