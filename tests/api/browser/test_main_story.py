"""The week of xizha as people live it, each in front of a real browser: a request by phone, a solved and published
roster, answers on an old phone and on no phone at all, the day itself, hours, a certificate; and a room that closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlmodel import Session, col, select

from api.browser.town import MONDAY, SOLVING, Town, Visitor
from matcher_api.access.models import Grant
from matcher_api.assignments.models import AssignmentRow
from matcher_api.facilities.models import Facility
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow

pytestmark = pytest.mark.campaign


class Story:
    """`scripts`: whether the browsers run any."""

    def __init__(self, browser: Browser, town: Town, scripts: bool) -> None:
        self.browser, self.town, self.scripts = browser, town, scripts
        self.opened: list[Visitor] = []
        self.desk = self.known("coordinator")

    def open(self, *, narrow: bool = False) -> Visitor:
        self.opened.append(Visitor(self.browser, self.town.address, narrow=narrow, scripts=self.scripts))
        return self.opened[-1]

    def known(self, role: str, *, narrow: bool = False) -> Visitor:
        return self.open(narrow=narrow).known(role, self.town.logins[role])

    def found(self, query: Any) -> list[Any]:
        with Session(self.town.engine) as session:
            return list(session.exec(query).all())

    def solved(self) -> None:
        """On the console; with scripts the page follows by itself."""
        page = self.desk.page
        self.desk.taps("^求解$", "#run")
        for _ in range(SOLVING // 500):
            if page.locator("#run select").count():
                break
            if not self.scripts:
                self.desk.taps("刷新", "#run")
            page.wait_for_timeout(500)
        expect(page.locator("#run")).to_contain_text("已完成")
        expect(page.locator(".proven")).to_be_visible()

    def published(self) -> None:
        self.desk.taps("比较并公布")
        self.desk.taps("^公布$")
        assert "layer=published" in self.desk.page.url, self.desk.text

    def card_of(self, name: str) -> str:
        """A new personal card from the desk: what stands on it."""
        page = self.desk.goes(f"/people?text={name}").page
        page.locator("table.lines a", has_text=name).click()
        self.desk.taps("制作新的个人卡").taps("制作并打印")
        return page.locator("p.code").inner_text()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def story(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Story]:
    with Town(tmp_path).served(published=False) as town:
        told = Story(browser, town, request.param)
        yield told
        for one in told.opened:
            assert one.said == [] and one.elsewhere() == []
            one.closed()


def test_the_week(story: Story) -> None:
    request = asked_by_phone(story)
    roster = planned(story)
    fixed(story, roster)
    visit, first, second = who_comes(story, request)
    on_the_old_phone(story, first)
    without_a_phone(story, roster, visit, second)
    declined_and_replaced(story, roster)
    served(story, visit, request, first, second)
    closed_and_planned_anew(story, roster)


def asked_by_phone(story: Story) -> str:
    """The resident is found, the request entered and verified; its address."""
    resident = story.found(
        select(Resident.code).join(Grant, col(Grant.resident_id) == col(Resident.id)).where(Grant.role == "resident")
    )
    desk, page = story.desk, story.desk.page
    desk.goes("/requests").goes("/requests/new")
    page.fill("input[name=who]", str(resident[0]))
    desk.taps("查找").taps("就是他/她")
    page.select_option("select[name=item_code]", "W08")
    for name, value in (
        ("day", "2026-11-24"),
        ("start", "09:00"),
        ("end", "12:00"),
        ("text", "一个人闷，想有人说说话"),
    ):
        page.fill(f"[name={name}]", value)
    desk.taps("登记", "form:has([name=item_code])").taps("核实，进入排班")
    assert "已核实" in page.locator("h1").inner_text()
    return page.url.removeprefix(story.town.address)


def planned(story: Story) -> str:
    desk, page = story.desk, story.desk.page
    desk.goes("/console")
    page.fill("input[name=first_day]", MONDAY.isoformat())
    desk.taps("建立")
    roster = page.url.removeprefix(story.town.address)
    story.solved()
    expect(page.locator(".proven")).to_contain_text("已证明最优")
    return roster


def fixed(story: Story, roster: str) -> None:
    """Why each one stays unserved; a confirmed fix made; published."""
    desk, page = story.desk, story.desk.page
    if story.scripts:
        page.locator("[hx-get*=unserved] table").wait_for()
    else:
        desk.taps("看为什么")
    unserved = page.locator("table:has(th:text('为什么')) tbody tr")
    reasons = [row.locator("td").nth(1).inner_text() for row in unserved.all()]
    assert len(reasons) > 3 and all(len(r) > 5 for r in reasons)
    key = roster.rsplit("/", 1)[1]
    visits = [h.split("?")[0] for h in desk.hrefs(r"/visits/.*")]
    for path in reversed(visits):
        desk.goes(f"{path}?roster_id={key}&layer=draft").taps("怎样才能排上")
        if page.get_by_role("button", name="就这么办").count():
            break
    desk.taps("就这么办")
    desk.goes(f"{path}?roster_id={key}&layer=draft")
    expect(page.locator("dl dd b").first).to_contain_text("周")  # has a time now
    desk.goes(f"{roster}?layer=draft")
    story.published()


def who_comes(story: Story, request: str) -> tuple[str, str, str]:
    """Address of the visit that the request became, and who shall come."""
    page = story.desk.goes(request).taps("第 1 次").page
    names = [n.inner_text() for n in page.locator("section[aria-labelledby=team] .card b").all()]
    assert len(names) == 2 and "待回复" in page.locator("main").inner_text()
    return page.url.removeprefix(story.town.address), names[0], names[1]


def on_the_old_phone(story: Story, name: str) -> None:
    """360 px, a card instead of a password, no e-mail: why me, one tap."""
    phone = story.open(narrow=True).carded(story.card_of(name))
    assert phone.page.url.endswith("/me")
    phone.taps("为什么是我")
    expect(phone.page.locator("details[open] p")).to_be_visible()
    phone.taps("接单")
    assert "已接单" in phone.text and not phone.page.get_by_role("button", name="接单").count()


def to_call(story: Story, name: str) -> Locator:
    """Their card on the call list, on whichever page; messages take a moment to get there."""
    page = story.desk.page
    for _ in range(SOLVING // 500):
        story.desk.goes("/calls")
        while True:
            found = page.locator("article", has=page.get_by_role("heading", name=name))
            if found.count():
                return found
            if not page.get_by_role("link", name="下一页").count():
                break
            story.desk.taps("下一页")
        page.wait_for_timeout(500)
    raise AssertionError(f"{name} is not on the call list")


def without_a_phone(story: Story, roster: str, visit: str, name: str) -> None:
    """On the call list; the neighbour who looks them up says yes for them, and the sheet hangs at the gate."""
    page, called = story.desk.page, to_call(story, name)
    called.get_by_role("button", name="答应了").click()
    expect(called).to_have_count(0)
    story.desk.goes(visit)
    expect(page.locator("h1")).to_contain_text("人已齐")
    story.desk.goes(f"{roster}/notice")
    row = page.locator("tr", has_text=f"{name[0]}*").first
    expect(row.locator("td.sign")).to_have_text("")
    assert name not in story.desk.text


def declined_and_replaced(story: Story, roster: str) -> None:
    """Somebody with two offers takes one and declines the other; the first in the ranking takes that."""
    desk, page, key = story.desk, story.desk.page, roster.rsplit("/", 1)[1]

    def replaceable(row: AssignmentRow) -> bool:
        """The best who could come instead is free."""
        page.goto(f"/visits/{row.visit_id}/candidates?roster_id={key}&role={row.role}")
        return page.locator("tbody tr").first.filter(has_text="空着").count() > 0

    asked = select(AssignmentRow).where(AssignmentRow.state == "offered")
    rows = story.found(asked.order_by(col(AssignmentRow.person_id), col(AssignmentRow.start)))
    twice = [(a, b) for a, b in pairwise(rows) if a.person_id == b.person_id]
    kept, given = next(pair for pair in twice if replaceable(pair[1]))
    name = _name(story, given.person_id)
    phone = story.open(narrow=True).carded(story.card_of(name))
    for offer, said in ((kept.id, "accept"), (given.id, "decline")):
        phone.page.locator(f"form[action='/me/offers/{offer}/{said}'] button").click()
        phone.page.wait_for_load_state()
    assert "已接单" in phone.text and given.id not in phone.page.content()
    desk.goes("/today")
    assert name in desk.text
    desk.goes(f"/visits/{given.visit_id}")
    page.locator(f"a[href*='role={given.role}']").click()
    best = page.locator("tbody tr").first
    chosen = best.locator("td").nth(1).inner_text()
    best.get_by_role("button", name="此人答应来").click()
    expect(page.locator("section[aria-labelledby=team]")).to_contain_text(chosen)
    expect(page.locator(".card", has_text=chosen)).to_contain_text("已接单")


def _name(story: Story, person: str) -> str:
    page = story.desk.goes(f"/people/{person}").page
    return page.locator("h1").inner_text().split()[0]


def served(story: Story, visit: str, request: str, first: str, second: str) -> None:
    """On the day: in and out by the code the resident holds, one of them from the printed sheet; their word, their
    rating; hours and a certificate."""
    (spot,) = story.found(
        select(PlannedVisitRow).where(
            PlannedVisitRow.visit_id == visit.rsplit("/", 1)[1], PlannedVisitRow.layer == "published"
        )
    )
    story.town.now = spot.start - timedelta(minutes=10)
    resident = story.known("resident", narrow=True)
    resident.goes("/services")
    code = resident.page.locator("b.code").first.inner_text()
    story.desk = story.known("coordinator")
    phone = story.open(narrow=True).carded(story.card_of(first))
    wrong = "0000" if code != "0000" else "1111"
    phone.page.fill("input[name=code]", wrong)
    phone.taps("^签到$")
    expect(phone.page.get_by_role("alert")).to_be_visible()
    assert phone.page.input_value("input[name=code]") == wrong
    assert len(phone.said) == 1 and "422" in phone.said.pop()
    phone.page.fill("input[name=code]", code)
    phone.taps("^签到$")
    story.town.now = spot.end
    phone.page.fill("input[name=code]", code)
    phone.taps("^签退$")
    desk = story.desk.goes(visit)
    for word in ("到了", "离开"):
        form = desk.page.locator(".card", has_text=second).locator("form", has_text=word)
        form.get_by_role("button").click()
        desk.page.wait_for_load_state()
    resident.goes("/services").taps("来过了")
    resident.goes(request.replace("/requests/", "/services/")).taps("非常满意")
    assert "5 / 5" in resident.text
    desk.goes(f"/people?text={first}").page.locator("table.lines a", has_text=first).click()
    desk.taps("开具证明")
    phone.goes("/me/hours")
    assert "45分钟" in phone.text
    phone.page.locator("section[aria-labelledby=papers] a").click()
    expect(phone.page.locator("h1")).to_contain_text("证明")
    number = phone.page.locator("dl dd").first.inner_text()
    check = phone.page.locator("dd.code").first.inner_text()
    stranger = story.open().goes("/certificates")
    stranger.page.fill("input[name=number]", number)
    stranger.page.fill("input[name=code]", check)
    stranger.taps("查验")
    assert "是我们开具的" in stranger.text


def closed_and_planned_anew(story: Story, roster: str) -> None:
    """The unit reads whom it hits before anything closes; the next roster plans them elsewhere."""
    (spot,) = story.found(
        select(PlannedVisitRow)
        .where(PlannedVisitRow.layer == "published", col(PlannedVisitRow.facility_id).is_not(None))
        .where(PlannedVisitRow.start > story.town.now)
        .order_by(col(PlannedVisitRow.start).desc())
        .limit(1)
    )
    with Session(story.town.engine) as session:
        grant = session.exec(select(Grant).where(Grant.role == "unit")).one()
        grant.organisation_id = session.get_one(Facility, spot.facility_id).organisation_id
        session.commit()
    unit = story.known("unit")
    unit.goes(f"/unit/rooms/{spot.facility_id}")
    for name in ("first", "last"):
        unit.page.fill(f"input[name={name}]", spot.start.date().isoformat())
    unit.page.fill("input[name=reason]", "水管检修")
    unit.taps("看影响谁")
    assert re.search(r"会影响 [1-9]\d* 个预订|、[1-9]\d* 次服务", unit.text) and "水管检修" not in unit.text
    assert unit.page.input_value("input[name=reason]") == "水管检修"
    unit.page.check("input[name=sure]")
    unit.taps("^关闭$")
    assert "水管检修" in unit.text
    story.desk.goes(f"{roster}?layer=draft")
    story.solved()
    story.published()
    left = story.found(
        select(PlannedVisitRow.visit_id).where(
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.facility_id == spot.facility_id,
            col(PlannedVisitRow.start) >= spot.start,
            col(PlannedVisitRow.start) < spot.end,
        )
    )
    assert left == []
    story.desk.goes(f"/visits/{spot.visit_id}")
    anew = story.found(
        select(PlannedVisitRow.visit_id).where(
            PlannedVisitRow.layer == "published", PlannedVisitRow.visit_id == spot.visit_id
        )
    )
    assert anew or len(story.desk.page.locator("h2:text('为什么') + p").inner_text()) > 5
