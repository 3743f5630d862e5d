"""A volunteer's phone: offers answered by a tap, today in order, the card instead of a password."""

from __future__ import annotations

import re

import pytest

from api.pages.visitor import Visitor
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.visits.models import Visit

LIGHT = 40_000


@pytest.fixture
def week(world: World) -> SmallWeek:
    made = SmallWeek(world)
    made.published()
    return made


def test_one_is_accepted_and_one_declined(week: SmallWeek) -> None:
    me = Visitor(week.world).known("v1").get("/me")
    me.sound()
    assert "探访老人" in me.shows and "李大妈" not in me.shows and "步行 3 分钟" in me.shows
    assert "不要求专门技能" in me.shows and "张*力" in me.shows
    home, team = week.offer("v1", "home"), week.offer("v1", "team")
    me.send(f"/me/offers/{home}/accept").followed()
    assert "已接单" in me.shows and f"/me/offers/{home}/accept" not in me.page.text
    me.send(f"/me/offers/{team}/decline").followed()
    assert "广场巡逻" not in me.shows
    shown = {a["id"]: a["state"] for a in week.world.as_("coordinator").get("/assignments").json()["items"]}
    assert (shown[home], shown[team]) == ("accepted", "declined")


def test_an_answer_that_comes_too_late_is_told_on_the_page(week: SmallWeek) -> None:
    week.world.now = at(8.5)
    me = Visitor(week.world).known("v1").get("/me")
    week.world.now = at(9.5)
    me.send(f"/me/offers/{week.offer('v1', 'home')}/accept")
    assert me.page.status_code == 409 and "已经开始" in me.shows and "我的班次" in me.shows


def test_todays_work_comes_first_and_can_be_taken_back(week: SmallWeek) -> None:
    me = Visitor(week.world).known("v1").get("/me")
    for visit in ("home", "team"):
        me.send(f"/me/offers/{week.offer('v1', visit)}/accept").followed()
    week.world.now = at(8)
    me.known("v1").get("/me")
    assert re.search(r"今天 11月23日 周一 服务 2小时 30分钟，步行 3 分钟 .*探访老人.*步行 3 分钟.*广场巡逻", me.shows)
    me.send(f"/me/shifts/{week.offer('v1', 'team')}/withdraw", reason="发烧").followed()
    assert "广场巡逻" not in me.shows


def test_a_card_opens_it_and_may_do_less(week: SmallWeek) -> None:
    code = week.world.as_("coordinator").post(f"/volunteers/{week.people['v1']}/card").json()["code"]
    me = Visitor(week.world).get("/login").send("/login", code=code.lower(), next="/me").followed()
    assert me.page.status_code == 200 and "/me/feed" not in me.page.text
    me.send(f"/me/offers/{week.offer('v1', 'home')}/accept").followed()
    assert "已接单" in me.shows
    me.get("/me/availability").send(f"/me/availability/{week.people['v1']}/week", free="0-m")
    assert me.page.status_code == 403 and "个人卡" in me.shows
    me.get("/me").send("/logout").followed()
    assert me.page.url.path == "/login"
    wrong = Visitor(week.world).get("/login").send("/login", code="AAAA-BBBB-CCCC")
    assert wrong.page.status_code == 401 and 'value="AAAA-BBBB-CCCC"' in wrong.page.text


def test_the_calendar_address_is_shown_once(week: SmallWeek) -> None:
    me = Visitor(week.world).known("v1").get("/me").send("/me/feed")
    (path,) = re.findall(r"(/api/v1/feeds/\S+\.ics)", me.shows)
    assert week.world.client.get(path).status_code == 200
    assert "/feeds/" not in me.get("/me").page.text


def test_the_weekly_grid_keeps_what_it_cannot_show(week: SmallWeek) -> None:
    person = week.people["v1"]
    api, rules = week.world.as_("v1"), f"/volunteers/{week.people['v1']}/availability/rules"
    odd = {"weekdays": [5], "start": "09:15", "minutes": 50, "days": "restday"}
    assert api.post(rules, odd).status_code == 201
    me = Visitor(week.world).known("v1").get("/me/availability")
    me.sound()
    me.send(f"/me/availability/{person}/week", free=["0-m", "1-m", "6-e"]).followed()
    kept = {(tuple(r["weekdays"]), r["start"], r["minutes"]) for r in api.get(rules).json()["items"]}
    assert kept == {((5,), "09:15:00", 50), ((0, 1), "08:00:00", 240), ((6,), "18:00:00", 180)}
    assert me.page.text.count(" checked") == 3 and "09:15" in me.shows
    me.send(f"/me/availability/{person}/week", free=["0-m"]).followed()
    assert me.page.text.count(" checked") == 1


def test_days_away_are_entered_and_removed(week: SmallWeek) -> None:
    person = week.people["v1"]
    me = Visitor(week.world).known("v1").get("/me/availability")
    me.send(f"/me/availability/{person}/away", first="2026-12-05", last="2026-12-01")
    assert me.page.status_code == 422 and 'value="2026-12-05"' in me.page.text
    me.send(f"/me/availability/{person}/away", first="2026-12-05", last="someday")
    assert me.page.status_code == 422 and "请填写日期" in me.shows
    me.send(f"/me/availability/{person}/away", first="2026-12-01", last="2026-12-05").followed()
    assert "12月1日 周二 00:00 – 12月6日 周日 00:00 不在" in me.shows
    (path,) = re.findall(rf'action="(/me/availability/{person}/dates/[^"]+)"', me.page.text)[-1:]
    me.send(path).followed()
    assert "12月6日" not in me.shows
    other = me.client.post(f"/me/availability/{week.people['v2']}/week", data={"_csrf": "x"})
    assert other.status_code == 403


def test_pages_of_volunteers_are_light(week: SmallWeek) -> None:
    me = Visitor(week.world).known("v1")
    for path in ("/me", "/me/hours", "/me/availability"):
        size, requests = me.get(path).weight
        me.sound()
        assert size <= LIGHT and requests <= 10, (path, size, requests)


def test_one_checks_in_and_out_by_the_code_of_the_visit(week: SmallWeek) -> None:
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["home"]).door_code = "4711"
        session.commit()
    week.world.now = at(9)
    base = f"/me/shifts/{week.offer('v1', 'home')}"
    me = Visitor(week.world).known("v1").get("/me")
    me.sound()
    me.send(f"{base}/check-in", code="0000")
    assert me.page.status_code == 422 and f'action="{base}/check-in"' in me.page.text
    assert len(re.findall(r'value="0000"', me.page.text)) == 1  # what was typed, at its own form
    me.send(f"{base}/check-in", code="4711").followed()
    assert "已签到" in me.shows
    week.world.now = at(9.9)
    me.get("/me").send(f"{base}/check-out", code="4711").followed()
    week.world.as_("coordinator").post(f"/assignments/{week.offer('v1', 'home')}/verify")
    assert "54分钟" in me.get("/me/hours").shows


def test_somebody_else_is_looked_for_and_called_off_again(week: SmallWeek) -> None:
    week.world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    base = f"/me/shifts/{week.offer('v1', 'home')}"
    me = Visitor(week.world).known("v1").get("/me").send(f"{base}/seek-stand-in").followed()
    assert "找人顶替" in me.shows
    me.send(f"{base}/keep").followed()
    assert "已接单" in me.shows
