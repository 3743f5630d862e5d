"""The freeze horizon: what begins soon stays as people know it, whatever a draft says; and the windows of a roster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.small_week import SmallWeek, at, shown
from api.world import World
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of


@pytest.fixture
def week(world: World) -> SmallWeek:
    """Published on Friday; now it is Monday 7:00, and four hours are frozen: home at 9, not team at 11 and class."""
    made = SmallWeek(world)
    made.published()
    desk = world.as_("coordinator")
    assert desk.patch(f"/communities/{made.community}", {"settings": {"freeze_hours": 4}}).status_code == 200
    world.now = at(7)
    return made


def roster_of(week: SmallWeek) -> str:
    return str(week.world.as_("coordinator").get("/rosters").json()["items"][0]["id"])


def test_what_begins_soon_stays_whatever_the_draft_says(week: SmallWeek) -> None:
    """The draft moves the patrol and would leave the visit at nine to another: only the patrol moves."""
    roster, desk = roster_of(week), week.world.as_("coordinator")
    offer = week.offer("v1", "home")
    for change in (
        week.place(roster, "home", 13, {"v2": "helper"}),
        week.place(roster, "team", 10, {"v1": "patrol", "v2": "patrol"}),
        desk.delete(f"/rosters/{roster}/draft/visits/{week.visits['home']}"),
    ):
        assert (change.status_code, change.json()["code"]) == (409, "frozen"), change.text
    assert week.place(roster, "team", 12, {"v1": "patrol", "v2": "patrol"}).status_code == 200
    assert week.publish(roster).status_code == 201
    published = {v["visit_id"]: v["start"] for v in desk.get(f"/rosters/{roster}/layers/published").json()["visits"]}
    assert published == {
        week.visits["home"]: shown(at(9)), week.visits["team"]: shown(at(12)), week.visits["class"]: shown(at(14)),
    }  # fmt: skip
    assert desk.get(f"/assignments/{offer}").json()["state"] == "offered"
    assert "home" not in {k for k, v in week.visits.items() if v in str(desk.get(f"/rosters/{roster}/diff").json())}


def test_a_solve_plans_nothing_into_it(week: SmallWeek) -> None:
    with week.world.writing() as session:
        roster = session.get_one(RosterRow, roster_of(week))
        planned = planned_of(session, roster, now=week.world.now)
    assert set(planned.problem.visit_of) == {week.visits["team"], week.visits["class"]}
    assert min(w.start for v in planned.problem.visits for w in v.windows) == 11 * 60


def test_where_its_days_lie(week: SmallWeek) -> None:
    roster, desk = roster_of(week), week.world.as_("supervisor")
    assert desk.get(f"/rosters/{roster}/windows").json() == {
        "roster_id": roster, "now": shown(at(7)), "frozen_until": shown(at(11)),
        "published": [shown(at(9)), shown(at(15))], "draft": [shown(at(11)), shown(at(24))],
        "unplanned_from": shown(at(24)),
    }  # fmt: skip
    empty = week.roster()
    assert desk.get(f"/rosters/{empty}/windows").json()["published"] is None
    week.world.now = at(21) - timedelta(minutes=1)
    assert desk.get(f"/rosters/{roster}/windows").json()["draft"] is None
