"""Making a booking: who, when, what it costs, what stands in the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.bookings.hall import Hall, at, local, refused
from api.world import World
from matcher_api.access.models import Grant
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.bookings.fees import fee_cents
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community, Place
from matcher_api.facilities.models import Closure, Facility, Fee, OpeningDate, OpeningRule
from matcher_api.organisations.models import Organisation
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def test_a_resident_books_and_it_is_confirmed_at_once(hall: Hall) -> None:
    hall.world.add(Fee(facility_id=hall.hall, mode="badminton", cents_per_hour=3000))
    answer = hall.book(18, 90, people=4)
    shown = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert shown == {
        "id": shown["id"], "community_id": hall.world.community, "facility_id": hall.hall, "facility": "体育馆",
        "mode": "badminton", "people": 4, "start": "2026-11-23T10:00:00Z", "end": "2026-11-23T11:30:00Z",
        "state": "confirmed", "visit_id": None, "resident_id": hall.world.resident, "name": "李*妈", "lane": 0,
        "concession": "standard", "fee_cents": 4500, "reason": "", "waiting_since": None,
        "possible": ["check_in", "release", "cancel"], "version": 1,
    }  # fmt: skip
    assert hall.world.as_("resident").get(f"/bookings/{shown['id']}").json() == shown
    assert hall.told() == [("booking_confirmed", hall.world.resident, None)]
    with Session(hall.world.engine) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "booking.create")).one()
    assert (entry.subject_id, entry.community_id, entry.detail) == (
        shown["id"], hall.world.community, {"state": "confirmed"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facility", "organisation", "state"),
    [(None, True, "confirmed"), (None, False, "requested"), (True, False, "confirmed"), (False, True, "requested")],
)
def test_who_approves(world: World, facility: bool | None, organisation: bool, state: str) -> None:
    hall = Hall(world, auto_approve=facility)
    with world.writing() as session:
        session.get_one(Organisation, world.organisation).auto_approve = organisation
        session.commit()
    assert hall.book().json()["state"] == state
    kind = {"confirmed": ("booking_confirmed", world.resident, None),
            "requested": ("booking_requested", None, world.organisation)}[state]  # fmt: skip
    assert hall.told() == [kind]


def test_whose_room_it_is_needs_no_word(world: World) -> None:
    hall = Hall(world, auto_approve=False)
    for hour, who in ((9, "unit"), (10, "coordinator")):
        shown = hall.book(hour, who=who).json()
        assert (shown["state"], shown["resident_id"], shown["name"]) == ("confirmed", None, "")
    assert hall.told() == []


def test_a_room_of_nobody_is_confirmed(world: World) -> None:
    assert Hall(world, organisation_id=None).book().json()["state"] == "confirmed"


def test_for_whom(hall: Hall) -> None:
    other = Community(code="other")
    hall.world.add(other)
    stranger = Resident(community_id=other.id, code="B9")
    hall.world.add(stranger)
    assert hall.book(9, who="clerk", resident_id=hall.neighbour).json()["name"] == "赵*虎"
    assert hall.book(10, who="unit", resident_id=hall.neighbour).status_code == 201
    answers = [
        hall.book(11, who="clerk"),
        hall.book(11, who="clerk", resident_id=stranger.id),
        hall.book(11, who="resident", resident_id=hall.neighbour),
        hall.book(11, who="resident", resident_id="none"),
    ]
    assert [(a.status_code, a.json()["errors"][0]["field"], a.json()["errors"][0]["code"]) for a in answers] == [
        (422, "resident_id", "missing"), *[(422, "resident_id", "unknown")] * 3,
    ]  # fmt: skip


def test_a_room_that_is_not_public(world: World) -> None:
    hall = Hall(world, public=False)
    assert refused(hall.book()) == (409, "not_bookable", {"facility_id": hall.hall})
    assert refused(hall.book(who="clerk", resident_id=world.resident))[1] == "not_bookable"
    assert hall.book(who="unit").status_code == 201


def test_a_withdrawn_room(world: World) -> None:
    hall = Hall(world, state="withdrawn")
    assert refused(hall.book(who="unit")) == (409, "not_bookable", {"facility_id": hall.hall})


def test_rooms_of_others_do_not_exist(hall: Hall) -> None:
    other = Community(code="other")
    hall.world.add(other)
    place = Place(community_id=other.id, code="P")
    hall.world.add(place)
    away = Facility(community_id=other.id, place_id=place.id, code="away")
    unit = Organisation(community_id=hall.world.community, name="另一单位")
    hall.world.add(away, unit)
    theirs = Facility(community_id=hall.world.community, place_id=hall.place, organisation_id=unit.id, code="theirs")
    hall.world.add(theirs)
    for who, room in (("resident", away), ("coordinator", away), ("unit", theirs)):
        answer = hall.world.as_(who).post("/bookings", hall.wish() | {"facility_id": room.id})
        assert refused(answer) == (404, "not_found", None)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"mode": "chess"}, "no_such_mode", "mode"),
        ({"people": 9}, "too_many_people", "people"),
        ({"start": "2026-11-20T11:59:00+08:00"}, "slot_past", "start"),
    ],
)
def test_what_cannot_be(hall: Hall, change: dict[str, Any], code: str, field: str) -> None:
    answer = hall.world.as_("resident").post("/bookings", hall.wish() | change)
    assert refused(answer) == (422, code, field)


def test_this_very_minute_can_be_booked(hall: Hall) -> None:
    answer = hall.world.as_("resident").post("/bookings", hall.wish() | {"start": "2026-11-20T12:00:00+08:00"})
    assert answer.status_code == 201


def test_bad_input_all_at_once(hall: Hall) -> None:
    answer = hall.world.as_("resident").post(
        "/bookings",
        {"facility_id": hall.hall, "mode": "", "people": 0, "start": "2026-11-23T09:00:30+08:00", "minutes": 0,
         "concession": "king", "gift": 1},
    )  # fmt: skip
    assert answer.status_code == 422
    assert sorted(e["field"] for e in answer.json()["errors"]) == [
        "concession", "gift", "minutes", "mode", "people", "start",
    ]  # fmt: skip
    naive = hall.world.as_("resident").post("/bookings", hall.wish() | {"start": "2026-11-23T09:00:00"})
    assert (naive.status_code, naive.json()["errors"][0]["field"]) == (422, "start")
    with Session(hall.world.engine) as session:
        assert session.exec(select(Booking)).all() == []


def test_closed(hall: Hall) -> None:
    with hall.world.writing() as session:
        rule = session.exec(select(OpeningRule)).one()
        rule.start, rule.minutes = (at(9).astimezone().time().replace(hour=9), 60)
        session.commit()
    assert hall.book(9, 60).status_code == 201
    assert refused(hall.book(9, 61, day=1)) == (409, "slot_closed", "start")
    assert refused(hall.book(8.75, 60, day=1)) == (409, "slot_closed", "start")
    hall.world.add(Closure(facility_id=hall.hall, start=at(9.5, 1), end=at(9.75, 1)))
    assert refused(hall.book(9, 60, day=1)) == (409, "slot_closed", "start")
    assert hall.book(9.75, 15, day=1).status_code == 201


def test_open_with_a_steward_only_if_the_steward_comes(hall: Hall) -> None:
    world = hall.world
    with world.writing() as session:
        session.delete(session.exec(select(OpeningRule)).one())
        session.commit()
    steward = Visit(community_id=world.community, code="S", duration_minutes=240)
    roster = RosterRow(community_id=world.community, first_day=at(9).date())
    world.add(steward, roster)
    world.add(OpeningDate(facility_id=hall.hall, start=at(8), end=at(12), steward_visit_id=steward.id))
    assert refused(hall.book(9))[1] == "slot_closed"
    draft = PlannedVisitRow(roster_id=roster.id, visit_id=steward.id, layer="draft", start=at(8), end=at(12))
    world.add(draft)
    assert refused(hall.book(9))[1] == "slot_closed"
    world.add(PlannedVisitRow(roster_id=roster.id, visit_id=steward.id, layer="published", start=at(8), end=at(12)))
    assert hall.book(9).status_code == 201


def test_adjacent_slots_fit_to_the_minute(hall: Hall) -> None:
    assert [hall.book(h).status_code for h in (9, 10, 8)] == [201, 201, 201]
    first = hall.world.as_("clerk").get("/bookings?from=2026-11-23T09:00:00%2B08:00").json()["items"][0]["id"]
    for start, minutes in ((local(8), 61), (local(9, 0), 1), (local(9.75), 15)):
        wish = hall.wish() | {"start": start, "minutes": minutes}
        answer = hall.world.as_("resident").post("/bookings", wish)
        assert answer.status_code == 409 and answer.json()["code"] == "slot_taken"
    assert refused(hall.book(9))[2] == {"booking_id": first}


def test_over_midnight_and_month_end(hall: Hall) -> None:
    """30 November, 23:00 to 01:00: the last minute and the first of the next month are taken, no other."""
    late = hall.booked(23, 120, day=7)
    for start, minutes, status in (
        ("2026-11-30T22:00:00+08:00", 60, 201),
        ("2026-11-30T23:59:00+08:00", 1, 409),
        ("2026-12-01T00:00:00+08:00", 1, 409),
        ("2026-12-01T00:59:00+08:00", 1, 409),
        ("2026-12-01T01:00:00+08:00", 60, 201),
    ):
        wish = hall.wish() | {"start": start, "minutes": minutes}
        answer = hall.world.as_("resident").post("/bookings", wish)
        assert answer.status_code == status, start
        if status == 409:
            assert answer.json()["conflict"] == {"booking_id": late}


def test_clients_in_other_zones(hall: Hall) -> None:
    booking = hall.booked(9)
    elsewhere = hall.wish() | {"start": "2026-11-22T20:30:00-05:00"}  # 9:30 in Shanghai
    assert refused(hall.world.as_("resident").post("/bookings", elsewhere))[2] == {"booking_id": booking}


@pytest.mark.parametrize(("gap", "status"), [(0, 409), (14, 409), (15, 201)])
def test_changeover_between_modes_both_ways(hall: Hall, gap: int, status: int) -> None:
    hall.booked(12)
    before = hall.wish(11 - gap / 60, mode="dance")
    after = hall.wish(13 + gap / 60, mode="dance")
    answers = [hall.world.as_("resident").post("/bookings", wish) for wish in (before, after)]
    assert [a.status_code for a in answers] == [status, status]


def test_changeover_of_a_day_looks_over_midnight(world: World) -> None:
    hall = Hall(world, changeover_minutes=1440)
    hall.booked(9)
    assert hall.book(9.75, day=1, mode="dance").status_code == 409
    assert hall.book(10, day=1, mode="dance").status_code == 201


def test_several_at_once(world: World) -> None:
    """Two courts: lanes 0 and 1; a booking across two that follow each other fits beside them."""
    hall = Hall(world, concurrent=2)
    assert [hall.book(h, m).json().get("lane") for h, m in ((9, 60), (10, 60), (9, 120))] == [0, 0, 1]
    assert hall.book(9.5, 60).status_code == 409
    assert hall.book(11, 60).json()["lane"] == 0


def test_a_shared_room_counts_people(world: World) -> None:
    hall = Hall(world, exclusive=False)
    assert [hall.book(9, people=n).status_code for n in (5, 3, 1)] == [201, 201, 409]
    assert hall.book(10, people=8).status_code == 201
    assert hall.book(9.5, 15, people=1).status_code == 409
    assert hall.book(9, people=1, mode="dance").status_code == 409


def test_a_published_visit_takes_its_room_and_a_draft_does_not(hall: Hall) -> None:
    world = hall.world
    visit = Visit(community_id=world.community, code="C", mode="badminton", people=3, duration_minutes=60)
    roster = RosterRow(community_id=world.community, first_day=at(9).date())
    world.add(visit, roster)
    row = {"roster_id": roster.id, "visit_id": visit.id, "facility_id": hall.hall}
    world.add(PlannedVisitRow(**row, layer="draft", start=at(9), end=at(10)))
    world.add(PlannedVisitRow(**row, layer="published", start=at(14), end=at(15)))
    assert hall.book(9).status_code == 201
    assert refused(hall.book(14.5)) == (409, "slot_taken", {"visit_id": visit.id})


def test_requests_are_collected_until_the_cut_off(hall: Hall) -> None:
    """72 hours before: Monday 12:00 is just at it on Friday noon, a minute later not."""
    with hall.world.writing() as session:
        session.get_one(Community, hall.world.community).settings = {"cutoff_hours": 72}
        session.commit()
    assert hall.book(12).status_code == 201
    late = hall.world.as_("resident").post("/bookings", hall.wish() | {"start": "2026-11-23T13:01:00+08:00"})
    assert refused(late) == (409, "collected", "start")
    assert "2026-11-20T13:01:00+08:00" in late.json()["en"]
    assert hall.book(15, who="clerk", resident_id=hall.neighbour).json()["code"] == "collected"
    assert [hall.book(h, who=w).status_code for h, w in ((15, "unit"), (17, "coordinator"))] == [201, 201]


PRICES = [
    Fee(facility_id="f", mode="", cents_per_hour=1000),
    Fee(facility_id="f", mode="badminton", cents_per_hour=3001),
    Fee(facility_id="f", mode="badminton", concession="elder", cents_per_hour=1499),
    Fee(facility_id="f", mode="", concession="minor", cents_per_hour=0),
]


@pytest.mark.parametrize(
    ("mode", "concession", "minutes", "cents"),
    [
        ("badminton", "standard", 60, 3001),
        ("badminton", "standard", 30, 1501),  # 1500.5
        ("badminton", "elder", 50, 1249),  # 1249.17
        ("badminton", "elder", 90, 2249),  # 2248.5
        ("badminton", "disabled", 60, 3001),
        ("badminton", "minor", 60, 0),
        ("dance", "elder", 61, 1017),  # 1016.67
        ("dance", "standard", 1, 17),  # 16.67
    ],
)
def test_fees(mode: str, concession: str, minutes: int, cents: int) -> None:
    assert fee_cents(PRICES, mode=mode, concession=concession, minutes=minutes) == cents


def test_without_fees_it_is_free() -> None:
    assert fee_cents([], mode="badminton", concession="standard", minutes=60) == 0


def test_the_same_key_books_once(hall: Hall) -> None:
    key = {"Idempotency-Key": "once"}
    first = hall.world.as_("resident").post("/bookings", hall.wish(), headers=key)
    again = hall.world.as_("resident").post("/bookings", hall.wish(), headers=key)
    assert (first.status_code, again.json()) == (201, first.json())
    with Session(hall.world.engine) as session:
        assert len(session.exec(select(Booking).order_by(col(Booking.id))).all()) == 1


def test_a_resident_of_two_names_one(hall: Hall) -> None:
    """A daughter books for herself and her mother."""
    with hall.world.writing() as session:
        login = hall.world.login(
            session, AccessRole.RESIDENT, hall.world.community, name="daughter", resident_id=hall.neighbour
        )
        session.add(
            Grant(
                login_id=login, role="resident", community_id=hall.world.community, resident_id=hall.world.resident,
                person_id=hall.world.person,
            )
        )  # fmt: skip
        session.commit()
    assert hall.book(who="daughter").json()["errors"][0]["code"] == "missing"
    assert hall.book(who="daughter", resident_id=hall.world.resident).json()["name"] == "李*妈"


def test_end_is_start_plus_minutes(hall: Hall) -> None:
    hall.booked(9, 1440)
    with Session(hall.world.engine) as session:
        booking = session.exec(select(Booking)).one()
    assert booking.end - booking.start == timedelta(days=1)
