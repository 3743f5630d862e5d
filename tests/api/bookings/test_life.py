"""The life of a booking: approve, reject, check in, give back; the waiting list; nobody came."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.bookings.hall import Hall, at
from api.world import World
from matcher_api.audit.models import AuditEntry
from matcher_api.bookings.late_watch import watching
from matcher_api.bookings.models import Booking
from matcher_api.bookings.no_show import release_late
from matcher_api.bookings.states import LIFE, BookingState
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Closure, FacilityMode, Rejection
from matcher_api.notifications.models import Notification
from matcher_api.organisations.models import Organisation
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit, VisitRole


@pytest.fixture
def hall(world: World) -> Hall:
    """Bookings need the unit's word."""
    return Hall(world, auto_approve=False)


def test_the_table() -> None:
    """Every state and action; a new one must be thought about here."""
    table = {
        "waitlisted": ("promote", "cancel"),
        "requested": ("approve", "reject", "cancel", "displace"),
        "approved": ("reject", "confirm", "cancel", "displace"),
        "confirmed": ("check_in", "release", "cancel", "displace"),
        "checked_in": ("complete", "displace"),
        **dict.fromkeys(("rejected", "completed", "released", "cancelled", "displaced"), ()),
    }
    assert {str(s): LIFE.possible(s) for s in BookingState} == table


def test_approve_check_in_complete(hall: Hall) -> None:
    booking = hall.booked(9)
    assert hall.state(booking) == "requested"
    approved = hall.step(booking, "approve")
    assert (approved.status_code, approved.json()["state"]) == (200, "confirmed")
    assert approved.headers["etag"] == f'"{approved.json()["version"]}"'
    hall.world.now = at(8.5) - timedelta(minutes=1)
    early = hall.step(booking, "check-in")
    assert (early.status_code, early.json()["code"]) == (409, "not_begun")
    hall.world.now = at(8.5)
    assert hall.step(booking, "check-in").json()["state"] == "checked_in"
    hall.world.now = at(9.5)
    assert hall.step(booking, "complete").json()["state"] == "completed"
    assert hall.book(9.5, 30).status_code == 201  # what is left is free
    assert hall.told() == [
        ("booking_requested", None, hall.world.organisation),
        ("booking_confirmed", hall.world.resident, None),
        ("booking_requested", None, hall.world.organisation),
    ]
    with Session(hall.world.engine) as session:
        lines = session.exec(
            select(AuditEntry).where(AuditEntry.subject_id == booking).order_by(col(AuditEntry.id))
        ).all()
    assert [(e.action, e.detail["state"]) for e in lines] == [
        ("booking.create", "requested"), ("booking.approve", "approved"), ("booking.confirm", "confirmed"),
        ("booking.check_in", "checked_in"), ("booking.complete", "completed"),
    ]  # fmt: skip


def test_what_the_state_does_not_allow(hall: Hall) -> None:
    booking = hall.booked(9)
    hall.world.now = at(9)
    answer = hall.step(booking, "check-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_acceptable_state")
    assert "approve, reject, cancel, displace" in answer.json()["en"]
    hall.step(booking, "reject")
    for action in ("approve", "reject", "cancel", "check-in", "complete", "release"):
        assert hall.step(booking, action).json()["code"] == "not_acceptable_state", action


def test_a_requested_one_holds_its_slot_and_a_rejected_gives_it_back(hall: Hall) -> None:
    booking = hall.booked(9)
    assert hall.book(9, who="neighbour").status_code == 409
    answer = hall.step(booking, "reject", reason="家长会")
    assert (answer.json()["state"], answer.json()["reason"]) == ("rejected", "家长会")
    assert hall.world.as_("resident").get(f"/bookings/{booking}").json()["reason"] == "家长会"
    assert hall.book(9, who="neighbour").status_code == 201
    assert hall.told()[1] == ("booking_rejected", hall.world.resident, None)


def test_reasons_are_not_in_the_audit(hall: Hall) -> None:
    hall.step(hall.booked(9), "reject", reason="家长会")
    with Session(hall.world.engine) as session:
        assert "家长会" not in str([e.model_dump() for e in session.exec(select(AuditEntry)).all()])
        assert "家长会" not in str([e.model_dump() for e in session.exec(select(Notification)).all()])


def test_units_have_no_word_in_others_rooms(hall: Hall) -> None:
    booking = hall.booked(9)
    with hall.world.writing() as session:
        other = Organisation(community_id=hall.world.community, name="另一单位")
        session.add(other)
        session.flush()
        hall.world.login(session, "unit", hall.world.community, name="stranger", organisation_id=other.id)  # type: ignore[arg-type]
        session.commit()
    for action in ("approve", "reject", "cancel", "check-in", "complete", "release"):
        answer = hall.step(booking, action, who="stranger")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), action
    assert hall.state(booking) == "requested"


