"""Availability over the API: one's own, or through the desk; /free adds it up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from api.people.test_volunteers import second
from api.world import World, on_sqlite
from matcher_api.audit.models import AuditEntry
from matcher_api.calendars.models import CalendarDay
from matcher_api.people.models import AvailabilityRule

RULE = {"weekdays": [6, 5, 5], "start": "09:00", "minutes": 180}
AWAY = {"start": "2026-11-28T10:00:00+08:00", "end": "2026-11-28T11:00:00+08:00", "free": False, "reason": "看病"}


def path(world: World, rest: str = "") -> str:
    return f"/volunteers/{world.person}{rest}"


def test_a_rule_and_its_life(world: World) -> None:
    me = world.as_("volunteer")
    made = me.post(path(world, "/availability/rules"), RULE)
    shown = {
        "id": made.json()["id"], "weekdays": [5, 6], "start": "09:00:00", "minutes": 180, "days": "any",
        "first_day": None, "last_day": None, "version": 1,
    }  # fmt: skip
    assert (made.status_code, made.json(), made.headers["etag"]) == (201, shown, '"1"')
    one = path(world, f"/availability/rules/{shown['id']}")
    changed = me.patch(one, {"minutes": 60, "days": "restday"}, version=1)
    assert changed.json() == {**shown, "minutes": 60, "days": "restday", "version": 2}
    assert me.patch(one, {"minutes": 61}, version=1).status_code == 412
    assert me.call("DELETE", one).status_code == 428
    assert world.as_("clerk").get(path(world, "/availability/rules")).json()["items"] == [changed.json()]
    assert me.delete(one, version=2).status_code == 204
    assert me.get(path(world, "/availability/rules")).json() == {"items": [], "next": None}


def test_a_date_and_its_life(world: World, session: Session) -> None:
    desk = world.as_("clerk")
    made = desk.post(path(world, "/availability/dates"), AWAY)
    assert made.json() == {**AWAY, "id": made.json()["id"], "version": 1}
    one = path(world, f"/availability/dates/{made.json()['id']}")
    moved = desk.patch(one, {"end": "2026-11-28T04:00:00Z"}, version=1)
    assert (moved.status_code, moved.json()["end"]) == (200, "2026-11-28T12:00:00+08:00")
    listed = path(world, "/availability/dates")
    assert [d["version"] for d in desk.get(listed, params={"from": "2026-11-28T11:59:00+08:00"}).json()["items"]] == [2]
    assert desk.get(listed, params={"from": "2026-11-28T12:00:00+08:00"}).json()["items"] == []
    assert desk.delete(one, version=2).status_code == 204
    details = session.exec(select(AuditEntry.detail).where(AuditEntry.subject_kind == "availability_date")).all()
    assert details == [{"person_id": world.person}] * 3  # no reason, no hours


@pytest.mark.parametrize(
    "change",
    [
        {"weekdays": []}, {"weekdays": [7]}, {"weekdays": None}, {"start": "9 o'clock"}, {"start": "09:00:30"},
        {"start": "09:00+08:00"}, {"minutes": 0}, {"minutes": 1441}, {"days": "holiday"}, {"first_day": "1999-01-01"},
        {"extra": 1},
    ],
)  # fmt: skip
@on_sqlite
def test_bad_rules(world: World, session: Session, change: dict[str, Any]) -> None:
    answer = world.as_("volunteer").post(path(world, "/availability/rules"), {**RULE, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert session.exec(select(AvailabilityRule)).all() == []


def test_ends_come_after_beginnings(world: World) -> None:
    me = world.as_("volunteer")
    backwards = {**RULE, "first_day": "2026-12-02", "last_day": "2026-12-01"}
    refused = me.post(path(world, "/availability/rules"), backwards)
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, "ends_before", "last_day")
    kept = me.post(path(world, "/availability/rules"), {**RULE, "first_day": "2026-12-02"}).json()
    later = me.patch(path(world, f"/availability/rules/{kept['id']}"), {"last_day": "2026-12-01"})
    assert (later.status_code, later.json()["code"]) == (422, "ends_before")
    for end in ("2026-11-28T10:00:00+08:00", "2026-11-28T03:00:00+09:00", "2028-11-28T10:00:00+08:00"):
        answer = me.post(path(world, "/availability/dates"), {**AWAY, "end": end})
        assert (end, answer.status_code, answer.json()["code"]) == (end, 422, "span_refused")
    for end in ("2026-11-28T11:00:00", "2026-11-28T11:00:30+08:00"):
        answer = me.post(path(world, "/availability/dates"), {**AWAY, "end": end})
        assert (end, answer.status_code, answer.json()["code"]) == (end, 422, "invalid")


def test_free_adds_up_rules_calendar_and_absences(world: World) -> None:
    world.add(CalendarDay(community_id=world.community, day=date(2026, 11, 29), kind="workday", name="调休"))
    me = world.as_("volunteer")
    me.post(path(world, "/availability/rules"), {**RULE, "days": "restday"})
    me.post(path(world, "/availability/rules"), {"weekdays": [4], "start": "22:00", "minutes": 300})
    me.post(path(world, "/availability/dates"), AWAY)
    answer = me.get(path(world, "/free"), params={"from": "2026-11-28", "to": "2026-11-29"})
    assert answer.json() == {
        "person_id": world.person,
        "zone": "Asia/Shanghai",
        "windows": [
            {"start": "2026-11-28T00:00:00+08:00", "end": "2026-11-28T03:00:00+08:00"},  # Friday's night
            {"start": "2026-11-28T09:00:00+08:00", "end": "2026-11-28T10:00:00+08:00"},
            {"start": "2026-11-28T11:00:00+08:00", "end": "2026-11-28T12:00:00+08:00"},
        ],  # Sunday is worked
    }


def test_free_for_at_most_a_year(world: World) -> None:
    for first, last, status in (
        ("2026-11-28", "2026-11-27", 422),
        ("2026-01-01", "2027-01-02", 422),
        ("2026-01-01", "2026-12-31", 200),
        ("1999-12-31", "2000-01-01", 422),
    ):
        answer = world.as_("clerk").get(path(world, "/free"), params={"from": first, "to": last})
        assert (first, answer.status_code) == (first, status)


def test_hours_of_another_person_do_not_exist(world: World) -> None:
    """A row is reached only below its own person."""
    other = second(world)
    made = world.as_("other").post(f"/volunteers/{other}/availability/rules", RULE).json()["id"]
    for who in ("volunteer", "coordinator"):
        assert world.as_(who).delete(path(world, f"/availability/rules/{made}")).status_code == 404
    assert world.as_("volunteer").delete(f"/volunteers/{other}/availability/rules/{made}").status_code == 404
    assert world.as_("volunteer").post(f"/volunteers/{other}/availability/dates", AWAY).status_code == 404
