"""Who serves, at the desk: found, registered, led through the states, a card printed, erased after a question."""

from __future__ import annotations

import re

import pytest

from api.pages.visitor import Visitor
from api.small_week import SmallWeek
from api.world import World


@pytest.fixture
def week(world: World) -> SmallWeek:
    made = SmallWeek(world)
    made.published()
    return made


def test_people_are_found_by_name_skill_and_state(week: SmallWeek) -> None:
    me = Visitor(week.world).known("coordinator").get("/people")
    me.sound()
    assert "张大力" in me.shows and "Anna Lee" in me.shows
    me.get("/people?skill=teaching")
    assert "Anna Lee" in me.shows and "张大力" not in me.shows
    me.get("/people?text=大力")
    assert "张大力" in me.shows and "Anna Lee" not in me.shows
    me.get("/people?state=paused")
    assert "没有找到" in me.shows
    assert me.get("/people?state=odd").page.status_code == 404
    assert Visitor(week.world).known("v1").get("/people").page.status_code == 403


def test_somebody_is_registered_at_the_counter_and_gets_a_card(week: SmallWeek) -> None:
    me = Visitor(week.world).known("clerk").get("/people/new")
    me.sound()
    home = re.findall(r'<option value="([^"]+)"', me.page.text)[0]
    typed = {"community_id": week.community, "name": "周新来", "home_id": home, "skills": "first_aid，driver"}
    me.send("/people/new", **typed, max_walk_minutes="far")
    assert me.page.status_code == 422 and 'value="周新来"' in me.page.text
    me.send("/people/new", **typed, max_walk_minutes="10", phone="19912345678").followed()
    me.sound()
    path = me.page.url.path
    assert "周新来" in me.shows and "first_aid" in me.shows and "driver" in me.shows and "19912345678" not in me.shows
    me.send(f"{path}/card")
    me.sound()
    (code,) = re.findall(r'class="total code">([^<]+)<', me.page.text)
    new = Visitor(week.world).get("/login").send("/login", code=code, next="/me").followed()
    assert new.page.status_code == 200 and "我的班次" in new.shows
    assert code not in me.get(path).page.text
    me.send(f"{path}/revoke-card").followed()
    assert Visitor(week.world).get("/login").send("/login", code=code).page.status_code == 401


def test_what_the_desk_enters_about_somebody(week: SmallWeek) -> None:
    path = f"/people/{week.people['v3']}"
    me = Visitor(week.world).known("coordinator").get(path)
    me.sound()
    me.send(
        f"{path}/paper", kind="qualification", number_end="0042", valid_until="2026-01-31", skill="nurse"
    ).followed()
    assert "职业资格" in me.shows and "2026-01-31 已过期" in me.shows
    me.send(f"{path}/skill", new_skill="dance", skill_until="2027-01-31").followed()
    assert "dance" in me.shows
    me.send(f"{path}/limits", version="99", max_walk_minutes="9")
    assert me.page.status_code == 412 and 'value="9"' in me.page.text
    version = re.findall(r'name="version" value="(\d+)"', me.page.text)[0]
    me.send(f"{path}/limits", version=version, max_walk_minutes="9", max_visits_day="").followed()
    shown = week.world.as_("coordinator").get(f"/volunteers/{week.people['v3']}").json()
    assert (shown["max_walk_minutes"], shown["max_visits_day"], shown["proposals"]) == (9, None, False)
    me.send(f"{path}/week", free=["0-m", "2-e"]).followed()
    assert me.page.text.count('name="free"') == 21 and me.page.text.count("checked><span") == 2
    me.send(f"{path}/consent", purpose="photo", given="true").followed()
    assert re.search(r"拍照 已同意", me.shows)
    me.send(f"{path}/consent", purpose="photo", given="false").followed()
    assert re.search(r"拍照 未同意", me.shows)
    me.send(f"{path}/pause").followed()
    assert "暂停" in me.shows
    me.send(f"{path}/resume").followed()


def test_erasing_asks_first_and_is_the_coordinators(week: SmallWeek) -> None:
    path = f"/people/{week.people['v3']}"
    assert "清除" not in Visitor(week.world).known("clerk").get(path).shows
    me = Visitor(week.world).known("coordinator").get(f"{path}/erase")
    me.sound()
    assert "Anna Lee" in me.shows and "不能恢复" in me.shows
    assert "Anna Lee" in me.get(path).shows, "asking changes nothing"
    exported = me.get(f"{path}/export").page
    assert exported.json()["record"]["code"] == "V3" and "attachment" in exported.headers["content-disposition"]
    me.get(f"{path}/erase").send(f"{path}/erase").followed()
    assert me.page.status_code == 200 and "Anna Lee" not in me.shows


def test_who_is_not_sent_together_and_who_is_rather(week: SmallWeek) -> None:
    path = f"/people/{week.people['v3']}"
    me = Visitor(week.world).known("coordinator").get(path)
    me.send(f"{path}/pair", pair="forbidden", with_kind="volunteer", other="V2").followed()
    me.sound()
    assert "不安排 某位同伴 张大力 V2" in me.shows
    me.send(f"{path}/pair", pair="preferred", with_kind="service", other="visit_elder").followed()
    assert "优先 某类服务 visit_elder" in me.shows
    me.send(f"{path}/pair", pair="forbidden", with_kind="beneficiary", other="R99")
    me.sound()
    assert me.page.status_code == 422 and 'value="R99"' in me.page.text and "没有找到 R99" in me.shows
    assert re.search(r"<details open><summary>加一条", me.page.text)
    gone = re.search(r'/remove-pair"[^>]*>.*?name="id" value="([^"]+)"', me.page.text)
    assert gone is not None
    me.send(f"{path}/remove-pair", id=gone[1]).followed()
    assert "张大力 V2" not in me.shows and "visit_elder" in me.shows
    clerk = Visitor(week.world).known("clerk").get(path)
    assert "visit_elder" not in clerk.page.text and "/pair" not in clerk.page.text
