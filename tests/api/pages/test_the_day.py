"""The day itself on pages: the resident's code, the desk that writes down who came, hours, shifts one picks oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.day_week import DayWeek
from api.pages.visitor import Visitor
from api.small_week import at
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.people.models import Credential, PersonSkill
from matcher_api.residents.models import Resident


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def test_the_resident_has_the_code_and_says_that_it_is_done(week: DayWeek) -> None:
    me = Visitor(week.world).known("resident").get("/services")
    me.sound()
    assert "探访老人" in me.shows and "09:00–10:00" in me.shows and "4711" in me.shows
    assert "王*明" in me.shows and "王小明" not in me.shows
    served = f"/services/visits/{week.visits['home']}/served"
    assert served not in me.page.text, "nobody has left yet"
    week.served("v1", "home", 9, 10)
    me.known("resident").get("/services").send(served).followed()
    assert week.state("home") == "done" and "谁来我家" not in me.shows
    hours = Visitor(week.world).known("v1").get("/me/hours")
    assert "1小时" in hours.shows


def test_who_only_accepted_is_not_verified_by_somebody_elses_address(week: DayWeek) -> None:
    with week.world.writing() as session:
        neighbour = Resident(community_id=week.community, code="B2")
        session.add(neighbour)
        session.flush()
        week.world.login(session, AccessRole.RESIDENT, week.community, name="neighbour", resident_id=neighbour.id)
        session.commit()
    week.served("v1", "home", 9, 10)
    other = Visitor(week.world).known("neighbour").get("/services")
    token = other.page.text.split('name="_csrf" value="')[1].split('"')[0]
    answer = other.client.post(f"/services/visits/{week.visits['home']}/served", data={"_csrf": token})
    assert answer.status_code == 404 and week.state("home") == "in_progress"


def test_the_desk_writes_down_who_came_and_when(week: DayWeek) -> None:
    path, base = f"/visits/{week.visits['team']}", f"/visits/{week.visits['team']}/assignments"
    me = Visitor(week.world).known("coordinator").get(path)
    assert "/check-in" not in me.page.text, "it has not begun"
    week.world.now = at(13)
    me.known("coordinator").get(path)
    me.sound()
    v1, v2 = week.work["v1", "team"], week.work["v2", "team"]
    me.send(f"{base}/{v1}/check-in", at="25:00")
    assert me.page.status_code == 422 and "09:30" in me.shows
    me.send(f"{base}/{v1}/check-in", at="11:05").followed()
    me.send(f"{base}/{v1}/check-out", at="12:25").followed()
    me.send(f"{base}/{v2}/no-show").followed()
    assert "未到" in me.shows
    me.get(path).send(f"{base}/{v2}/came-after-all", reason="在后门").followed()
    me.send(f"{base}/{v1}/verify").followed()
    with week.world.writing() as session:
        rows = {key: session.get_one(AssignmentRow, key) for key in (v1, v2)}
        assert (rows[v1].state, rows[v2].state) == ("verified", "accepted")
        assert rows[v1].checked_in_at == at(11) + timedelta(minutes=5)


def test_today_tells_who_is_missing_what_waits_and_what_ends(week: DayWeek) -> None:
    with week.world.writing() as session:
        session.add(Credential(person_id=week.people["v1"], kind="insurance", valid_until=at(0, 5).date()))
        session.add(Credential(person_id=week.people["v2"], kind="health", valid_until=at(0, 90).date()))
        session.add(PersonSkill(person_id=week.people["v2"], skill="patrol", valid_until=at(0, -3).date()))
        session.commit()
    week.served("v1", "home", 9, 10)
    week.world.now = at(13)
    me = Visitor(week.world).known("coordinator").get("/today")
    me.sound()
    assert me.shows.count("没签到") == 2 and "保险" in me.shows and "已过期" in me.shows and "健康证" not in me.shows
    week.world.now = at(10, 3)
    me.known("coordinator").get("/today")
    assert "等着核实时长" in me.shows
    me.send(f"/visits/{week.visits['home']}/assignments/{week.work['v1', 'home']}/verify")
    assert me.page.status_code == 303 and week.state("home") == "done"


def test_somebody_picks_an_open_shift(week: DayWeek) -> None:
    with week.world.writing() as session:
        session.get_one(AssignmentRow, week.work["v2", "team"]).state = "declined"
        session.commit()
    me = Visitor(week.world).known("v3").get("/me/open")
    me.sound()
    assert "广场巡逻" in me.shows and "再没有人就办不成了" in me.shows
    path = f"/me/open/{week.visits['team']}"
    fields = {"role": "patrol", "person_id": week.people["v3"]}
    late = Visitor(week.world).known("v3").get("/me/open")
    me.send(path, **fields).followed()
    assert "广场巡逻" in me.shows and "已接单" in me.shows
    late.send(path, **fields)
    assert late.page.status_code == 409 and "可以报名的班次" in late.shows
