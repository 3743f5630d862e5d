"""The day before: asked once, a yes by phone or web, and a list of who may not come."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from api.day_week import DayWeek
from api.small_week import at
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.late_watch import look_once
from matcher_api.notifications.models import Notification


@pytest.fixture
def week(world: World) -> DayWeek:
    return DayWeek(world)


def asked(week: DayWeek) -> list[tuple[str | None, list[str]]]:
    look_once(week.world.engine, week.world.settings, week.world.now)
    with week.world.writing() as session:
        rows = session.exec(
            select(Notification).where(Notification.kind == "reconfirm").order_by(col(Notification.id))
        ).all()
    return [(n.person_id, n.payload["assignments"]) for n in rows]


def test_each_is_asked_once_and_hears_of_it_in_one_message(week: DayWeek) -> None:
    week.world.now = at(8, -1)
    assert asked(week) == []
    week.world.now = at(11, -1)
    first = {
        week.people["v1"]: [week.work["v1", "home"], week.work["v1", "team"]],
        week.people["v2"]: [week.work["v2", "team"]],
    }
    assert {who: sorted(what) for who, what in asked(week)} == {who: sorted(what) for who, what in first.items()}
    assert len(asked(week)) == 2
    week.world.now = at(14, -1)
    assert asked(week)[2:] == [(week.people["v3"], [week.work["v3", "class"]])]


def test_a_yes_takes_one_off_the_list(week: DayWeek) -> None:
    desk = week.world.as_("coordinator")
    week.world.now = at(8, -1)
    early = week.mine("v1", "home", "reconfirm")
    assert (early.status_code, early.json()["code"]) == (409, "reconfirm_closed")
    week.world.now = at(15, -1)

    def listed() -> list[tuple[str, list[str]]]:
        return [(i["assignment"]["id"], i["risks"]) for i in desk.get("/assignments/at-risk").json()["items"]]

    home, first, second, lesson = (
        week.work[k] for k in (("v1", "home"), ("v1", "team"), ("v2", "team"), ("v3", "class"))
    )
    assert [i for i, _ in listed()] == [home, *sorted([first, second]), lesson]
    assert week.mine("v1", "home", "reconfirm").status_code == 200
    assert week.mine("v1", "home", "reconfirm").status_code == 200
    by_phone = week.desk("v2", "team", "reconfirm", {"channel": "phone"}, who="clerk")
    assert by_phone.json()["reconfirmed_at"] is not None
    assert [i for i, _ in listed()] == [first, lesson]
    week.world.now = at(9.25)
    assert listed()[0] == (home, ["missed_check_in"])
    with week.world.writing() as session:
        session.get_one(AssignmentRow, home).state = "stand_in_sought"
        session.commit()
    assert week.mine("v1", "home", "reconfirm").json()["code"] == "not_acceptable_state"


def test_work_that_moves_is_asked_for_again(week: DayWeek) -> None:
    week.world.now = at(15, -1)
    week.mine("v1", "home", "reconfirm")
    with week.world.writing() as session:
        from matcher_api.access.actor import ANONYMOUS
        from matcher_api.assignments.change import step
        from matcher_api.web.work import Work

        row = session.get_one(AssignmentRow, week.work["v1", "home"])
        step(Work(session, ANONYMOUS, week.world.now, week.world.settings), row, "offer_again")
        session.commit()
        assert (row.reconfirmed_at, row.reconfirm_asked_at) == (None, None)


def test_only_ones_own_communities(week: DayWeek) -> None:
    week.world.now = at(15, -1)
    assert week.world.as_("coordinator").get("/assignments/at-risk?community_id=none").status_code == 404
    found = week.world.as_("clerk").get(f"/assignments/at-risk?community_id={week.community}").json()["items"]
    assert len(found) == 4