def test_who_gives_back(hall: Hall) -> None:
    """The resident, the desk or the unit; each other side is told."""
    expected = {
        "resident": ("booking_cancelled", None, hall.world.organisation),
        "clerk": ("booking_cancelled", hall.world.resident, None),
        "unit": ("booking_cancelled", hall.world.resident, None),
    }
    for n, (who, told) in enumerate(expected.items()):
        booking = hall.booked(9 + n)
        before = len(hall.told())
        assert hall.step(booking, "cancel", who=who).json()["state"] == "cancelled"
        assert told in hall.told()[before:], who


def test_release_by_hand_only_once_it_has_begun(hall: Hall) -> None:
    booking = hall.booked(9)
    hall.step(booking, "approve")
    hall.world.now = at(9) - timedelta(minutes=1)
    assert hall.step(booking, "release", who="clerk").json()["code"] == "not_begun"
    hall.world.now = at(9)
    assert hall.step(booking, "release", who="clerk").json()["state"] == "released"


# -- waiting -------------------------------------------------------------------------------------------------------


def test_waiting_where_it_is_taken_and_booked_where_it_is_free(world: World) -> None:
    hall = Hall(world)
    assert hall.book(9, wait=True).json()["state"] == "confirmed"
    waiting = hall.book(9, who="neighbour", wait=True).json()
    assert (waiting["state"], waiting["possible"]) == ("waitlisted", ["cancel"])
    assert waiting["waiting_since"] == "2026-11-20T04:00:00Z"
    assert hall.told() == [("booking_confirmed", world.resident, None)]


def test_who_waits_longest_and_fits_comes_first(world: World) -> None:
    """Given back 9 to 11: the first in line wants to 12 and does not fit, the second and the fourth do."""
    hall = Hall(world)
    first = hall.booked(9, 120)
    hall.booked(11)
    line = []
    for hour, minutes in ((9, 180), (10, 60), (9.5, 60), (9, 60)):
        world.now += timedelta(minutes=1)
        line.append(hall.booked(hour, minutes, who="neighbour", wait=True))
    hall.step(first, "cancel", who="resident")
    assert [hall.state(b) for b in line] == ["waitlisted", "confirmed", "waitlisted", "confirmed"]
    assert hall.told()[-2:] == [("booking_confirmed", hall.neighbour, None)] * 2


def test_promoted_ones_ask_the_unit(hall: Hall) -> None:
    first, waiting = hall.booked(9), hall.booked(9, who="neighbour", wait=True)
    hall.step(first, "reject")
    assert hall.state(waiting) == "requested"
    assert hall.told()[-1] == ("booking_requested", None, hall.world.organisation)


def test_a_waiting_one_can_leave_the_line(world: World) -> None:
    hall = Hall(world)
    first, waiting = hall.booked(9), hall.booked(9, who="neighbour", wait=True)
    assert hall.step(waiting, "cancel", who="neighbour").json()["state"] == "cancelled"
    hall.step(first, "cancel", who="resident")
    assert hall.state(waiting) == "cancelled"


@pytest.mark.parametrize("why", ["closed", "past", "smaller", "mode gone"])
def test_who_cannot_come_any_more_is_passed_over(world: World, why: str) -> None:
    hall = Hall(world)
    first, waiting = hall.booked(9), hall.booked(9, who="neighbour", wait=True, people=3)
    if why == "closed":
        world.add(Closure(facility_id=hall.hall, start=at(9), end=at(9.25)))
    elif why == "past":
        world.now = at(9) + timedelta(minutes=1)
    else:
        with world.writing() as session:
            mode = session.exec(select(FacilityMode).where(FacilityMode.mode == "badminton")).one()
            if why == "smaller":
                mode.capacity = 2
            else:
                session.delete(mode)
            session.commit()
    hall.step(first, "cancel", who="resident")
    assert (hall.state(first), hall.state(waiting)) == ("cancelled", "waitlisted")


# -- nobody came ---------------------------------------------------------------------------------------------------


def late(hall: Hall) -> list[str]:
    with hall.writing() as session:
        released = [b.id for b in release_late(hall.work(session))]
        session.commit()
    return released


