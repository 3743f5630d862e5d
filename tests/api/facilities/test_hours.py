"""Opening rules and dates, free slots, the sheet at the gate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from api.bookings.hall import Hall, at, local
from api.queries import counted
from api.small_week import SmallWeek
from api.world import World, on_sqlite
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Closure, OpeningDate, OpeningRule
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.visits.models import Visit

RULE = {
    "weekdays": [0, 1, 2, 3, 4], "start": "18:00:00", "minutes": 180, "days": "workday", "term": "any",
    "first_day": None, "last_day": None,
}  # fmt: skip


@pytest.fixture
def hall(world: World) -> Hall:
    """Without any hours yet."""
    made = Hall(world)
    with world.writing() as session:
        session.delete(session.exec(select(OpeningRule)).one())
        session.commit()
    return made


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_rules_are_added_set_and_removed(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}/opening-rules"
    added = unit.post(path, RULE)
    rule = added.json()
    assert (added.status_code, added.headers["etag"], rule) == (201, '"1"', {"id": rule["id"], "version": 1, **RULE})
    changed = unit.put(f"{path}/{rule['id']}", RULE | {"term": "vacation"}, version=1)
    assert (changed.json(), changed.headers["etag"]) == (
        {"id": rule["id"], **RULE, "term": "vacation", "version": 2}, '"2"',
    )  # fmt: skip
    assert refused(unit.put(f"{path}/{rule['id']}", RULE, version=1)) == (412, "stale")
    assert unit.get(path).json()["items"] == [changed.json()]
    assert unit.delete(f"{path}/{rule['id']}", version=2).status_code == 204
    assert unit.get(path).json() == {"items": [], "next": None}


def test_rules_of_another_room_are_not_here(hall: Hall) -> None:
    unit = hall.world.as_("unit")
    rule = unit.post(f"/facilities/{hall.hall}/opening-rules", RULE).json()["id"]
    other = unit.post(
        "/facilities",
        {
            "community_id": hall.world.community, "place_id": hall.place, "code": "b",
            "organisation_id": hall.world.organisation, "modes": [{"mode": "x", "capacity": 1}],
        },
    ).json()["id"]  # fmt: skip
    answers = [
        unit.put(f"/facilities/{other}/opening-rules/{rule}", RULE),
        unit.delete(f"/facilities/{other}/opening-rules/{rule}"),
        unit.delete(f"/facilities/{hall.hall}/opening-dates/{rule}"),
    ]
    assert [refused(a) for a in answers] == [(404, "not_found")] * 3


@pytest.mark.parametrize(
    "change",
    [
        {"weekdays": []}, {"weekdays": [7]}, {"weekdays": [0, 0]}, {"start": "18:00:30"}, {"start": "18:00+08:00"},
        {"minutes": 0}, {"minutes": 10081}, {"days": "holiday"}, {"term": "summer"},
        {"first_day": "2026-11-02", "last_day": "2026-11-01"}, {"first_day": "1999-01-01"}, {"price": 1},
    ],
)  # fmt: skip
@on_sqlite
def test_rules_that_cannot_be(hall: Hall, change: dict[str, Any]) -> None:
    answer = hall.world.as_("unit").post(f"/facilities/{hall.hall}/opening-rules", RULE | change)
    assert refused(answer) == (422, "invalid")


def test_dates(hall: Hall) -> None:
    unit, path = hall.world.as_("unit"), f"/facilities/{hall.hall}/opening-dates"
    steward = Visit(community_id=hall.world.community, code="S", duration_minutes=60)
    hall.world.add(steward)
    span = {"start": local(9), "end": local(12), "steward_visit_id": steward.id}
    added = unit.post(path, span)
    row = added.json()
    assert (added.status_code, row) == (
        201,
        {
            "id": row["id"], "start": "2026-11-23T01:00:00Z", "end": "2026-11-23T04:00:00Z",
            "steward_visit_id": steward.id, "version": 1,
        },
    )  # fmt: skip
    openings = unit.get(f"/facilities/{hall.hall}/openings?from=2026-11-23&to=2026-11-23").json()
    assert openings == [{k: row[k] for k in ("start", "end", "steward_visit_id")}]
    unknown = unit.post(path, span | {"steward_visit_id": "none"})
    assert [e["field"] for e in unknown.json()["errors"]] == ["steward_visit_id"]
    for end in (local(9), local(8), "2028-01-01T00:00:00+08:00"):
        assert refused(unit.post(path, span | {"end": end})) == (422, "invalid")
    assert unit.delete(f"{path}/{row['id']}", version=1).status_code == 204
    assert unit.get(path).json()["items"] == []


def test_openings_follow_the_calendar(hall: Hall) -> None:
    """Tuesday is a holiday of the community, Saturday is worked; school is over after Wednesday."""
    world = hall.world
    world.add(
        OpeningRule(facility_id=hall.hall, weekdays=list(range(7)), start=at(18).time().replace(hour=18), minutes=60,
                    days="workday", term="term"),
        CalendarDay(community_id=world.community, day=date(2026, 11, 24), kind="holiday"),
        CalendarDay(day=date(2026, 11, 28), kind="workday"),
        SchoolTerm(community_id=world.community, first_day=date(2026, 9, 1), last_day=date(2026, 11, 25)),
    )  # fmt: skip
    query = f"/facilities/{hall.hall}/openings?from=2026-11-23&to=2026-11-29"

    def days() -> list[str]:
        return [w["start"][:10] for w in world.as_("resident").get(query).json()]

    assert days() == ["2026-11-23", "2026-11-25"]
    with world.writing() as session:
        session.exec(select(SchoolTerm)).one().last_day = date(2026, 11, 28)
        session.commit()
    assert days() == ["2026-11-23", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"]


@pytest.mark.parametrize("what", ["openings", "free-slots"])
@on_sqlite
def test_spans_that_cannot_be(hall: Hall, what: str) -> None:
    path = f"/facilities/{hall.hall}/{what}?mode=dance"
    for first, last, code in (
        ("2026-11-24", "2026-11-23", "span_refused"),
        ("2026-01-01", "2027-12-31", "span_refused"),
        ("0001-01-01", "0001-01-01", "invalid"),
        ("9999-12-31", "9999-12-31", "invalid"),
    ):
        assert refused(hall.world.as_("clerk").get(f"{path}&from={first}&to={last}")) == (422, code)


# -- free slots ----------------------------------------------------------------------------------------------------


def free(hall: Hall, query: str = "", *, day: str = "2026-11-23", who: str = "resident") -> list[str]:
    """Starts on the local clock."""
    path = f"/facilities/{hall.hall}/free-slots?mode=badminton&from={day}&to={day}{query}"
    answer = hall.world.as_(who).get(path)
    assert answer.status_code == 200, answer.text
    return [f"{int(s['start'][11:13]) + 8:02}:{s['start'][14:16]}" for s in answer.json()]


def morning(hall: Hall, start: float = 9, end: float = 11) -> None:
    hall.world.add(OpeningDate(facility_id=hall.hall, start=at(start), end=at(end)))


def test_every_quarter_while_it_is_open(hall: Hall) -> None:
    morning(hall)
    path = f"/facilities/{hall.hall}/free-slots?mode=badminton&minutes=90&from=2026-11-23&to=2026-11-23"
    assert hall.world.as_("resident").get(path).json() == [
        {"start": "2026-11-23T01:00:00Z", "end": "2026-11-23T02:30:00Z", "collected_until": None},
        {"start": "2026-11-23T01:15:00Z", "end": "2026-11-23T02:45:00Z", "collected_until": None},
        {"start": "2026-11-23T01:30:00Z", "end": "2026-11-23T03:00:00Z", "collected_until": None},
    ]


def test_off_the_grid_the_next_quarter_counts(hall: Hall) -> None:
    morning(hall, 9 + 1 / 60, 10.5)
    assert free(hall) == ["09:15", "09:30"]


def test_beside_bookings_and_other_modes(hall: Hall) -> None:
    morning(hall, 9, 13)
    hall.booked(10, 60)
    assert free(hall) == ["09:00", "11:00", "11:15", "11:30", "11:45", "12:00"]
    path = f"/facilities/{hall.hall}/free-slots?mode=dance&minutes=30&from=2026-11-23&to=2026-11-23"
    starts = [s["start"][11:16] for s in hall.world.as_("resident").get(path).json()]
    assert starts == ["01:00", "01:15", "03:15", "03:30", "03:45", "04:00", "04:15", "04:30"]


def test_each_free_slot_can_be_booked_and_no_other(hall: Hall) -> None:
    """Against the booking itself, start by start (each given back again)."""
    morning(hall, 8, 14)
    hall.world.add(Closure(facility_id=hall.hall, start=at(12.25), end=at(12.5)))
    hall.booked(9.5, 45)
    hall.booked(11, 30, mode="dance")
    found = []
    for quarter in range(24):
        hour = 8 + quarter / 4
        answer = hall.book(hour, 30)
        if answer.status_code == 201:
            found.append(f"{int(hour):02}:{int(hour % 1 * 60):02}")
            hall.step(answer.json()["id"], "cancel", who="resident")
    assert found == free(hall, "&minutes=30")


def test_people_of_a_shared_room(world: World) -> None:
    shared = Hall(world, exclusive=False)
    shared.booked(0, 1380, people=5)
    assert free(shared, "&people=4") == ["23:00", "23:15", "23:30", "23:45"]
    assert len(free(shared, "&people=3")) > 50
    too_many = world.as_("resident").get(
        f"/facilities/{shared.hall}/free-slots?mode=badminton&from=2026-11-23&to=2026-11-23&people=9"
    )
    assert refused(too_many) == (422, "too_many_people")
    unknown = world.as_("resident").get(
        f"/facilities/{shared.hall}/free-slots?mode=chess&from=2026-11-23&to=2026-11-23"
    )
    assert refused(unknown) == (422, "no_such_mode")


def test_from_now_on(hall: Hall) -> None:
    morning(hall)
    hall.world.now = at(9.5 + 1 / 60)
    assert free(hall, "&minutes=60") == ["09:45", "10:00"]


def test_over_midnight(hall: Hall) -> None:
    morning(hall, 22, 26)
    path = f"/facilities/{hall.hall}/free-slots?mode=dance&minutes=180&from=2026-11-23&to=2026-11-23"
    starts = [s["start"] for s in hall.world.as_("resident").get(path).json()]
    assert starts == [f"2026-11-23T{t}:00Z" for t in ("14:00", "14:15", "14:30", "14:45", "15:00")]
    tomorrow = path.replace("-23&to=2026-11-23", "-24&to=2026-11-24").replace("180", "60")
    starts = [s["start"] for s in hall.world.as_("resident").get(tomorrow).json()]
    assert starts == [f"2026-11-23T{t}:00Z" for t in ("16:00", "16:15", "16:30", "16:45", "17:00")]


def test_what_is_collected_says_until_when(hall: Hall) -> None:
    morning(hall)
    with hall.world.writing() as session:
        session.get_one(Community, hall.world.community).settings = {"cutoff_hours": 24}
        session.commit()
    path = f"/facilities/{hall.hall}/free-slots?mode=dance&minutes=120&from=2026-11-23&to=2026-11-23"
    until = [s["collected_until"] for s in hall.world.as_("resident").get(path).json()]
    assert until == ["2026-11-22T01:00:00Z"]
    hall.world.now = at(9, -1)
    assert [s["collected_until"] for s in hall.world.as_("resident").get(path).json()] == [None]


def test_free_slots_cost_the_same_whatever_is_booked(hall: Hall) -> None:
    morning(hall)
    hall.booked(9, 15)
    with counted(hall.world.engine) as one:
        free(hall)
    hall.booked(9.25, 15)
    hall.booked(9.5, 15)
    morning(hall, 14, 15)
    with counted(hall.world.engine) as three:
        free(hall)
    assert len(one) == len(three)


# -- the sheet -----------------------------------------------------------------------------------------------------


def test_the_sheet_of_a_day(world: World) -> None:
    hall = Hall(world)
    booking = hall.booked(9, people=3)
    hall.booked(9, day=1)
    gone = hall.booked(11)
    hall.step(gone, "cancel", who="resident")
    empty = {"lane": 0, "visit_id": None, "team": []}
    row = {
        "start": "2026-11-23T01:00:00Z", "end": "2026-11-23T02:00:00Z", "mode": "badminton", "people": 3,
        "state": "confirmed", "booking_id": booking, "zh": "badminton", "en": "badminton", "name": "李*妈", **empty,
    }  # fmt: skip
    for who in ("unit", "clerk", "coordinator"):
        sheet = world.as_(who).get(f"/facilities/{hall.hall}/sheet?day=2026-11-23").json()
        assert sheet == {
            "facility_id": hall.hall, "facility": "体育馆", "day": "2026-11-23",
            "open": [{"start": "2026-11-22T16:00:00Z", "end": "2026-11-23T16:00:00Z", "steward_visit_id": None}],
            "rows": [row],
        }, who  # fmt: skip
    world.now = at(9)
    hall.step(booking, "check-in")
    hall.step(booking, "complete")
    today = world.as_("unit").get(f"/facilities/{hall.hall}/sheet").json()
    assert (today["day"], today["rows"]) == ("2026-11-23", [row | {"state": "completed"}])


def test_today_is_the_local_day(world: World) -> None:
    hall = Hall(world)
    world.now = at(0, 1)  # midnight in Shanghai, still the day before in UTC
    assert world.as_("unit").get(f"/facilities/{hall.hall}/sheet").json()["day"] == "2026-11-24"


def test_the_sheet_tells_who_serves_by_masked_names(world: World) -> None:
    week = SmallWeek(world)
    week.published()
    rows = world.as_("unit").get(f"/facilities/{week.room}/sheet?day=2026-11-23").json()["rows"]
    assert [(r["start"], r["people"], r["state"], r["zh"], r["name"], r["team"], r["visit_id"]) for r in rows] == [
        ("2026-11-23T06:00:00Z", 8, "confirmed", "四点半课堂", "", ["A***"], week.visits["class"])
    ]


def test_a_published_visit_without_booking_is_on_the_sheet(world: World) -> None:
    hall = Hall(world)
    visit = Visit(community_id=world.community, code="C", mode="dance", title="广场舞", duration_minutes=60, people=9)
    roster = RosterRow(community_id=world.community, first_day=date(2026, 11, 23))
    world.add(visit, roster)
    world.add(
        PlannedVisitRow(
            roster_id=roster.id, visit_id=visit.id, layer="published", start=at(9), end=at(10), facility_id=hall.hall
        )
    )
    rows = world.as_("unit").get(f"/facilities/{hall.hall}/sheet?day=2026-11-23").json()["rows"]
    assert [(r["state"], r["zh"], r["people"], r["booking_id"]) for r in rows] == [("planned", "广场舞", 9, None)]


def test_the_sheet_costs_the_same_for_one_and_three(world: World) -> None:
    hall = Hall(world)
    path = f"/facilities/{hall.hall}/sheet?day=2026-11-23"
    hall.booked(9)
    with counted(world.engine) as one:
        world.as_("unit").get(path)
    hall.booked(10)
    hall.booked(11, who="neighbour")
    with counted(world.engine) as three:
        assert len(world.as_("unit").get(path).json()["rows"]) == 3
    assert len(one) == len(three)


def test_sheets_of_others_do_not_exist(world: World) -> None:
    hall = Hall(world, organisation_id=None)
    assert refused(world.as_("unit").get(f"/facilities/{hall.hall}/sheet")) == (404, "not_found")
    with Session(world.engine) as session:
        assert session.exec(select(Community)).one().code == "xizha"
