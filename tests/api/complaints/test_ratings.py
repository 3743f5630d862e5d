"""What the people served think: once a visit, in its days, by web or phone; the request is rated with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.day_week import DayWeek
from api.personal.traces import found
from api.small_week import at
from api.world import World
from matcher_api.complaints.deadlines import rated_until
from matcher_api.requests.models import Request
from matcher_api.visits.models import Visit

UNTIL = at(10, 14)
"""Fourteen days after the visit at home, which ends at ten."""


@pytest.fixture
def week(world: World) -> DayWeek:
    """The visit at home is done, and its request with it."""
    made = DayWeek(world)
    with world.writing() as session:
        request = Request(
            community_id=made.community, number="x-1", state="scheduled", resident_id=world.resident, asked_at=world.now
        )
        session.add(request)
        session.flush()
        session.get_one(Visit, made.visits["home"]).request_id = made.request = request.id  # type: ignore[attr-defined]
        session.commit()
    made.served("v1", "home", 9, 10)
    assert made.desk("v1", "home", "verify").status_code == 200
    return made


def rate(week: DayWeek, who: str = "resident", visit: str = "home", **draft: Any) -> Any:
    return week.world.as_(who).post(f"/visits/{week.visits[visit]}/rating", {"stars": 4, "text": "准时又耐心"} | draft)


def test_once_and_the_request_is_rated_with_it(week: DayWeek) -> None:
    made = rate(week)
    assert (made.status_code, made.json()["stars"], made.json()["channel"]) == (201, 4, "web")
    with week.world.writing() as session:
        request = session.get_one(Request, week.request)  # type: ignore[attr-defined]
        assert (request.state, request.rating) == ("rated", 4)
    again = rate(week, "clerk")
    assert (again.status_code, again.json()["code"]) == (409, "rating_there")
    assert again.json()["conflict"] == {"rating_id": made.json()["id"], "version": 1}
    for who, number in (("resident", 1), ("coordinator", 1)):
        assert len(week.world.as_(who).get("/ratings").json()["items"]) == number
    assert week.world.as_("supervisor").get("/ratings/satisfaction").json()["items"] == [
        {"community_id": week.community, "service": "visit_elder", "count": 1, "mean": 4.0}
    ]


def test_by_phone_until_its_time_is_over(week: DayWeek) -> None:
    assert rated_until(at(10), 14) == UNTIL
    week.world.now = UNTIL + timedelta(minutes=1)
    late = rate(week, "clerk", channel="phone")
    assert (late.status_code, late.json()["code"]) == (409, "rating_closed")
    assert late.json()["conflict"] == {"until": UNTIL.isoformat()}
    week.world.now = UNTIL
    assert rate(week, "clerk", channel="phone").json()["channel"] == "phone"


def test_not_by_others_and_not_before_it_is_done(week: DayWeek) -> None:
    assert rate(week, "v1").status_code == 403
    assert rate(week, visit="team").status_code == 404
    undone = rate(week, "clerk", "team")
    assert (undone.status_code, undone.json()["code"]) == (409, "not_done")
    assert rate(week, stars=0).status_code == 422 and rate(week, stars=6).status_code == 422


def test_words_go_with_who_said_them(week: DayWeek) -> None:
    rate(week)
    assert found(week.world.engine, ["准时又耐心"]) != []
    assert week.world.as_("resident").post(f"/residents/{week.world.resident}/erase").status_code == 200
    assert found(week.world.engine, ["准时又耐心"]) == []
