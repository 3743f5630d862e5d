"""Facilities: seen by their community, run by its coordinator or their unit."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, col, select

from api.bookings.hall import Hall, at
from api.queries import counted
from api.world import World
from matcher_api.access.roles import AccessRole
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community, Place
from matcher_api.facilities.models import Facility, FacilityMode
from matcher_api.organisations.models import Organisation
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def shown(hall: Hall, **more: Any) -> dict[str, Any]:
    return {
        "id": hall.hall, "community_id": hall.world.community, "organisation_id": hall.world.organisation,
        "owner": "第一小学", "place_id": hall.place, "code": "gym", "name": "体育馆", "kind": "", "state": "active",
        "exclusive": True, "concurrent": 1, "changeover_minutes": 15, "cost": 0, "auto_approve": None, "public": True,
        "modes": [{"mode": "badminton", "capacity": 8}, {"mode": "dance", "capacity": 20}], "version": 1, **more,
    }  # fmt: skip


def draft(hall: Hall, **more: Any) -> dict[str, Any]:
    return {
        "community_id": hall.world.community, "place_id": hall.place, "code": "yard",
        "modes": [{"mode": "parking", "capacity": 30}], **more,
    }  # fmt: skip


def test_everybody_of_the_community_sees_it_whole(hall: Hall) -> None:
    for role in AccessRole:
        answer = hall.world.as_(role).get(f"/facilities/{hall.hall}")
        assert (answer.json(), answer.headers["etag"]) == (shown(hall), '"1"'), role
    assert hall.world.as_("volunteer").get("/facilities").json() == {"items": [shown(hall)], "next": None}


def test_a_unit_sees_its_own_and_others_see_their_community(hall: Hall) -> None:
    world = hall.world
    unit, other = Organisation(community_id=world.community, name="另一单位"), Community(code="other")
    world.add(unit, other)
    place = Place(community_id=other.id, code="P")
    world.add(place)
    theirs = Facility(community_id=world.community, place_id=hall.place, organisation_id=unit.id, code="theirs")
    far = Facility(community_id=other.id, place_id=place.id, code="far")
    world.add(theirs, far)

    def ids(who: str, query: str = "") -> list[str]:
        return [f["id"] for f in world.as_(who).get(f"/facilities{query}").json()["items"]]

    assert ids("unit") == [hall.hall]
    assert ids("resident") == [hall.hall, theirs.id]
    assert ids("admin") == [hall.hall, theirs.id, far.id]
    assert ids("admin", f"?community_id={other.id}") == [far.id]
    assert ids("clerk", f"?organisation_id={unit.id}") == [theirs.id]
    assert ids("clerk", "?mode=dance") == [hall.hall] and ids("clerk", "?mode=chess") == []
    for who, room in (("unit", theirs), ("coordinator", far)):
        speaker = world.as_(who)
        path = f"/facilities/{room.id}"
        span = {"start": "2026-11-25T00:00:00+08:00", "end": "2026-11-26T00:00:00+08:00"}
        answers = [
            speaker.get(path),
            speaker.patch(path, {"name": "x"}),
            speaker.delete(path),
            speaker.put(f"{path}/modes", [{"mode": "x", "capacity": 1}]),
            speaker.get(f"{path}/fees"),
            speaker.put(f"{path}/fees", []),
            speaker.get(f"{path}/opening-rules"),
            speaker.post(f"{path}/opening-rules", {"weekdays": [0], "start": "09:00", "minutes": 60}),
            speaker.get(f"{path}/opening-dates"),
            speaker.post(f"{path}/opening-dates", span),
            speaker.get(f"{path}/closures"),
            speaker.post(f"{path}/closures", span),
            speaker.post(f"{path}/closures?dry_run=true", span),
            speaker.post(f"{path}/closures/none/cancel"),
            speaker.get(f"{path}/openings?from=2026-11-23&to=2026-11-23"),
            speaker.get(f"{path}/free-slots?from=2026-11-23&to=2026-11-23&mode=x"),
            speaker.get(f"{path}/sheet"),
        ]
        assert [refused(a) for a in answers] == [(404, "not_found")] * len(answers), who


def test_the_list_costs_the_same_for_one_and_three(hall: Hall) -> None:
    with counted(hall.world.engine) as one:
        hall.world.as_("clerk").get("/facilities")
    for code in ("b", "c"):
        room = Facility(community_id=hall.world.community, place_id=hall.place, code=code)
        hall.world.add(room)
        hall.world.add(FacilityMode(facility_id=room.id, mode="x", capacity=1))
    with counted(hall.world.engine) as three:
        assert len(hall.world.as_("clerk").get("/facilities").json()["items"]) == 3
    assert len(one) == len(three)


def test_creating(hall: Hall) -> None:
    desk = hall.world.as_("coordinator")
    made = desk.post("/facilities", draft(hall, exclusive=False, cost=3))
    new = made.json()
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert new == shown(
        hall, id=new["id"], organisation_id=None, owner="", code="yard", name="", exclusive=False, cost=3,
        changeover_minutes=0, modes=[{"mode": "parking", "capacity": 30}],
    )  # fmt: skip
    taken = desk.post("/facilities", draft(hall))
    assert refused(taken) == (409, "code_taken")


def test_a_unit_creates_its_own_alone(hall: Hall) -> None:
    unit = hall.world.as_("unit")
    assert unit.post("/facilities", draft(hall, organisation_id=hall.world.organisation)).json()["owner"] == "第一小学"
    assert refused(unit.post("/facilities", draft(hall, code="b"))) == (404, "not_found")


def test_faults_all_at_once(hall: Hall) -> None:
    desk = hall.world.as_("coordinator")
    shape = desk.post(
        "/facilities", draft(hall, code="a b", concurrent=0, modes=[{"mode": "x", "capacity": 0}], price=3)
    )
    assert sorted(e["field"] for e in shape.json()["errors"]) == ["code", "concurrent", "modes.0.capacity", "price"]
    other = Community(code="other")
    hall.world.add(other)
    away = Place(community_id=other.id, code="P")
    hall.world.add(away)
    rows = desk.post("/facilities", draft(hall, place_id=away.id, organisation_id="none"))
    assert [(e["field"], e["code"]) for e in rows.json()["errors"]] == [
        ("place_id", "unknown"), ("organisation_id", "unknown"),
    ]  # fmt: skip
    twice = desk.post("/facilities", draft(hall, modes=[{"mode": "x", "capacity": n} for n in (1, 2)]))
    assert [(e["field"], e["code"]) for e in twice.json()["errors"]] == [("modes.1.mode", "twice")]
    with Session(hall.world.engine) as session:
        assert [f.code for f in session.exec(select(Facility)).all()] == ["gym"]


def test_changing_needs_the_version_seen(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}"
    changed = unit.patch(path, {"name": "大厅", "auto_approve": False}, version=1)
    assert (changed.json(), changed.headers["etag"]) == (
        shown(hall, name="大厅", auto_approve=False, version=2), '"2"',
    )  # fmt: skip
    assert refused(unit.patch(path, {"name": "x"}, version=1)) == (412, "stale")
    assert refused(unit.call("PATCH", path, json={})) == (428, "precondition_required")
    back = unit.patch(path, {"auto_approve": None}, version=2)
    assert back.json()["auto_approve"] is None
    assert refused(unit.patch(path, {"place_id": ""})) == (422, "invalid")


def test_withdrawing_and_taking_back(hall: Hall) -> None:
    desk, path = hall.world.as_("coordinator"), f"/facilities/{hall.hall}"
    booking = hall.booked(9)
    used = desk.delete(path)
    assert (refused(used), used.json()["conflict"]) == ((409, "facility_used"), {"booking_id": booking})
    hall.step(booking, "cancel", who="resident")
    assert desk.delete(path, version=1).status_code == 204
    assert desk.get(path).json()["state"] == "withdrawn"
    assert desk.get(f"{path}/free-slots?from=2026-11-23&to=2026-11-23&mode=dance").json() == []
    assert desk.patch(path, {"state": "active"}).json()["state"] == "active"
    assert refused(desk.patch(path, {"state": "withdrawn"})) == (422, "invalid")


def test_what_is_over_does_not_keep_it(hall: Hall) -> None:
    hall.booked(9)
    hall.world.now = at(10)
    assert hall.world.as_("coordinator").delete(f"/facilities/{hall.hall}").status_code == 204


def test_a_published_visit_keeps_it(hall: Hall) -> None:
    world = hall.world
    visit = Visit(community_id=world.community, code="C", mode="dance", duration_minutes=60)
    roster = RosterRow(community_id=world.community, first_day=at(9).date())
    world.add(visit, roster)
    world.add(
        PlannedVisitRow(
            roster_id=roster.id, visit_id=visit.id, layer="published", start=at(9), end=at(10), facility_id=hall.hall
        )
    )
    answer = world.as_("coordinator").delete(f"/facilities/{hall.hall}")
    assert (refused(answer), answer.json()["conflict"]) == ((409, "facility_used"), {"visit_id": visit.id})


def test_modes_are_set_at_once(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}/modes"
    answer = unit.put(path, [{"mode": "badminton", "capacity": 4}, {"mode": "yoga", "capacity": 12}], version=1)
    assert (answer.json()["modes"], answer.headers["etag"]) == (
        [{"mode": "badminton", "capacity": 4}, {"mode": "yoga", "capacity": 12}], '"2"',
    )  # fmt: skip
    assert refused(unit.put(path, [{"mode": "yoga", "capacity": 12}], version=1)) == (412, "stale")
    assert refused(unit.put(path, [])) == (422, "invalid")
    twice = unit.put(path, [{"mode": "yoga", "capacity": n} for n in (1, 2)])
    assert [e["field"] for e in twice.json()["errors"]] == ["1.mode"]


@pytest.mark.parametrize(
    ("modes", "status"),
    [
        ([("dance", 20)], 409),
        ([("badminton", 3), ("dance", 20)], 409),
        ([("badminton", 4)], 200),
    ],
)
def test_a_mode_in_use_stays_large_enough(hall: Hall, modes: list[tuple[str, int]], status: int) -> None:
    booking = hall.booked(9, people=4)
    answer = hall.world.as_("unit").put(
        f"/facilities/{hall.hall}/modes", [{"mode": m, "capacity": c} for m, c in modes]
    )
    assert answer.status_code == status
    if status == 409:
        assert (answer.json()["code"], answer.json()["conflict"]) == ("mode_used", {"booking_id": booking})


def test_fees_are_set_at_once(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}/fees"
    before = hall.booked(8)
    prices = [
        {"mode": "", "concession": "standard", "cents_per_hour": 2000},
        {"mode": "badminton", "concession": "elder", "cents_per_hour": 500},
    ]
    answer = unit.put(path, prices, version=1)
    assert (answer.json(), answer.headers["etag"]) == (prices, '"2"')
    assert hall.world.as_("resident").get(path).json() == prices
    assert hall.book(9, 90, concession="elder").json()["fee_cents"] == 750
    assert hall.book(11, 90, concession="minor").json()["fee_cents"] == 3000
    assert unit.put(path, prices[:1]).json() == prices[:1]
    with Session(hall.world.engine) as session:
        fees = session.exec(select(Booking.fee_cents).order_by(col(Booking.id))).all()
    assert (hall.state(before), list(fees)) == ("confirmed", [0, 750, 3000])


def test_fees_that_cannot_be(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}/fees"
    unknown = unit.put(path, [{"mode": "chess", "cents_per_hour": 1}])
    assert [(e["field"], e["code"]) for e in unknown.json()["errors"]] == [("0.mode", "no_such_mode")]
    twice = unit.put(path, [{"mode": "dance", "cents_per_hour": n} for n in (1, 2)])
    assert [(e["field"], e["code"]) for e in twice.json()["errors"]] == [("1.concession", "twice")]
    shape = unit.put(path, [{"concession": "king", "cents_per_hour": -1}])
    assert sorted(e["field"] for e in shape.json()["errors"]) == ["0.cents_per_hour", "0.concession"]
    assert unit.get(path).json() == []
