"""Replan, what-if, advice, fixes and replacements through the service: as the library says, nothing kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from api.small_week import SmallWeek, at, shown
from api.world import World
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import VisitRole


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def posted(week: SmallWeek, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = week.world.as_("coordinator").post(path, json=body)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rows(week: SmallWeek) -> list[tuple[str, str]]:
    with Session(week.world.engine) as session:
        return sorted((p.visit_id, p.layer) for p in session.exec(select(PlannedVisitRow)).all())


def test_an_absence_is_replanned_and_nothing_is_kept(week: SmallWeek) -> None:
    roster = week.planned()
    before = rows(week)
    event = {"kind": "absent", "person_id": week.people["v1"]}
    told = posted(week, f"/rosters/{roster}/replan", {"events": [event], "layer": "draft", "frontier": True})
    plan = told["plan"]
    assert week.people["v1"] in {p["person_id"] for p in plan["people"]}
    assert all(p["name"] for p in plan["people"])
    assert plan["gap"] is not None
    assert [c["most"] for c in told["frontier"]] == [0, 1, 2, 5, None]
    assert rows(week) == before


@pytest.mark.parametrize("kind", ["declined", "no_show", "cancelled", "lengthened", "moved"])
def test_every_kind_of_event_is_understood(week: SmallWeek, kind: str) -> None:
    roster, home = week.planned(), week.visits["home"]
    more: dict[str, Any] = {
        "declined": {"person_id": week.people["v1"]},
        "no_show": {"person_id": week.people["v1"]},
        "cancelled": {},
        "lengthened": {"minutes": 90},
        "moved": {"start": shown(at(10))},
    }[kind]
    event = {"kind": kind, "visit_id": home, **more}
    told = posted(week, f"/rosters/{roster}/replan", {"events": [event], "layer": "draft"})
    assert told["frontier"] is None
    if kind == "cancelled":
        assert told["plan"]["lost"] == [home]


def test_unknown_ids_are_told_all_at_once(week: SmallWeek) -> None:
    events = [{"kind": "absent", "person_id": "none"}, {"kind": "cancelled", "visit_id": "none"}]
    told = posted(week, f"/rosters/{week.planned()}/replan", {"events": events, "layer": "draft"}, status=422)
    assert len(told["errors"]) == 2


def test_what_if_somebody_were_not_there(week: SmallWeek) -> None:
    roster = week.planned()
    changes = [{"kind": "person", "person_id": p, "removed": True} for p in week.people.values()]
    told = posted(week, f"/rosters/{roster}/what-if", {"changes": changes, "layer": "draft"})
    assert set(told["lost"]) == set(week.visits.values())
    visit = {
        "kind": "visit",
        "visit_id": week.visits["home"],
        "window": {"start": shown(at(8, 1)), "end": shown(at(12, 1))},
    }
    assert posted(week, f"/rosters/{roster}/what-if", {"changes": [visit], "layer": "draft"})["lost"] == []


def test_a_visit_without_its_skill_gets_no_fix_but_advice(week: SmallWeek) -> None:
    with week.world.writing() as session:
        role = session.exec(select(VisitRole).where(VisitRole.visit_id == week.visits["home"])).one()
        role.skills = ["haircut"]
        session.commit()
    roster, desk = week.roster(), week.world.as_("coordinator")
    fixes = desk.get(f"/visits/{week.visits['home']}/fixes?roster_id={roster}&layer=draft").json()
    assert (fixes["main"], fixes["fixes"]) == ("skills", [])
    told = desk.get(f"/rosters/{roster}/advice?layer=draft&seconds=10").json()
    (person,) = [a for a in told["advice"] if a["subject"] == "haircut"]
    assert (person["kind"], person["serves"]) == ("person", [week.visits["home"]])
    assert person["points"] > 0


def test_who_else_could_come(week: SmallWeek) -> None:
    roster, desk = week.planned(), week.world.as_("coordinator")
    home, who = week.visits["home"], week.people["v1"]
    told = desk.get(f"/visits/{home}/replacements?roster_id={roster}&layer=draft&out={who}").json()
    assert told["role"] == "helper"
    assert who not in {r["person"]["person_id"] for r in told["replacements"]}
    assert all(r["person"]["name"] for r in told["replacements"])
    answer = desk.get(f"/visits/{home}/replacements?roster_id={roster}&layer=draft&role=cook")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_role")
    answer = desk.get(f"/visits/{home}/fixes?roster_id={roster}&layer=draft")
    assert answer.json()["code"] == "nothing_unserved"
