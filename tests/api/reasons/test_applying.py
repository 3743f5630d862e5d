"""A fix that was shown is made by one step: the record it is about changes, and the draft serves the visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.facilities.models import OpeningDate
from matcher_api.people.models import AvailabilityDate, Person
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit, VisitWindow


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def evening(week: SmallWeek, session: Session) -> None:
    """The class ends after v3, the only teacher, has to leave."""
    window = session.exec(select(VisitWindow).where(VisitWindow.visit_id == week.visits["class"])).one()
    window.start, window.end = at(17.5), at(18.5)
    visit = session.get_one(Visit, week.visits["class"])
    visit.first_start, visit.last_end = at(17.5), at(18.5)


def lame(week: SmallWeek, session: Session) -> None:
    session.get_one(Person, week.people["v3"]).max_walk_minutes = 0


def spared(week: SmallWeek, session: Session) -> None:
    session.get_one(Person, week.people["v3"]).max_minutes_day = 30


def early(week: SmallWeek, session: Session) -> None:
    session.exec(select(OpeningDate).where(OpeningDate.facility_id == week.room)).one().end = at(9.5)


def far(week: SmallWeek, session: Session) -> None:
    visit = session.get_one(Visit, week.visits["class"])
    visit.origin_id, visit.max_walk_minutes = week.square, 0


def tomorrow(week: SmallWeek, session: Session) -> None:
    free = session.exec(select(AvailabilityDate).where(AvailabilityDate.person_id == week.people["v3"])).one()
    free.start, free.end = at(8, 1), at(18, 1)
    opening = session.exec(select(OpeningDate).where(OpeningDate.facility_id == week.room)).one()
    opening.end = at(20, 1)


def pinned(week: SmallWeek, session: Session) -> None:
    session.add(PinRow(visit_id=week.visits["class"], start=at(17.5), facility_id=week.room, reason="约好的"))
    visit = session.get_one(Visit, week.visits["class"])
    window = session.exec(select(VisitWindow).where(VisitWindow.visit_id == visit.id)).one()
    visit.last_end, window.end = at(18.5), at(18.5)


def roster_of(week: SmallWeek) -> str:
    asked = {"communities": [week.community], "first_day": "2026-11-23", "days": 3}
    return str(week.world.as_("coordinator").post("/rosters", asked).json()["id"])


def fixes(week: SmallWeek, roster: str) -> list[dict[str, Any]]:
    path = f"/visits/{week.visits['class']}/fixes?roster_id={roster}&layer=draft"
    found: list[dict[str, Any]] = week.world.as_("coordinator").get(path).json()["fixes"]
    return found


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        ("hours", evening), ("window", evening), ("walk", lame), ("cap", spared), ("opening", early), ("reach", far),
        ("day", tomorrow), ("start", pinned),
    ],
)  # fmt: skip
def test_it_is_made(week: SmallWeek, kind: str, broken: Callable[[SmallWeek, Session], None]) -> None:
    visit = week.visits["class"]
    with week.world.writing() as session:
        broken(week, session)
        session.commit()
    roster, desk = roster_of(week), week.world.as_("coordinator")
    (fix,) = [f for f in fixes(week, roster) if f["kind"] == kind]
    assert fix["possible"] and "660" not in fix["zh"], "told by names"
    chosen = {"roster_id": roster, "kind": kind, "subject": fix["subject"]}
    assert week.world.as_("clerk").post(f"/visits/{visit}/fixes", chosen).status_code == 403
    made = desk.post(f"/visits/{visit}/fixes", chosen)
    assert made.status_code == 200, made.text
    assert made.json()["start"] == fix["start"]
    (drafted,) = [v for v in desk.get(f"/rosters/{roster}/layers/draft").json()["visits"] if v["visit_id"] == visit]
    assert [m["person_id"] for m in drafted["team"]] == [week.people["v3"]]
    assert desk.get(f"/rosters/{roster}/layers/draft/judgement").json()["violations"] == []
    kept = desk.get(f"/audit?subject_id={visit}").json()["items"]
    assert [e["action"] for e in kept].count("visit.fix") == 1
    assert desk.post(f"/visits/{visit}/fixes", chosen).json()["code"] == "nothing_unserved"


def test_what_does_not_help_any_more_changes_nothing(week: SmallWeek) -> None:
    with week.world.writing() as session:
        lame(week, session)
        session.commit()
    roster = roster_of(week)
    (fix,) = [f for f in fixes(week, roster) if f["kind"] == "walk"]
    chosen = {"roster_id": roster, "kind": "walk", "subject": fix["subject"]}
    with week.world.writing() as session:
        session.get_one(Person, week.people["v3"]).state = "paused"
        session.commit()
    answer = week.world.as_("coordinator").post(f"/visits/{week.visits['class']}/fixes", chosen)
    assert (answer.status_code, answer.json()["code"]) == (409, "fix_gone")
    with week.world.writing() as session:
        assert session.get_one(Person, week.people["v3"]).max_walk_minutes == 0


def test_a_paper_is_not_the_desks_to_give(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["class"]).risk = "high"
        session.commit()
    roster = roster_of(week)
    (fix,) = [f for f in fixes(week, roster) if f["kind"] == "paper"]
    assert not fix["possible"]
    chosen = {"roster_id": roster, "kind": "paper", "subject": fix["subject"]}
    answer = week.world.as_("coordinator").post(f"/visits/{week.visits['class']}/fixes", chosen)
    assert (answer.status_code, answer.json()["code"]) == (409, "fix_of_others")
