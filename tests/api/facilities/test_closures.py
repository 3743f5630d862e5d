"""Closures: who is hit is told first; then bookings are displaced and published visits lose the room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.bookings.hall import Hall, at, local
from api.small_week import SmallWeek
from api.world import World
from matcher_api.audit.models import AuditEntry
from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Closure
from matcher_api.notifications.models import Notification
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def close(hall: Hall, start: float, end: float, *, dry: bool = False, who: str = "unit", **more: Any) -> Any:
    path = f"/facilities/{hall.hall}/closures" + ("?dry_run=true" if dry else "")
    return hall.world.as_(who).post(path, {"start": local(start), "end": local(end), **more})


def test_a_dry_run_names_who_is_hit_and_keeps_nothing(hall: Hall) -> None:
    before, first, second = hall.booked(8), hall.booked(9, people=3), hall.booked(10, who="neighbour", people=2)
    answer = close(hall, 9, 11, dry=True)
    hit = {"bookings": [first, second], "visits": [], "people": 5}
    assert (answer.status_code, answer.json()) == (200, {"closure": None, "hit": hit})
    assert [hall.state(b) for b in (before, first, second)] == ["confirmed"] * 3
    with Session(hall.world.engine) as session:
        assert session.exec(select(Closure)).all() == []
    kept = close(hall, 9, 11, reason="维修")
    closure = kept.json()["closure"]
    assert (kept.status_code, kept.headers["etag"], kept.json()) == (
        201,
        '"1"',
        {
            "closure": {
                "id": closure["id"], "start": "2026-11-23T01:00:00Z", "end": "2026-11-23T03:00:00Z",
                "reason": "维修", "cancelled_at": None, "version": 1,
            },
            "hit": hit,
        },
    )  # fmt: skip
    assert [hall.state(b) for b in (before, first, second)] == ["confirmed", "displaced", "displaced"]
    assert hall.told()[-2:] == [
        ("booking_displaced", hall.world.resident, None), ("booking_displaced", hall.neighbour, None),
    ]  # fmt: skip
    assert hall.world.as_("resident").get(f"/facilities/{hall.hall}/closures").json()["items"] == [closure]
    with Session(hall.world.engine) as session:
        lines = session.exec(
            select(AuditEntry).where(col(AuditEntry.action).in_(["closure.create", "booking.displace"]))
        ).all()
    assert sorted((e.action, e.subject_id) for e in lines) == sorted(
        [("closure.create", closure["id"]), ("booking.displace", first), ("booking.displace", second)]
    )


@pytest.mark.parametrize(("start", "end", "state"), [(8, 9, "confirmed"), (10, 11, "confirmed"), (8, 9 + 1 / 60, "displaced"), (10 - 1 / 60, 11, "displaced")])  # fmt: skip # noqa: E501
def test_to_the_minute(hall: Hall, start: float, end: float, state: str) -> None:
    booking = hall.booked(9)
    close(hall, start, end)
    assert hall.state(booking) == state


def test_what_is_over_waits_or_was_given_back_is_not_hit(hall: Hall) -> None:
    over, back = hall.booked(8), hall.booked(10)
    waiting = hall.booked(10, who="neighbour", wait=True)
    hall.step(back, "cancel", who="resident")  # the waiting one takes it
    still = hall.booked(10, who="resident", wait=True)
    hall.world.now = at(9)
    assert close(hall, 7, 12).json()["hit"] == {"bookings": [waiting], "visits": [], "people": 1}
    assert [hall.state(b) for b in (over, back, waiting, still)] == [
        "confirmed", "cancelled", "displaced", "waitlisted",
    ]  # fmt: skip


def test_nothing_can_be_booked_while_it_is_closed_and_again_after(hall: Hall) -> None:
    booking = hall.booked(9)
    waiting = hall.booked(9, who="neighbour", wait=True)
    closure = close(hall, 9, 10).json()["closure"]["id"]
    assert hall.book(9).json()["code"] == "slot_closed"
    path = f"/facilities/{hall.hall}/closures/{closure}/cancel"
    answer = hall.world.as_("coordinator").post(path)
    assert (answer.status_code, answer.json()["cancelled_at"]) == (200, "2026-11-20T04:00:00Z")
    assert (hall.state(booking), hall.state(waiting)) == ("displaced", "confirmed")
    again = hall.world.as_("coordinator").post(path)
    assert (again.status_code, again.json()["code"]) == (409, "closure_cancelled")


def test_closures_that_cannot_be(hall: Hall) -> None:
    hall.world.now = at(9)
    answers = [close(hall, 8, 9), close(hall, 10, 10), close(hall, 10, 9), close(hall, 9, 24 * 367 + 9)]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(422, "slot_past"), *[(422, "invalid")] * 3]
    with Session(hall.world.engine) as session:
        assert session.exec(select(Closure)).all() == []


def test_a_published_visit_loses_its_room_and_waits_to_be_planned_anew(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    path = f"/facilities/{week.room}/closures"
    body = {"start": local(12), "end": local(18)}
    with Session(world.engine) as session:
        booking = session.exec(select(Booking)).one()
    hit = {"bookings": [booking.id], "visits": [week.visits["class"]], "people": 8}
    assert world.as_("unit").post(f"{path}?dry_run=true", body).json() == {"closure": None, "hit": hit}
    assert world.as_("unit").post(path, body).json()["hit"] == hit
    with Session(world.engine) as session:
        planned = session.exec(
            select(PlannedVisitRow).where(
                PlannedVisitRow.visit_id == week.visits["class"], PlannedVisitRow.layer == "published"
            )
        ).one()
        told = session.exec(select(Notification).where(Notification.kind == "visit_replan")).all()
        assert session.get_one(Booking, booking.id).state == "displaced"
        visit = session.get_one(Visit, week.visits["class"])
    assert (planned.facility_id, planned.start) == (None, at(14))
    assert [(n.community_id, n.person_id, n.payload) for n in told] == [
        (world.community, None, {"visit_id": visit.id, "facility_id": week.room, "why": "closure"})
    ]
    assert visit.state == "offered"


def test_an_accepted_visit_without_room_is_not_confirmed_any_more(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    world.as_("v3").post(f"/me/offers/{week.offer('v3', 'class')}/accept")
    assert week.state("class") == "confirmed"
    world.as_("unit").post(f"/facilities/{week.room}/closures", {"start": local(12), "end": local(18)})
    assert week.state("class") == "partly_accepted"


def test_the_next_plan_puts_it_elsewhere_in_time(world: World) -> None:
    """After a closure in the afternoon the same visit can be planned in the morning, and its room is booked again."""
    week = SmallWeek(world)
    roster = week.published()
    world.as_("unit").post(f"/facilities/{week.room}/closures", {"start": local(12), "end": local(20)})
    placed = week.place(roster, "class", 9, {"v3": "teacher"}, week.room)
    assert placed.status_code == 200, placed.text
    assert week.publish(roster).status_code == 201
    with Session(world.engine) as session:
        states = [(b.state, b.start) for b in session.exec(select(Booking).order_by(col(Booking.id))).all()]
    assert states == [("displaced", at(14)), ("confirmed", at(9))]


def test_closing_what_runs_now(hall: Hall) -> None:
    booking = hall.booked(9)
    hall.world.now = at(9)
    hall.step(booking, "check-in")
    hall.world.now += timedelta(minutes=10)
    assert close(hall, 9, 12).json()["hit"]["bookings"] == [booking]
    assert hall.state(booking) == "displaced"
