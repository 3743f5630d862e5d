"""A request follows its visits by itself: published, declined, published again, cancelled."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from api.queries import counted
from api.requests.asked import act, verified, with_items
from api.small_week import SmallWeek
from api.world import World
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.notifications.models import Notification
from matcher_api.requests.models import Request
from matcher_api.visits.models import Visit


def asked_for(week: SmallWeek, *names: str) -> str:
    """A verified request, whose only visits are these of the week."""
    with week.world.writing() as session:
        known = session.exec(select(CatalogueItem).where(CatalogueItem.code == "W01")).first()
    made = verified(week.world if known else with_items(week.world))
    with week.world.writing() as session:
        for visit in made["visits"]:
            session.delete(session.get_one(Visit, visit if isinstance(visit, str) else visit["id"]))
        for name in names:
            session.get_one(Visit, week.visits[name]).request_id = made["id"]
        session.commit()
    return str(made["id"])


def state(week: SmallWeek, request: str) -> str:
    with week.world.writing() as session:
        return session.get_one(Request, request).state


def test_from_verified_to_scheduled_and_back(world: World) -> None:
    week = SmallWeek(world)
    request = asked_for(week, "home")
    assert state(week, request) == "verified"
    roster = week.published()
    assert state(week, request) == "scheduled"
    taken = world.as_("v1").post(f"/me/offers/{week.offer('v1', 'home')}/accept")
    assert taken.status_code == 200, taken.text
    assert (week.state("home"), state(week, request)) == ("confirmed", "scheduled")
    again = world.as_("coordinator").delete(f"/rosters/{roster}/draft/visits/{week.visits['team']}")
    assert again.status_code == 204, again.text
    assert week.publish(roster).status_code == 201
    assert state(week, request) == "scheduled"


def test_taken_out_of_the_roster_it_waits_again(world: World) -> None:
    week = SmallWeek(world)
    request = asked_for(week, "team")
    roster = week.published()
    gone = world.as_("coordinator").delete(f"/rosters/{roster}/draft/visits/{week.visits['team']}")
    assert gone.status_code == 204, gone.text
    assert week.publish(roster).status_code == 201
    assert (week.state("team"), state(week, request)) == ("planned", "verified")
    with world.writing() as session:
        query = select(Notification).where(Notification.kind == "request_state").order_by(col(Notification.id))
        told = [n.payload for n in session.exec(query).all() if n.payload["request_id"] == request]
    assert [t["state"] for t in told] == ["verified", "scheduled", "verified"]


def test_cancelled_with_its_last_visit(world: World) -> None:
    week = SmallWeek(world)
    request = asked_for(week, "home", "class")
    week.published()
    desk = world.as_("coordinator")
    for name, then in (("home", "scheduled"), ("class", "cancelled")):
        done = desk.post(f"/visits/{week.visits[name]}/cancel", {"reason": "不需要了"})
        assert done.status_code == 200, done.text
        assert state(week, request) == then


def test_a_merged_or_rejected_one_is_left_alone(world: World) -> None:
    week = SmallWeek(world)
    request = asked_for(week, "home")
    assert act(world, request, "cancel", {"reason": "重复"}).status_code == 200
    assert (week.state("home"), state(week, request)) == ("cancelled", "cancelled")


@pytest.mark.parametrize("many", [1, 3])
def test_following_three_asks_as_often_as_following_one(world: World, many: int) -> None:
    """Beside what each change itself writes."""
    week = SmallWeek(world)
    names = ("home", "team", "class")[:many]
    requests = [asked_for(week, name) for name in names]
    roster = week.planned()
    with counted(world.engine) as sent:
        assert week.publish(roster).status_code == 201
    assert [state(week, r) for r in requests] == ["scheduled"] * many
    assert len([s for s in sent if s.startswith("SELECT") and "FROM request " in s]) == 1
