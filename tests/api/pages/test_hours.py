"""When a room is lent: weekly rules and single days, added and taken away by its unit."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.pages.visitor import Visitor
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.facilities.models import OpeningDate, OpeningRule


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def test_hours_are_added_and_taken_away(week: SmallWeek) -> None:
    path = f"/unit/rooms/{week.room}/hours"
    me = Visitor(week.world).known("unit").get(path)
    me.sound()
    assert "还没有每周的开放时间" in me.shows and "11月23日 周一 08:00–20:00" in me.shows
    asked = {"weekdays": ["0", "4"], "start": "18:00", "end": "21:30", "days": "workday", "term": "term"}
    me.send(f"{path}/rules", **{**asked, "weekdays": []})
    assert me.page.status_code == 422 and 'value="18:00"' in me.page.text
    me.send(f"{path}/rules", **asked).followed()
    assert "周一、周五 18:00 起 3小时 30分钟 · 工作日（含调休上班） · 上学期间" in me.shows
    me.send(f"{path}/rules", **{**asked, "start": "22:00", "end": "06:00", "days": "any", "term": "any"}).followed()
    assert "22:00 起 8小时" in me.shows, "over midnight"
    with week.world.writing() as session:
        (rule, _) = session.exec(select(OpeningRule).order_by(OpeningRule.start)).all()  # type: ignore[arg-type]
    me.send(f"{path}/rules/{rule.id}/remove").followed()
    assert "3小时 30分钟" not in me.shows and "22:00" in me.shows
    me.send(f"{path}/dates", day="2026-11-28", date_start="09:00", date_end="08:00")
    assert me.page.status_code == 422 and 'value="2026-11-28"' in me.page.text
    me.send(f"{path}/dates", day="2026-11-28", date_start="09:00", date_end="12:00").followed()
    with week.world.writing() as session:
        row = session.exec(select(OpeningDate).where(OpeningDate.start == at(9, 5))).one()
    me.send(f"{path}/dates/{row.id}/remove").followed()
    assert "11月28日" not in me.shows


def test_it_is_the_units_own(week: SmallWeek) -> None:
    path = f"/unit/rooms/{week.room}/hours"
    assert Visitor(week.world).known("resident").get(path).page.status_code == 403
    assert Visitor(week.world).known("coordinator").get(path).page.status_code == 200
