"""Times for a visit: how many could come, with names for the desk and numbers for who asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from api.requests.asked import act, ask, verified, with_items
from api.small_week import SmallWeek, at
from api.world import World
from matcher_api.people.models import PersonSkill
from matcher_api.requests.models import Request
from matcher_api.visits.models import Visit

MONDAY_MORNING = {"start": "2026-11-23T09:00:00+08:00", "end": "2026-11-23T12:00:00+08:00"}


@pytest.fixture
def week(world: World) -> SmallWeek:
    return SmallWeek(world)


def told(week: SmallWeek, visit: str, who: str = "coordinator", **query: str) -> Any:
    ask = "&".join(f"{k}={v}" for k, v in query.items())
    return week.world.as_(who).get(f"/visits/{week.visits[visit]}/recommendations?{ask}")


def test_everybody_is_free_at_first(week: SmallWeek) -> None:
    first = told(week, "home", most="3").json()["times"]
    assert len(first) == 3
    assert first[0] | {"people": None} == {
        "start": first[0]["start"], "facility_id": None, "count": 3, "enough": True, "people": None,
        "zh": "11月23日（周一）9:00：3人可来", "en": "Monday 2026-11-23 9:00: 3 could come",
    }  # fmt: skip
    assert [p["name"] for p in first[0]["people"]] == ["王小明", "张大力", "Anna Lee"]


def test_who_is_busy_does_not_count(week: SmallWeek) -> None:
    roster = week.planned()
    found = told(week, "home", roster_id=roster, layer="draft", most="100").json()["times"]
    eleven = next(t for t in found if t["en"].startswith("Monday 2026-11-23 11:00"))
    assert (eleven["count"], [p["name"] for p in eleven["people"]]) == (1, ["Anna Lee"])
    team = told(week, "team", roster_id=roster, layer="draft", most="100").json()["times"]
    assert next(t for t in team if "14:00" in t["en"])["count"] == 2  # the class holds its teacher


def test_only_one_teaches(week: SmallWeek) -> None:
    first = told(week, "class").json()["times"][0]
    assert (first["count"], first["facility_id"]) == (1, week.room)


def test_who_asked_reads_numbers(week: SmallWeek) -> None:
    answer = told(week, "home", "resident")
    assert answer.status_code == 200
    assert {t["people"] for t in answer.json()["times"]} == {None}
    assert not [n for n in ("王小明", "张大力", "Anna") if n in answer.text]
    assert told(week, "team", "resident").status_code == 404


def test_what_has_passed_is_no_time(week: SmallWeek) -> None:
    week.world.now = at(12)
    starts = [datetime.fromisoformat(t["start"]) for t in told(week, "home", most="100").json()["times"]]
    assert min(starts) == at(12) and max(starts) == at(16)
    week.world.now = at(18)
    assert told(week, "home").json()["times"] == []


def test_an_ended_visit_has_no_times(week: SmallWeek) -> None:
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["home"]).state = "done"
        session.commit()
    assert told(week, "home").json() == {"visit_id": week.visits["home"], "times": []}


def count_of(week: SmallWeek) -> int:
    with week.world.writing() as session:
        return len(session.exec(select(Visit.id)).all())


def test_a_new_request_reads_its_times_before_it_is_verified(week: SmallWeek) -> None:
    week.world.add(*(PersonSkill(person_id=person, skill="carer") for person in week.people.values()))
    made = ask(with_items(week.world), windows=[MONDAY_MORNING]).json()
    assert made["state"] == "submitted"
    before = count_of(week)
    answer = week.world.as_("coordinator").get(f"/requests/{made['id']}/recommendations")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["visit_id"] is None and found["times"][0]["count"] == 3
    assert found["times"][0]["zh"] == "11月23日（周一）9:00：3人可来"
    assert count_of(week) == before  # nothing is kept of the trial
    own = week.world.as_("resident").get(f"/requests/{made['id']}/recommendations")
    assert {t["people"] for t in own.json()["times"]} == {None}
    done = act(week.world, made["id"], "verify", {}).json()
    after = week.world.as_("coordinator").get(f"/requests/{made['id']}/recommendations").json()
    assert (after["visit_id"], after["times"]) == (done["visits"][0], found["times"])
    assert act(week.world, made["id"], "cancel", {"reason": "不用了"}).status_code == 200
    over = week.world.as_("coordinator").get(f"/requests/{made['id']}/recommendations").json()
    assert over == {"visit_id": None, "times": []}


def test_a_series_is_asked_for_what_is_still_to_come(week: SmallWeek) -> None:
    """One that waits keeps its visits, and those that are done are over."""
    made = verified(with_items(week.world), windows=[MONDAY_MORNING])
    with week.world.writing() as session:
        session.get_one(Visit, made["visits"][0]).state = "done"
        session.get_one(Visit, week.visits["home"]).request_id = made["id"]
        session.get_one(Request, made["id"]).state = "waitlisted"
        session.commit()
    found = week.world.as_("coordinator").get(f"/requests/{made['id']}/recommendations").json()
    assert found["visit_id"] == week.visits["home"] and found["times"][0]["count"] == 3
