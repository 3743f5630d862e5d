"""A certificate: issued at the desk, printed with everything on it, checked by anybody without a login."""

from __future__ import annotations

import re

import pytest

from api.day_week import DayWeek
from api.pages.visitor import Visitor
from api.world import World
from matcher_api.hours.models import HourEntry


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def test_issued_printed_and_checked(week: DayWeek) -> None:
    person = week.people["v1"]
    me = Visitor(week.world).known("coordinator").get(f"/people/{person}")
    me.send(f"/people/{person}/certificate")
    assert me.page.status_code == 409, "nothing to certify"
    with week.world.writing() as session:
        day = week.world.now.date()
        session.add(HourEntry(community_id=week.community, person_id=person, day=day,
                              service="visit_elder", minutes=165, kind="service"))  # fmt: skip
        session.commit()
    me.get(f"/people/{person}").send(f"/people/{person}/certificate").followed()
    (path,) = re.findall(r'href="(/certificates/[^"]+)"', me.page.text)
    me.get(path)
    me.sound()
    number, code = path.split("/")[2], re.findall(r'<dd class="code">([A-Z0-9-]+)</dd>', me.page.text)[0]
    assert "王小明" in me.shows and "2小时 45分钟" in me.shows and "探访老人 1 2小时 45分钟" in me.shows
    assert f"/certificates/{number}?code={code}" in me.page.text and "/api/" not in me.page.text
    stranger = Visitor(week.world).get(f"/certificates/{number}?code={code}")
    stranger.sound()
    assert "是我们开具的" in stranger.shows and "王小明" not in stranger.shows and "2小时 45分钟" in stranger.shows
    assert stranger.get(f"/certificates?number={number}&code=WRONG").page.status_code == 404
    assert "没有这份证明" in stranger.shows and f'value="{number}"' in stranger.page.text
    assert stranger.get(path).page.status_code == 303
    assert Visitor(week.world).known("v2").get(path).page.status_code == 404
