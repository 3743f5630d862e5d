"""Cancelling releases everybody who was asked, gives rooms back, tells them by ids; series by the rest or by a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import select

from api.requests.asked import act, faults, verified, visits_of, with_items
from api.visits.town import ROLES, booked, draft, published, visit
from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.calendars.models import CalendarDay
from matcher_api.communities.models import Community
from matcher_api.notifications.models import Notification
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit

RAIN = {"reason": "下雨"}
REPEAT = {
    "rule": "FREQ=WEEKLY;BYDAY=MO,WE", "start": "22:00", "minutes": 180, "first_day": "2026-11-23",
    "last_day": "2026-12-02",
}  # fmt: skip
DAYS = ["2026-11-23", "2026-11-25", "2026-11-30", "2026-12-02"]


def series(world: World, **change: Any) -> dict[str, Any]:
    made = world.as_("coordinator").post("/series", draft(world, windows=None, repeat=REPEAT, **change))
    assert made.status_code == 201, made.json()
    answer: dict[str, Any] = made.json()
    return answer


def states(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(v["first_start"][:10], v["state"]) for v in answer["visits"]]


def test_everybody_asked_is_released_and_told(world: World) -> None:
    made = visit(world, place_id=None, mode="class", people=20)
    (accepted,) = published(world, made["id"], "accepted")
    booking = booked(world, made["id"])
    done = world.as_("clerk").post(f"/visits/{made['id']}/cancel", RAIN)
    assert done.status_code == 200
    assert (done.json()["visit"]["state"], done.json()["withdrawn"], done.json()["bookings"]) == (
        "cancelled", [accepted], [booking]
    )  # fmt: skip
    with world.writing() as session:
        row = session.get_one(AssignmentRow, accepted)
        assert (row.state, row.reason, row.sequence) == ("withdrawn", "下雨", 1)
        assert session.get_one(Booking, booking).state == "cancelled"
        assert session.exec(select(PlannedVisitRow)).all() == []
        told = session.exec(select(Notification)).all()
        assert sorted((n.kind, n.person_id, n.organisation_id, sorted(n.payload.items())) for n in told) == [
            ("booking_cancelled", None, world.organisation, [("booking_id", booking), ("visit_id", made["id"])]),
            ("visit_cancelled", world.person, None, [("assignment_id", accepted), ("visit_id", made["id"])]),
        ]
        assert session.get_one(Visit, made["id"]).reason == "下雨"
    again = world.as_("clerk").post(f"/visits/{made['id']}/cancel", RAIN)
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")


def test_a_proposal_nobody_knows_of_just_goes(world: World) -> None:
    made = visit(world)
    published(world, made["id"], "proposed")
    done = world.as_("coordinator").post(f"/visits/{made['id']}/cancel", RAIN).json()
    assert done["withdrawn"] == []
    with world.writing() as session:
        assert session.exec(select(AssignmentRow)).all() == []
        assert session.exec(select(Notification)).all() == []


def test_the_request_follows_its_visit(world: World) -> None:
    with_items(world)
    made = verified(world)
    world.as_("clerk").post(f"/visits/{made['visits'][0]}/cancel", RAIN)
    assert world.as_("clerk").get(f"/requests/{made['id']}").json()["state"] == "cancelled"


def test_what_has_begun_is_not_cancelled_with_its_request(world: World) -> None:
    with_items(world)
    made = verified(world)
    with world.writing() as session:
        session.get_one(Visit, made["visits"][0]).state = "in_progress"
        session.commit()
    refused = act(world, made["id"], "cancel", RAIN)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_acceptable_state")
    assert world.as_("clerk").get(f"/requests/{made['id']}").json()["state"] == "verified"


def test_others_visits_do_not_exist(world: World) -> None:
    other = Community(code="other")
    world.add(other)
    theirs = Visit(community_id=other.id, code="theirs", series="s", duration_minutes=1)
    world.add(theirs)
    desk = world.as_("coordinator")
    assert desk.get(f"/visits/{theirs.id}").status_code == 404
    assert desk.post(f"/visits/{theirs.id}/cancel", RAIN).status_code == 404
    assert desk.patch(f"/visits/{theirs.id}", {"priority": 9}).status_code == 404
    assert desk.get("/series/s").status_code == 404
    assert desk.post("/visits", draft(world, community_id=other.id)).status_code == 404


def test_a_series_across_midnight_and_the_end_of_the_month(world: World) -> None:
    made = series(world)
    assert (made["first_day"], made["last_day"], states(made)) == (
        DAYS[0], DAYS[-1], [(d, "planned") for d in DAYS]
    )  # fmt: skip
    assert [v["windows"] for v in made["visits"]][2] == [
        {"start": "2026-11-30T22:00:00+08:00", "end": "2026-12-01T01:00:00+08:00"}
    ]
    assert {v["series"] for v in made["visits"]} == {made["series"]}
    assert len({v["code"] for v in made["visits"]}) == 4
    assert world.as_("supervisor").get(f"/series/{made['series']}").status_code == 200


def test_a_series_tells_all_its_faults(world: World) -> None:
    wrong = draft(
        world, windows=None, place_id="nowhere", roles=ROLES, repeat={**REPEAT, "rule": "FREQ=HOURLY;BYHOUR=3"}
    )
    assert faults(world.as_("coordinator").post("/series", wrong)) == [
        ("repeat.rule", "recurrence_value"),
        ("repeat.rule", "recurrence_key"),
        ("place_id", "unknown_place"),
    ]
    assert world.as_("coordinator").get("/visits").json()["items"] == []


def test_a_series_on_workdays_follows_the_calendar(world: World) -> None:
    world.add(
        CalendarDay(community_id=world.community, day=date(2026, 11, 25), kind="holiday", name="节"),
        CalendarDay(community_id=world.community, day=date(2026, 11, 28), kind="workday", name="调休"),
    )
    repeat = {**REPEAT, "rule": "FREQ=DAILY", "days": "workday", "last_day": "2026-11-29"}
    made = world.as_("coordinator").post("/series", draft(world, windows=None, repeat=repeat)).json()
    assert [d for d, _ in states(made)] == ["2026-11-23", "2026-11-24", "2026-11-26", "2026-11-27", "2026-11-28"]


def test_the_rest_of_a_series(world: World) -> None:
    made = series(world)
    desk = world.as_("clerk")
    world.now = world.now.replace(day=25, hour=15)  # 23:00 on Wednesday: that night's has begun
    rest = desk.post(f"/series/{made['series']}/cancel", RAIN).json()
    assert states(rest) == [(d, "cancelled") for d in DAYS[2:]]
    assert states(desk.get(f"/series/{made['series']}").json()) == [
        *((d, "planned") for d in DAYS[:2]), *((d, "cancelled") for d in DAYS[2:])
    ]  # fmt: skip


def test_the_rest_from_a_day_on(world: World) -> None:
    made = series(world)
    rest = world.as_("clerk").post(f"/series/{made['series']}/cancel", {**RAIN, "since": DAYS[3]}).json()
    assert states(rest) == [(DAYS[3], "cancelled")]


def test_one_day_is_left_out_or_moved(world: World) -> None:
    with_items(world)
    made = verified(world, windows=None, repeat={**REPEAT, "start": "09:00"})
    desk, path = world.as_("coordinator"), f"/series/{made['number']}/exceptions"
    out = desk.post(path, {"day": DAYS[1], "reason": "老人住院"}).json()
    assert states(out) == [(DAYS[1], "cancelled")]
    to = {"start": "2026-12-01T14:00:00+08:00", "end": "2026-12-01T17:00:00+08:00"}
    moved = desk.post(path, {"day": DAYS[2], "windows": [to], "reason": "改到周二"}).json()
    assert [v["windows"] for v in moved["visits"]] == [[to]]
    missing = desk.post(path, {"day": "2026-11-24", "reason": "x"})
    assert (missing.status_code, missing.json()["field"]) == (404, "day")
    request = desk.get(f"/requests/{made['id']}").json()
    assert (request["state"], request["repeat"]["skipped"]) == ("verified", [DAYS[1]])
    assert [v["first_start"][:10] for v in visits_of(world, made) if v["state"] == "planned"] == [
        DAYS[0], "2026-12-01", DAYS[3]
    ]  # fmt: skip


def test_a_series_of_a_name_in_two_communities(world: World) -> None:
    other = Community(code="other")
    world.add(other)
    for community in (world.community, other.id):
        world.add(Visit(community_id=community, code="a", series="s", duration_minutes=1, first_start=world.now))
    admin = world.as_("admin")
    unclear = admin.get("/series/s")
    assert (unclear.status_code, unclear.json()["code"]) == (422, "community_needed")
    assert admin.get(f"/series/s?community_id={other.id}").json()["community_id"] == other.id
