"""/calendar: everybody reads, the coordinator writes days and terms of their own community."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from api.queries import counted
from api.world import World, on_sqlite
from matcher_api.access.roles import AccessRole
from matcher_api.audit.models import AuditEntry
from matcher_api.calendars.models import CalendarDay, SchoolTerm
from matcher_api.communities.models import Community

COUNTRY = CalendarDay(day=date(2026, 10, 10), kind="workday", name="国庆节调休", source="notice")


def country() -> CalendarDay:
    return CalendarDay(**COUNTRY.model_dump(include={"day", "kind", "name", "source"}))


def draft(world: World, **more: Any) -> dict[str, Any]:
    return {"community_id": world.community, "day": "2026-10-10", "kind": "holiday", "name": "社区节", **more}


def test_days_as_rules_see_them(world: World) -> None:
    world.add(country())
    world.add(SchoolTerm(community_id=world.community, first_day=date(2026, 9, 1), last_day=date(2026, 10, 10)))
    answer = world.as_("resident").get("/calendar?from=2026-10-09&to=2026-10-11")
    plain = {"status": "", "source": "", "name": ""}
    assert answer.json() == {
        "community_id": world.community,
        "days": [
            {"day": "2026-10-09", "kind": "workday", "in_term": True, **plain},
            {"day": "2026-10-10", "kind": "workday", "in_term": True, "name": "国庆节调休", "status": "announced",
             "source": "notice"},
            {"day": "2026-10-11", "kind": "restday", "in_term": False, **plain},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=2026-10-11&to=2026-10-10", "span_refused"),
        ("from=2026-01-01&to=2027-01-02", "span_refused"),
        ("from=never&to=2026-10-10", "invalid"),
    ],
)
@on_sqlite
def test_spans_that_cannot_be(world: World, query: str, code: str) -> None:
    answer = world.as_("clerk").get(f"/calendar?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_year_is_two_queries_more_than_its_login(world: World) -> None:
    with counted(world.engine) as short:
        world.as_("clerk").get("/calendar?from=2026-10-10&to=2026-10-10")
    with counted(world.engine) as long:
        world.as_("clerk").get("/calendar?from=2026-01-01&to=2026-12-31")
    assert len(short) == len(long)


def test_which_community(world: World) -> None:
    assert world.as_("admin").get("/calendar?from=2026-10-10&to=2026-10-10").json()["code"] == "community_needed"
    own = f"/calendar?from=2026-10-10&to=2026-10-10&community_id={world.community}"
    assert world.as_("admin").get(own).json()["community_id"] == world.community
    other = Community(code="other")
    world.add(other)
    answer = world.as_("clerk").get(f"/calendar?from=2026-10-10&to=2026-10-10&community_id={other.id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_day_of_the_community_is_added_changed_and_removed(world: World) -> None:
    world.add(country())
    desk = world.as_("coordinator")
    added = desk.post("/calendar/days", draft(world))
    row = added.json()
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    assert row == {
        "id": row["id"], "community_id": world.community, "day": "2026-10-10", "kind": "holiday", "name": "社区节",
        "status": "announced", "source": "", "version": 1,
    }  # fmt: skip
    assert desk.get("/calendar?from=2026-10-10&to=2026-10-10").json()["days"][0]["kind"] == "restday"
    again = desk.post("/calendar/days", draft(world))
    assert (again.status_code, again.json()["code"], again.json()["conflict"]) == (409, "day_taken", {"id": row["id"]})
    changed = desk.patch(f"/calendar/days/{row['id']}", {"kind": "workday"}, version=1)
    assert (changed.json()["kind"], changed.json()["name"], changed.headers["etag"]) == ("workday", "社区节", '"2"')
    assert desk.patch(f"/calendar/days/{row['id']}", {"kind": "holiday"}, version=1).status_code == 412
    assert desk.delete(f"/calendar/days/{row['id']}", version=2).status_code == 204
    assert desk.get("/calendar?from=2026-10-10&to=2026-10-10").json()["days"][0]["name"] == "国庆节调休"
    with Session(world.engine) as session:
        told = [(e.action, e.detail) for e in session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()]  # type: ignore[arg-type]
    assert told == [
        ("calendar_day.create", {"day": "2026-10-10", "kind": "holiday"}),
        ("calendar_day.change", {"day": "2026-10-10", "kind": "workday"}),
        ("calendar_day.remove", {"day": "2026-10-10", "kind": "workday"}),
    ]


def test_the_days_list_holds_country_and_own(world: World) -> None:
    other = Community(code="other")
    world.add(other)
    world.add(country())
    world.add(CalendarDay(community_id=other.id, day=date(2026, 10, 1), kind="holiday"))
    with counted(world.engine) as one:
        rows = world.as_("volunteer").get("/calendar/days").json()["items"]
    assert [(r["community_id"], r["day"]) for r in rows] == [(None, "2026-10-10")]
    world.add(*(CalendarDay(community_id=world.community, day=date(2026, 10, n), kind="holiday") for n in (2, 3)))
    with counted(world.engine) as three:
        rows = world.as_("volunteer").get("/calendar/days").json()["items"]
    assert [r["day"] for r in rows] == ["2026-10-10", "2026-10-02", "2026-10-03"]
    assert len(one) == len(three)


def test_others_days_and_terms_do_not_exist(world: World) -> None:
    other = Community(code="other")
    world.add(other)
    day = CalendarDay(community_id=other.id, day=date(2026, 10, 1), kind="holiday")
    term = SchoolTerm(community_id=other.id, first_day=date(2026, 9, 1), last_day=date(2026, 10, 1))
    of_all = country()
    world.add(day, term, of_all)
    desk = world.as_("coordinator")
    answers = [
        desk.patch(f"/calendar/days/{day.id}", {}),
        desk.delete(f"/calendar/days/{day.id}"),
        desk.patch(f"/calendar/days/{of_all.id}", {}),
        desk.delete(f"/calendar/days/{of_all.id}"),
        desk.patch(f"/calendar/terms/{term.id}", {}),
        desk.delete(f"/calendar/terms/{term.id}"),
        desk.post("/calendar/days", {"community_id": other.id, "day": "2026-10-02", "kind": "holiday"}),
        desk.post("/calendar/terms", {"community_id": other.id, "first_day": "2027-01-01", "last_day": "2027-02-01"}),
        desk.get(f"/calendar/terms?community_id={other.id}"),
        world.as_("admin").patch(f"/calendar/days/{of_all.id}", {}),
    ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "not_found")] * 10


def test_terms(world: World) -> None:
    with world.writing() as session:
        world.login(session, AccessRole.COORDINATOR, world.community, name="second")
        session.commit()
    desk = world.as_("coordinator")
    autumn = {"community_id": world.community, "name": "秋", "first_day": "2026-09-01", "last_day": "2027-01-22"}
    added = desk.post("/calendar/terms", autumn)
    term = added.json()
    assert term == {"id": term["id"], "version": 1, **autumn}
    overlap = desk.post("/calendar/terms", {**autumn, "first_day": "2027-01-22", "last_day": "2027-06-30"})
    assert (overlap.status_code, overlap.json()["code"], overlap.json()["conflict"]) == (
        409, "term_overlaps", {"id": term["id"]},
    )  # fmt: skip
    spring = desk.post("/calendar/terms", {**autumn, "first_day": "2027-01-23", "last_day": "2027-06-30"}).json()
    moved = desk.patch(f"/calendar/terms/{spring['id']}", {"first_day": "2027-01-22"})
    assert (moved.status_code, moved.json()["code"]) == (409, "term_overlaps")
    turned = desk.patch(f"/calendar/terms/{spring['id']}", {"last_day": "2027-01-01"})
    assert (turned.status_code, turned.json()["code"]) == (422, "span_refused")
    shorter = world.as_("second").patch(f"/calendar/terms/{term['id']}", {"last_day": "2027-01-15"}, version=1)
    assert (shorter.json()["last_day"], shorter.headers["etag"]) == ("2027-01-15", '"2"')
    assert desk.delete(f"/calendar/terms/{spring['id']}", version=1).status_code == 204
    assert [t["id"] for t in desk.get("/calendar/terms").json()["items"]] == [term["id"]]


def test_faults_of_a_draft_all_at_once(world: World) -> None:
    answer = world.as_("coordinator").post(
        "/calendar/days", {"community_id": world.community, "day": "10.10.", "kind": "feast", "color": "red"}
    )
    assert answer.status_code == 422
    assert sorted(e["field"] for e in answer.json()["errors"]) == ["color", "day", "kind"]
    turned = {"community_id": world.community, "first_day": "2026-09-02", "last_day": "2026-09-01"}
    assert world.as_("coordinator").post("/calendar/terms", turned).status_code == 422
