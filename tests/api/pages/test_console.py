"""The console: a roster made, solved, read, compared, published and printed; the same without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.world import World
from matcher_api.console.curve import curve
from matcher_api.rosters.models import RosterRow
from matcher_api.runs.models import Run, RunProgress
from matcher_api.runs.shapes import ProgressShown

HEAVIEST, MOST_REQUESTS = 150_000, 10


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def test_a_roster_is_made_and_a_wrong_one_keeps_what_was_typed(week: SmallWeek) -> None:
    desk = Visitor(week.world).known("coordinator").get("/console")
    desk.sound()
    asked = {"communities": week.community, "first_day": "2026-11-23"}
    desk.send("/console", **asked, days="99", title="第48周")
    assert desk.page.status_code == 422 and 'value="第48周"' in desk.page.text and "太大了" in desk.shows
    desk.send("/console", **asked, days="1", title="第48周").followed()
    desk.sound()
    assert "第48周" in desk.shows and "还没有求解过" in desk.shows and "0 / 3" in desk.shows


def test_a_solve_is_asked_for_followed_and_stopped(week: SmallWeek) -> None:
    roster = week.roster()
    desk = Visitor(week.world).known("coordinator").get(f"/console/{roster}")
    desk.send(f"/console/{roster}/solve", time_limit="10").followed()
    assert "排队中" in desk.shows and f'hx-get="/console/{roster}/run"' in desk.page.text
    with week.world.writing() as session:
        run = session.exec(select(Run)).one()
        assert run.input["time_limit"] == 10
        run.state, run.started_at = "running", week.world.now
        for number, (objective, bound) in enumerate(((100, 400), (150, 300), (298, 300)), 1):
            line = RunProgress(run_id=run.id, number=number, seconds=number, stage="all", objective=objective)
            line.bound = bound
            session.add(line)
        run.seconds, run.objective, run.bound = 3.0, 298, 300
        session.commit()
    part = desk.get(f"/console/{roster}/run")
    assert "最多还能好 0.67 %" in part.shows and "polyline" in part.page.text and "<html" not in part.page.text
    again = desk.get(f"/console/{roster}")
    again.sound()
    again.send(f"/console/{roster}/stop").followed()
    assert "正在停止" in desk.shows
    with week.world.writing() as session:
        session.exec(select(Run)).one().state = "done"
        session.exec(select(RosterRow)).one().state = "draft"
        session.commit()
    assert desk.get(f"/console/{roster}/run").page.headers["HX-Refresh"] == "true"
    assert 'hx-trigger="every' not in desk.page.text


def test_the_week_by_person_facility_visit_and_what_stays_unserved(week: SmallWeek) -> None:
    roster = week.roster()
    week.place(roster, "home", 9, {"v1": "helper"})
    week.place(roster, "class", 14, {"v3": "teacher"}, week.room)
    desk = Visitor(week.world).known("coordinator").get(f"/console/{roster}")
    desk.sound()
    assert "王小明" in desk.shows and "2 / 3" in desk.shows and "09:00" in desk.shows
    assert "一年级教室" in desk.get(f"/console/{roster}?view=rooms").shows
    visits = desk.get(f"/console/{roster}?view=visits")
    visits.sound()
    assert re.search(r"09:00–10:00 探访老人 A1 .*王小明.*14:00–15:00 四点半课堂", visits.shows)
    assert "street-map" in desk.get(f"/console/{roster}?view=map").page.text
    whole = desk.get(f"/console/{roster}/unserved?layer=draft")
    whole.sound()
    assert "广场巡逻" in whole.shows
    part = desk.client.get(f"/console/{roster}/unserved?layer=draft", headers={"HX-Request": "true"})
    assert "广场巡逻" in part.text and "<html" not in part.text


def test_one_persons_day_is_drawn_and_told(week: SmallWeek) -> None:
    roster = week.roster()
    week.place(roster, "home", 9, {"v1": "helper"})
    week.place(roster, "team", 11, {"v1": "patrol", "v2": "patrol"})
    desk = Visitor(week.world).known("coordinator").get(f"/console/{roster}")
    assert f'action="/console/{roster}/day"' in desk.page.text
    assert f'<option value="{week.people["v1"]}">王小明' in desk.page.text
    assert week.people["v3"] not in desk.page.text  # nothing to draw
    day = desk.get(f"/console/{roster}/day?person_id={week.people['v1']}&layer=draft")
    day.sound()
    assert re.search(r"1 09:00–10:00 看望李大妈 .*2 11:00–12:30 广场巡逻.*一共步行 约 \d+ 分钟", day.shows), day.shows
    assert day.page.text.count('class="m-stop"') == 2 and day.page.text.count('class="m-home"') == 1
    assert "这天没有安排" in desk.get(f"/console/{roster}/day?person_id={week.people['v3']}&layer=draft").shows
    assert desk.get(f"/console/{roster}/day?person_id=nobody&layer=draft").page.status_code == 404
    street = Visitor(week.world).known("street")
    assert street.get(f"/console/{roster}/day?person_id={week.people['v1']}").page.status_code == 403
    seen = street.get(f"/console/{roster}?view=visits&layer=draft")
    assert "/day" not in seen.page.text and "广场巡逻" in seen.shows
    linked = desk.get(f"/console/{roster}?view=visits&layer=draft")
    assert f"/console/{roster}/day?person_id={week.people['v1']}&amp;layer=draft&amp;day=0" in linked.page.text


def test_what_publishing_changes_is_shown_before(week: SmallWeek) -> None:
    roster = week.planned()
    desk = Visitor(week.world).known("coordinator").get(f"/console/{roster}/diff")
    desk.sound()
    assert re.search(r"受影响的人 3 .*新增服务 3", desk.shows) and "四点半课堂 A3" in desk.shows
    week.place(roster, "home", 9.5, {"v1": "helper"})  # somebody edits it meanwhile
    version = re.search(r'name="version" value="(\d+)"', desk.page.text)
    assert version is not None
    desk.send(f"/console/{roster}/publish", version=version[1])
    assert desk.page.status_code == 412
    version = re.search(r'name="version" value="(\d+)"', desk.page.text)
    assert version is not None
    desk.send(f"/console/{roster}/publish", version=version[1]).followed()
    assert "已公布" in desk.shows and "第 1 版已公布" in desk.shows and week.state("home") == "offered"


def test_a_broken_rule_needs_a_reason_that_stays_typed(week: SmallWeek) -> None:
    roster = week.roster()
    week.place(roster, "home", 19, {"v1": "helper"})
    desk = Visitor(week.world).known("coordinator").get(f"/console/{roster}/diff")
    version = re.search(r'name="version" value="(\d+)"', desk.page.text)
    assert version is not None
    desk.send(f"/console/{roster}/publish", version=version[1], override="")
    assert desk.page.status_code == 409 and 'name="override"' in desk.page.text
    desk.send(f"/console/{roster}/publish", version="1", override="老人坚持晚上")
    assert desk.page.status_code == 412 and 'value="老人坚持晚上"' in desk.page.text


def test_the_notice_has_no_name_no_home_and_a_place_to_sign(week: SmallWeek) -> None:
    roster = week.published()
    page = Visitor(week.world).known("coordinator").get(f"/console/{roster}/notice")
    page.sound()
    assert "签名" in page.shows and "王**" in page.shows and "四点半课堂" in page.shows
    assert not any(word in page.page.text for word in ("王小明", "李大妈", "1号楼"))
    (note,) = week.world.as_("coordinator").get("/audit?action=roster.export").json()["items"]
    assert note["detail"]["for"] == "notice"


def test_who_reads_may_not_change(week: SmallWeek) -> None:
    roster = week.planned()
    street = Visitor(week.world).known("street").get(f"/console/{roster}")
    street.sound()
    assert "王小明" not in street.page.text and "/solve" not in street.page.text and "比较并公布" not in street.shows
    token = re.search(r'name="_csrf" value="([^"]*)"', street.page.text)
    assert token is not None
    answer = street.client.post(f"/console/{roster}/publish", data={"_csrf": token[1], "version": "1"})
    assert answer.status_code == 403
    assert Visitor(week.world).known("volunteer").get(f"/console/{roster}").page.status_code == 403
    assert Visitor(week.world).known("coordinator").get("/console/nothing").page.status_code == 404


def test_the_console_is_not_heavy(week: SmallWeek) -> None:
    roster = week.published()
    desk = Visitor(week.world).known("coordinator")
    for path in ("/console", f"/console/{roster}", f"/console/{roster}?view=map", f"/console/{roster}/diff"):
        size, requests = desk.get(path).weight
        assert size <= HEAVIEST and requests <= MOST_REQUESTS, (path, size, requests)


def test_a_curve_needs_two_lines() -> None:
    line = ProgressShown(number=1, attempt=1, seconds=1.0, stage="all", objective=5, bound=None, gap=None)
    told = {"title": "t", "points": "p", "bound": "b"}
    assert curve([line], **told) is None
    later = line.model_copy(update={"seconds": 1 + timedelta(seconds=2).total_seconds(), "bound": 9, "objective": 7})
    drawing = curve([line, later], **told)
    assert drawing is not None and drawing.count("<polyline") == 2 and 'aria-label="t"' in drawing
