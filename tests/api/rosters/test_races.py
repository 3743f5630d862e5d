"""Publishing, editing, answering and cancelling at the same moment, by real threads: one wins, the other is told why;
nobody stays bound to what is off, and nobody is bound to another time than they said yes to."""

from __future__ import annotations

import os

import pytest
from sqlmodel import col, delete, select

from api.at_once import at_once
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PairRow
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit

ROUNDS = int(os.environ.get("MATCHER_RACE_ROUNDS", "1000"))


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def live(week: SmallWeek, visit: str) -> list[AssignmentRow]:
    with week.world.writing() as session:
        mine = (AssignmentRow.visit_id == week.visits[visit], col(AssignmentRow.state).in_(LIVE))
        return list(session.exec(select(AssignmentRow).where(*mine)).all())


def two_publish_one_draft(week: SmallWeek) -> None:
    roster = week.planned()
    tag = {"If-Match": week.world.as_("coordinator").get(f"/rosters/{roster}").headers["etag"]}
    answers = at_once(
        week.world,
        *(
            (who, lambda s: s.call("POST", f"/rosters/{roster}/publish", json={}, headers=tag))
            for who in ("coordinator", "admin")
        ),
    )
    assert sorted(a.status_code for a in answers) == [201, 412], [a.text for a in answers]
    versions = week.world.as_("coordinator").get(f"/rosters/{roster}/versions").json()["items"]
    assert [v["number"] for v in versions] == [1] and len(live(week, "team")) == 2


def two_edit_one_visit(week: SmallWeek) -> None:
    desk, path = week.world.as_("coordinator"), f"/visits/{week.visits['team']}"
    version = desk.get(path).json()["version"]
    answers = at_once(
        week.world,
        ("coordinator", lambda s: s.patch(path, {"priority": 7}, version)),
        ("admin", lambda s: s.patch(path, {"priority": 3}, version)),
    )
    assert sorted(a.status_code for a in answers) == [200, 412], [a.text for a in answers]
    won = next(a.json()["priority"] for a in answers if a.status_code == 200)
    now = desk.get(path).json()
    assert (now["priority"], now["version"]) == (won, version + 1)


def two_edit_one_draft(week: SmallWeek) -> None:
    """Both put the same person elsewhere at the same hour: what is left is one of the two, whole."""
    roster = week.planned()
    visit = f"/rosters/{roster}/draft/visits/{week.visits['home']}"

    def put(hour: float, name: str) -> dict[str, object]:
        people = [{"person_id": week.people[name], "role": "helper"}]
        return {"start": at(hour).isoformat(), "facility_id": None, "people": people}

    answers = at_once(
        week.world,
        ("coordinator", lambda s: s.put(visit, put(15, "v1"))),
        ("admin", lambda s: s.put(visit, put(16, "v2"))),
    )
    assert {a.status_code for a in answers} <= {200, 409, 412}, [a.text for a in answers]
    layer = week.world.as_("coordinator").get(f"/rosters/{roster}/layers/draft").json()["visits"]
    (now,) = (v for v in layer if v["visit_id"] == week.visits["home"])
    assert (now["start"][11:13], [p["person_id"] for p in now["team"]]) in [
        ("07", [week.people["v1"]]),
        ("08", [week.people["v2"]]),
    ]


def accepted_and_cancelled(week: SmallWeek) -> None:
    week.published()
    offer = week.offer("v1", "home")
    accept, cancel = at_once(
        week.world,
        ("v1", lambda s: s.post(f"/me/offers/{offer}/accept")),
        ("coordinator", lambda s: s.post(f"/visits/{week.visits['home']}/cancel", {"reason": "改期"})),
    )
    assert cancel.status_code == 200 and accept.status_code in (200, 409), (cancel.text, accept.text)
    assert week.state("home") == "cancelled" and live(week, "home") == []


def accepted_and_moved(week: SmallWeek) -> None:
    """A yes is to a time: it comes first and the move is refused, or the move does and the yes is."""
    roster = week.published()
    offer = week.offer("v1", "home")
    assert week.place(roster, "home", 15, {"v1": "helper"}).status_code == 200
    accept, publish = at_once(
        week.world,
        ("v1", lambda s: s.post(f"/me/offers/{offer}/accept", {"start": at(9).isoformat()})),
        ("coordinator", lambda s: s.call("POST", f"/rosters/{roster}/publish", json={}, headers={"If-Match": "*"})),
    )
    assert (publish.status_code, accept.status_code) in ((201, 409), (409, 200)), (publish.text, accept.text)
    hour, state = (15, "offered") if publish.status_code == 201 else (9, "accepted")
    (row,) = live(week, "home")
    with week.world.writing() as session:
        known = (PlannedVisitRow.visit_id == week.visits["home"], PlannedVisitRow.layer == "published")
        assert session.exec(select(PlannedVisitRow).where(*known)).one().start == at(hour)
    assert (row.start, row.state) == (at(hour), state)


RACES = (two_publish_one_draft, two_edit_one_visit, two_edit_one_draft, accepted_and_cancelled, accepted_and_moved)


def again(week: SmallWeek) -> None:
    """Nothing is planned or told any more."""
    with week.world.writing() as session:
        for table in (Booking, AssignmentRow, PairRow, Notification, PlannedVisitRow):
            session.exec(delete(table))
        for visit in week.visits.values():
            session.get_one(Visit, visit).state = "planned"
        session.commit()


@pytest.mark.parametrize("race", RACES)
def test_one_wins(week: SmallWeek, race: object) -> None:
    assert callable(race)
    race(week)


@pytest.mark.campaign
def test_one_wins_a_thousand_times(week: SmallWeek) -> None:
    """MATCHER_RACE_ROUNDS: how many."""
    for n in range(ROUNDS):
        RACES[n % len(RACES)](week)
        again(week)
