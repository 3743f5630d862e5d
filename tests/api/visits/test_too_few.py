"""Visits that lack people when it must be certain: called off by themselves, once, and those who said yes are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.communities.models import Community
from matcher_api.notifications.models import Notification
from matcher_api.visits.too_few import look_once

MINUTE = timedelta(minutes=1)


@pytest.fixture
def week(world: World) -> SmallWeek:
    """Published; one of the two who patrol at eleven said yes, and the teacher of the class at two."""
    made = SmallWeek(world)
    made.published()
    for name, visit in (("v1", "team"), ("v3", "class")):
        assert world.as_(name).post(f"/me/offers/{made.offer(name, visit)}/accept").status_code == 200
    with world.writing() as session:  # who was asked had their time
        for row in session.exec(select(AssignmentRow).where(AssignmentRow.state == "offered")).all():
            row.answer_by, row.delivered_at = at(8), at(7)
        session.commit()
    return made


def looked(week: SmallWeek, hour: float) -> list[str]:
    week.world.now = at(hour)
    found = look_once(week.world.engine, week.world.settings, week.world.now)
    names = {key: name for name, key in week.visits.items()}
    return sorted(names[v] for v in found)


def told(week: SmallWeek, name: str) -> list[str]:
    with week.world.writing() as session:
        rows = session.exec(select(Notification).where(Notification.person_id == week.people[name])).all()
        return [row.kind for row in rows]


def test_two_hours_before_it_must_be_certain(week: SmallWeek) -> None:
    looked(week, 8)
    assert looked(week, 9 - 1 / 60) == []
    assert looked(week, 9) == ["team"]
    assert (week.state("team"), week.state("class")) == ("called_off", "confirmed")
    assert looked(week, 9) == [] and told(week, "v2").count("visit_called_off") == 1
    with week.world.writing() as session:
        mine = select(AssignmentRow.state).where(AssignmentRow.visit_id == week.visits["team"])
        assert "accepted" not in session.exec(mine.where(col(AssignmentRow.state) != "proposed")).all()


def test_nobody_answered_in_time(week: SmallWeek) -> None:
    """The visit at nine: its hour was at seven, the time to answer ends at eight."""
    assert looked(week, 8 - 1 / 60) == [] and week.state("home") == "offered"
    assert looked(week, 8) == ["home"] and week.state("home") == "called_off"


def test_who_may_still_answer_is_waited_for_until_the_start(week: SmallWeek) -> None:
    with week.world.writing() as session:
        mine = (AssignmentRow.visit_id == week.visits["team"], AssignmentRow.state == "offered")
        session.exec(select(AssignmentRow).where(*mine)).one().answer_by = at(11) - MINUTE
        session.commit()
    looked(week, 8)
    assert looked(week, 10.5) == []
    assert looked(week, 11 - 1 / 60) == ["team"]


def test_a_community_says_how_long_before(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Community, week.community).settings = {"call_off_hours": 0}
        session.commit()
    looked(week, 9)  # the one at nine
    assert looked(week, 11 - 1 / 60) == [] and looked(week, 11) == ["team"]


def test_what_is_over_stays_as_it_is(week: SmallWeek) -> None:
    assert looked(week, 20) == [] and week.state("team") in ("partly_accepted", "short")
