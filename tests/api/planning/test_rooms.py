"""Rooms in a plan: when they are open, and what takes them already."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlmodel import Session

from api.planning.town import Town, at
from matcher import solve
from matcher.problem import Facility, Opening, Pin, Quota
from matcher_api.calendars.models import CalendarDay
from matcher_api.facilities.models import Closure, FacilityMode, OpeningDate, OpeningRule
from matcher_api.facilities.models import Facility as Room
from matcher_api.planning.load import Planned
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.visits.models import Visit


def only(planned: Planned) -> Facility:
    (facility,) = planned.problem.facilities
    return facility


def spans(planned: Planned) -> list[tuple[int, int]]:
    return [(o.start, o.end) for o in only(planned).openings]


def starts(planned: Planned) -> dict[str, int]:
    return {p.visit: p.start for p in solve(planned.problem, time_limit=20).roster.planned}


def test_a_closure_takes_hours_out(session: Session) -> None:
    town = Town(session)
    room = town.room("r")
    town.kept(Closure(facility_id=room, start=at("10:00"), end=at("11:00")))
    town.kept(Closure(facility_id=room, start=at("12:00"), end=at("13:00"), cancelled_at=at("08:00")))
    assert spans(town.plan()) == [(540, 600), (660, 1020)]


def test_rules_know_rest_days(session: Session) -> None:
    """The second day, a Tuesday, is a holiday."""
    town = Town(session)
    room = town.room("r", (at("09:00", day=-5), at("10:00", day=-5)))
    town.kept(OpeningRule(facility_id=room, start=time(8), minutes=60, weekdays=list(range(7)), days="restday"))
    assert spans(town.plan()) == []
    town.kept(CalendarDay(community_id=town.community, day=date(2026, 11, 24), kind="holiday"))
    assert spans(town.plan()) == [(1440 + 480, 1440 + 540)]


def test_a_room_for_the_night_opens_anew_at_midnight(session: Session) -> None:
    town = Town(session)
    room = town.room("r", (at("22:00", day=1), at("00:00", day=2)))
    town.kept(OpeningDate(facility_id=room, start=at("00:00", day=2), end=at("06:00", day=2)))
    visit = town.visit("v", (at("23:00", day=1), at("02:00", day=2)), mode="class", duration_minutes=180, people=0)
    town.visit("helper")
    assert starts(town.plan())[visit] == 1440 + 1380


def test_rooms_that_are_withdrawn_or_of_no_use_yet_are_not_there(session: Session) -> None:
    town = Town(session)
    town.room("withdrawn", state="withdrawn")
    town.kept(Room(community_id=town.community, code="empty", place_id=town.hall))
    assert town.plan().problem.facilities == ()


def test_a_steward_opens_a_room_only_if_served(session: Session) -> None:
    """A visit that is called off opens nothing; one under way opens without a condition."""
    town = Town(session)
    steward = town.visit("s")
    room = town.room("r", (at("09:00", day=-5), at("10:00", day=-5)))
    town.kept(OpeningDate(facility_id=room, start=at("09:00"), end=at("12:00"), steward_visit_id=steward))
    assert only(town.plan()).openings == (Opening(540, 720, steward),)
    row = session.get_one(Visit, steward)
    for state, expected in (("cancelled", ()), ("in_progress", (Opening(540, 720),))):
        row.state = state
        session.flush()
        assert only(town.plan()).openings == expected


@pytest.mark.parametrize(("concurrent", "start"), [(1, 720), (2, 660)])
def test_a_booking_of_a_resident_takes_its_place(session: Session, concurrent: int, start: int) -> None:
    """The room is open 11:00 to 13:00 and booked 11:00 to 12:00: one room is free later, one of two at once."""
    town = Town(session)
    room = town.room("r", (at("11:00"), at("13:00")), concurrent=concurrent)
    booking = town.booked(room, at("11:00"), at("12:00"))
    visit = town.visit("v", (at("11:00"), at("13:00")), mode="class", people=0)
    town.visit("w", (at("11:00"), at("12:00")), mode="class", people=0)
    planned = town.plan()
    assert planned.bookings == {booking}
    assert planned.problem.pins == (Pin(visit=booking, start=660, facility=room),)
    found = starts(planned)
    assert (found[booking], len(found)) == (660, concurrent + 1)
    if concurrent == 1:
        assert found[visit] == start


def test_people_of_a_booking_fill_a_shared_room(session: Session) -> None:
    town = Town(session)
    room = town.room("r", (at("11:00"), at("12:00")), exclusive=False)
    booking = town.booked(room, at("11:00"), at("12:00"), people=6)
    fits = town.visit("fits", (at("11:00"), at("12:00")), mode="class", people=0)
    session.get_one(Visit, fits).people = 4
    session.flush()
    assert set(starts(town.plan())) == {booking, fits}
    session.get_one(Visit, fits).people = 5
    session.flush()
    assert set(starts(town.plan())) == {booking}


def test_another_use_keeps_the_changeover_after_a_booking(session: Session) -> None:
    town = Town(session)
    room = town.room("r", changeover_minutes=20)
    town.kept(FacilityMode(facility_id=room, mode="sport", capacity=10))
    town.booked(room, at("09:00"), at("12:00"))
    visit = town.visit("v", (at("09:00"), at("13:30")), mode="sport", people=0)
    assert starts(town.plan())[visit] == 750  # on the grid, at least twenty minutes later


def test_a_booking_out_of_hours_was_promised(session: Session) -> None:
    """The unit changed its hours after it had approved: the room is open for that booking."""
    town = Town(session)
    room = town.room("r")
    town.booked(room, at("18:00"), at("19:00"))
    assert spans(town.plan()) == [(540, 1020), (1080, 1140)]
    assert len(starts(town.plan())) == 1


def test_a_booking_that_cannot_stand_only_keeps_others_away(session: Session) -> None:
    town = Town(session)
    room = town.room("r")
    town.kept(Closure(facility_id=room, start=at("10:00"), end=at("11:00")))
    town.booked(room, at("10:30"), at("12:00"))
    planned = town.plan()
    assert (planned.bookings, spans(planned)) == (frozenset(), [(540, 600), (720, 1020)])


def test_a_booking_that_runs_already_holds_the_rest(session: Session) -> None:
    town = Town(session)
    room = town.room("r")
    booking = town.booked(room, at("09:00"), at("11:00"))
    planned = town.plan(since=at("10:00"))
    assert planned.problem.pins == (Pin(visit=booking, start=600, facility=room),)
    assert planned.problem.visit_of[booking].duration == 60


def test_what_residents_book_counts_against_their_quota(session: Session) -> None:
    town = Town(session)
    resident = town.kept(Resident(community_id=town.community, code="b")).id
    town.kept(QuotaRow(community_id=town.community, resident_id=resident, mode="class", at_most=2))
    room = town.room("r", concurrent=4)
    visits = [town.visit(n, mode="class", people=0, resident_id=resident) for n in "vw"]
    assert town.plan().problem.quotas == (Quota(resident, "class", 2),)
    town.booked(room, at("09:00"), at("10:00"), resident_id=resident)
    assert town.plan().problem.quotas == (Quota(resident, "class", 1),)
    town.published(visits[0], at("10:00"), room=room)
    town.published(visits[1], at("11:00"), room=room)
    assert town.plan().problem.quotas == (Quota(resident, "class", 2),)  # told already: not taken away
