"""From "I would help" to one's own page: registered without a login, met at the desk, changed by oneself."""

from __future__ import annotations

import re

import pytest

from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.world import World

LIGHT = 40_000
NEW = {"name": "孙热心", "phone": "19912340000", "building": "2号楼"}


@pytest.fixture
def week(world: World) -> SmallWeek:
    made = SmallWeek(world)
    made.published()
    return made


def test_somebody_registers_and_is_met(week: SmallWeek) -> None:
    me = Visitor(week.world).get("/join")
    me.sound()
    community = {"community": "xizha"}
    me.send("/join", **NEW, **community)
    assert me.page.status_code == 422 and 'value="孙热心"' in me.page.text and "没有您的同意" in me.shows
    me.send("/join", **{**NEW, "building": "99号楼"}, **community, consent="on")
    assert me.page.status_code == 422 and "社区里有：" in me.shows and "2号楼" in me.shows
    me.send("/join", **NEW, **community, consent="on", has_smartphone="on").followed()
    me.sound()
    assert "打电话" in me.shows and "孙热心" not in me.shows
    desk = Visitor(week.world).known("coordinator").get("/people?state=registered")
    (path,) = re.findall(r'href="(/people/[^"]+)">孙热心', desk.page.text)
    desk.get(path).send(f"{path}/confirm").followed()
    assert "在岗" in desk.shows
    assert Visitor(week.world).known("clerk").get(path).page.text.count("/confirm") == 0


def test_my_own_page(week: SmallWeek) -> None:
    base = f"/me/profile/{week.people['v1']}"
    me = Visitor(week.world).known("v1").get("/me/profile")
    me.sound()
    size, requests = me.weight
    assert size <= LIGHT and requests <= 10, size

    def version() -> str:
        return str(re.findall(r'name="version" value="(\d+)"', me.page.text)[0])

    me.send(f"{base}/limits", version=version(), max_walk_minutes="far")
    assert me.page.status_code == 422 and 'value="far"' in me.page.text
    me.send(f"{base}/limits", version=version(), max_walk_minutes="8", max_visits_day="2").followed()
    me.send(f"{base}/reached", version=version(), phone="19900001111", has_smartphone="on").followed()
    assert 'value="19900001111"' in me.page.text and 'value="8"' in me.page.text
    shown = week.world.as_("coordinator").get(f"/volunteers/{week.people['v1']}").json()
    assert (shown["max_walk_minutes"], shown["max_visits_day"], shown["proposals"]) == (8, 2, False)
    me.send(f"{base}/consent", purpose="standing", given="true").followed()
    assert re.search(r"常设同意（派单即接） 已同意", me.shows)
    me.send(f"{base}/pause").followed()
    me.send(f"{base}/resume").followed()
    assert me.get(f"{base}/export").page.json()["record"]["code"] == "V1"
    me.get("/me/profile").send(f"{base}/certificate")
    assert me.page.status_code == 409
    foreign = me.client.get(f"/me/profile/{week.people['v2']}/export")
    assert foreign.status_code == 404


def test_messages_of_mine_and_calls_of_the_desk(week: SmallWeek) -> None:
    me = Visitor(week.world).known("v1").get("/me/messages")
    me.sound()
    desk = Visitor(week.world).known("coordinator").get("/messages")
    desk.sound()
    assert desk.get("/messages?state=odd").page.status_code == 404
    desk.get("/calls")
    desk.sound()
    assert Visitor(week.world).known("v1").get("/calls").page.status_code == 403
