"""Why a visit stays unserved, as the library says it, told to each reader with the names they may know."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from api.small_week import SmallWeek
from api.world import World
from matcher.explain import unserved
from matcher.roster import Roster
from matcher_api.planning.current import roster_of
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.visits.models import Visit, VisitRole


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def said_by_library(week: SmallWeek, roster_id: str, layer: str) -> list[tuple[str, str, dict[str, int]]]:
    with Session(week.world.engine) as session:
        row = session.get_one(RosterRow, roster_id)
        planned = planned_of(session, row, now=week.world.now)
        plan: Roster = roster_of(session, row, layer, planned)
        return [(u.visit, u.main, dict(u.refusals)) for u in unserved(problem_of(planned, row), plan)]


def told(week: SmallWeek, roster: str, who: str = "coordinator", layer: str = "draft") -> list[dict[str, Any]]:
    answer = week.world.as_(who).get(f"/rosters/{roster}/unserved?layer={layer}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["visits"]
    return found


def test_as_the_library_says(week: SmallWeek) -> None:
    roster = week.roster()
    assert week.place(roster, "home", 9, {"v1": "helper"}).status_code == 200
    found = told(week, roster)
    assert [(r["visit_id"], r["main"], r["refusals"]) for r in found] == said_by_library(week, roster, "draft")
    assert {r["visit_id"] for r in found} == {week.visits["team"], week.visits["class"]}
    assert all(r["zh"] and r["en"] for r in found)


def test_nothing_is_unserved_where_all_is_planned(week: SmallWeek) -> None:
    assert told(week, week.planned()) == []


def test_a_skill_nobody_has(week: SmallWeek) -> None:
    with week.world.writing() as session:
        role = session.exec(select(VisitRole).where(VisitRole.visit_id == week.visits["home"])).one()
        role.skills = ["haircut"]
        session.commit()
    reason = next(r for r in told(week, week.roster()) if r["visit_id"] == week.visits["home"])
    assert (reason["main"], reason["refusals"]) == ("skills", {"skills": 3})


def test_names_are_the_desks(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["team"]).guaranteed = True
        session.commit()
    roster = week.roster()
    for who, name in (("coordinator", "王小明"), ("supervisor", "王*明"), ("street", "王*明")):
        text = str(told(week, roster, who))
        assert ("王小明" in text) == (name == "王小明"), who


def test_key_figures(week: SmallWeek) -> None:
    figures = week.world.as_("coordinator").get(f"/rosters/{week.planned()}/key-figures").json()
    assert {k: figures[k] for k in ("visits", "served", "assignments", "service_minutes", "people")} == {
        "visits": 3, "served": 3, "assignments": 4, "service_minutes": 60 + 2 * 90 + 60, "people": 3
    }  # fmt: skip
    assert (figures["escalated"], figures["people_per_visit"]) == ([], 1.3333)
    (room,) = figures["rooms"]
    assert (room["booked_minutes"], room["bookings"]) == (60, 1)


def test_the_resident_reads_nothing_of_others(week: SmallWeek) -> None:
    week.published()
    own = week.world.as_("resident").get(f"/visits/{week.visits['home']}/explanation")
    assert own.status_code == 200, own.text
    assert not [n for n in ("王小明", "张大力", "Anna") if n in own.text]
    other = week.world.as_("resident").get(f"/visits/{week.visits['team']}/explanation")
    assert other.status_code == 404
    desk = week.world.as_("coordinator").get(f"/visits/{week.visits['home']}/explanation")
    assert desk.status_code == 200 and desk.json()["zh"]
