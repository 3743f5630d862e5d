"""Lists of bookings: who sees what of them, and what a list costs."""

from __future__ import annotations

import pytest

from api.bookings.hall import Hall, at, refused
from api.queries import counted
from api.world import World
from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Facility
from matcher_api.organisations.models import Organisation


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def test_lists_are_ones_own(hall: Hall) -> None:
    world = hall.world
    own, theirs = hall.booked(9), hall.booked(10, who="neighbour")
    other = Organisation(community_id=world.community, name="另一单位")
    world.add(other)
    room = Facility(community_id=world.community, place_id=hall.place, organisation_id=other.id, code="other")
    world.add(room)
    far = Booking(
        community_id=world.community, facility_id=room.id, mode="x", start=at(9), end=at(10), state="cancelled"
    )
    world.add(far)

    def ids(who: str, query: str = "") -> list[str]:
        return [b["id"] for b in world.as_(who).get(f"/bookings{query}").json()["items"]]

    assert ids("resident") == [own] and ids("neighbour") == [theirs]
    assert ids("unit") == [own, theirs]
    assert [ids(w) for w in ("clerk", "coordinator", "supervisor", "street", "admin")] == [[own, theirs, far.id]] * 5
    assert ids("clerk", f"?facility_id={room.id}") == [far.id]
    assert ids("clerk", "?state=confirmed") == [own, theirs]
    assert ids("clerk", "?from=2026-11-23T10:00:00%2B08:00") == [theirs]
    assert ids("clerk", "?to=2026-11-23T10:00:00%2B08:00") == [own, far.id]
    for who, booking in (("resident", theirs), ("neighbour", own), ("unit", far.id)):
        answers = [world.as_(who).get(f"/bookings/{booking}"), hall.step(booking, "cancel", who=who)]
        assert [refused(a) for a in answers] == [(404, "not_found", None)] * 2


def test_oversight_reads_without_names(hall: Hall) -> None:
    booking = hall.booked()
    hall.step(booking, "cancel", who="resident", reason="王大妈病了")
    for who in ("supervisor", "street"):
        shown = hall.world.as_(who).get(f"/bookings/{booking}").json()
        assert (shown["name"], shown["resident_id"], shown["reason"]) == ("", None, "")
    seen = hall.world.as_("unit").get(f"/bookings/{booking}").json()
    assert (seen["name"], seen["resident_id"], seen["reason"]) == ("李*妈", hall.world.resident, "王大妈病了")


def test_the_list_costs_the_same_for_one_and_three(hall: Hall) -> None:
    hall.booked(9)
    with counted(hall.world.engine) as one:
        hall.world.as_("clerk").get("/bookings")
    hall.booked(10)
    hall.booked(11, who="neighbour")
    with counted(hall.world.engine) as three:
        assert len(hall.world.as_("clerk").get("/bookings").json()["items"]) == 3
    assert len(one) == len(three)


def test_booking_among_three_costs_as_among_one(hall: Hall) -> None:
    hall.booked(9)
    with counted(hall.world.engine) as one:
        hall.booked(12)
    hall.booked(10)
    with counted(hall.world.engine) as three:
        hall.booked(14)
    assert len(one) == len(three)