@pytest.mark.parametrize(("setting", "minutes"), [({}, 15), ({"release_minutes": 5}, 5), ({"release_minutes": 0}, 1)])
def test_after_so_many_minutes_the_slot_is_free(world: World, setting: dict[str, Any], minutes: int) -> None:
    hall = Hall(world)
    with world.writing() as session:
        session.get_one(Community, world.community).settings = setting
        session.commit()
    booking = hall.booked(9)
    waiting = hall.booked(9.5, 60, who="neighbour", wait=True)
    world.now = at(9) + timedelta(minutes=minutes - 1)
    assert late(hall) == []
    world.now = at(9) + timedelta(minutes=minutes)
    assert late(hall) == [booking]
    assert (hall.state(booking), hall.state(waiting)) == ("released", "confirmed")
    assert hall.told()[-2:] == [
        ("booking_released", world.resident, None), ("booking_confirmed", hall.neighbour, None),
    ]  # fmt: skip
    assert late(hall) == []


def test_who_came_or_was_never_confirmed_is_not_released(hall: Hall) -> None:
    came, asked = hall.booked(9), hall.booked(10)
    hall.step(came, "approve")
    hall.world.now = at(9)
    hall.step(came, "check-in")
    hall.world.now = at(10.5)
    assert late(hall) == []
    assert (hall.state(came), hall.state(asked)) == ("checked_in", "requested")


def test_the_watch_looks_by_itself(world: World) -> None:
    """Until it has found the one that is late; and ends with its block."""
    hall = Hall(world)
    booking = hall.booked(9)
    world.now = at(9.5)
    asked = threading.Semaphore(0)

    def now() -> datetime:
        asked.release()
        return world.now

    threads = threading.active_count()
    with watching(world.engine, world.settings.model_copy(update={"runner": True}), now, every=0.001):
        for _ in range(2):  # the second look begins after the first has ended
            assert asked.acquire(timeout=20)
    assert threading.active_count() <= threads
    assert hall.state(booking) == "released"


def test_no_watch_without_runner(world: World) -> None:
    def now() -> datetime:
        raise AssertionError("asked for the time")

    threads = threading.active_count()
    with watching(world.engine, world.settings, now, every=0.001):
        assert threading.active_count() == threads


def visit_in(hall: Hall, hour: float, *roles: str, state: str = "offered", booking: str = "requested") -> Booking:
    """A published visit in the hall, with its booking."""
    world = hall.world
    visit = Visit(
        community_id=world.community, code=f"C{hour}", mode="badminton", people=3, duration_minutes=60, state=state,
        first_start=at(hour), last_end=at(hour + 1),
    )  # fmt: skip
    roster = RosterRow(community_id=world.community, first_day=at(9).date())
    world.add(visit, roster)
    row = {"visit_id": visit.id, "facility_id": hall.hall, "start": at(hour), "end": at(hour + 1)}
    made = Booking(community_id=world.community, mode="badminton", people=3, state=booking, **row)
    world.add(
        made,
        PlannedVisitRow(roster_id=roster.id, layer="published", **row),
        *(VisitRole(visit_id=visit.id, role=r) for r in roles),
    )
    return made


def test_visits_with_people_of_their_own_are_left_alone(hall: Hall) -> None:
    taught, slot = visit_in(hall, 9, "teacher", booking="confirmed"), visit_in(hall, 10, booking="confirmed")
    hall.world.now = at(10.5)
    assert late(hall) == [slot.id]
    assert hall.state(taught.id) == "confirmed"


def test_a_visits_room_granted_confirms_it(hall: Hall) -> None:
    booking = visit_in(hall, 9)
    assert hall.step(booking.id, "approve").json()["state"] == "confirmed"
    with Session(hall.world.engine) as session:
        assert session.get_one(Visit, booking.visit_id).state == "confirmed"


def test_a_visits_room_rejected_is_never_planned_there_again_and_waits(hall: Hall) -> None:
    booking = visit_in(hall, 9, state="confirmed", booking="requested")
    answer = hall.step(booking.id, "reject", reason="家长会")
    assert answer.json()["state"] == "rejected"
    with Session(hall.world.engine) as session:
        refused = session.exec(select(Rejection)).one()
        planned = session.exec(select(PlannedVisitRow)).one()
        visit = session.get_one(Visit, booking.visit_id)
        told = session.exec(select(Notification)).one()
    assert (refused.facility_id, refused.visit_id, refused.start) == (hall.hall, booking.visit_id, at(9))
    assert (planned.facility_id, planned.start) == (None, at(9))
    assert visit.state == "offered"
    assert (told.kind, told.payload) == (
        "visit_replan", {"visit_id": visit.id, "facility_id": hall.hall, "why": "booking_rejected"},
    )  # fmt: skip
    assert hall.book(9).status_code == 201


def test_a_visits_booking_follows_its_plan(hall: Hall) -> None:
    booking = visit_in(hall, 9)
    answer = hall.step(booking.id, "cancel")
    assert (answer.status_code, answer.json()["code"], answer.json()["conflict"]) == (
        409, "of_a_visit", {"visit_id": booking.visit_id},
    )  # fmt: skip
