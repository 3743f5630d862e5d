"""Whose runs one sees, stops and asks for; lists at a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session

from api.queries import counted
from api.runs.scripted import Script, Scripts, answer, runner_of
from api.runs.test_runner import asked
from api.small_week import SmallWeek
from api.world import World, on_sqlite
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.runs.given import given
from matcher_api.visits.models import Visit


@pytest.fixture
def week(world: World) -> SmallWeek:
    with world.writing() as session:
        other = Community(code="other")
        session.add(other)
        session.flush()
        world.login(session, AccessRole.COORDINATOR, other.id, name="neighbour")
        session.commit()
    return SmallWeek(world)


def test_runs_of_others_do_not_exist(week: SmallWeek) -> None:
    run = asked(week)
    runner_of(week.world, Scripts(Script([answer()]))).once()
    neighbour = week.world.as_("neighbour")
    for method, path in (
        ("GET", f"/solve-runs/{run}"),
        ("GET", f"/solve-runs/{run}/events"),
        ("GET", f"/solve-runs/{run}/certificates"),
        ("DELETE", f"/solve-runs/{run}"),
    ):
        answered = neighbour.call(method, path)
        assert (method, path, answered.status_code, answered.json()["code"]) == (method, path, 404, "not_found")
    assert neighbour.get("/solve-runs").json() == {"items": [], "next": None}
    roster = week.roster()
    refused = neighbour.post("/solve-runs", {"roster_id": roster})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert week.world.as_("coordinator").get(f"/rosters/{roster}").json()["state"] == "draft"


def test_the_list_is_filtered_and_costs_the_same_for_three(week: SmallWeek) -> None:
    desk = week.world.as_("coordinator")
    first = asked(week)
    with counted(week.world.engine) as one:
        assert [r["id"] for r in desk.get("/solve-runs").json()["items"]] == [first]
    runner_of(week.world, Scripts(Script([answer()]))).once()
    more = [asked(week) for _ in range(2)]
    with counted(week.world.engine) as three:
        assert [r["id"] for r in desk.get("/solve-runs").json()["items"]] == [first, *more]
    assert len(three) == len(one)
    assert [r["id"] for r in desk.get("/solve-runs?state=done").json()["items"]] == [first]
    roster = desk.get(f"/solve-runs/{more[0]}").json()["roster_id"]
    assert [r["id"] for r in desk.get(f"/solve-runs?roster_id={roster}").json()["items"]] == [more[0]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"time_limit": 601}, "time_limit"),
        ({"time_limit": 0}, "time_limit"),
        ({"gap": 1.5}, "gap"),
        ({"hint": "best"}, "hint"),
        ({"seed": -1}, "seed"),
        ({"work_limit": 0}, "work_limit"),
        ({"colour": "red"}, "colour"),
    ],
)
@on_sqlite
def test_limits_are_checked(week: SmallWeek, wrong: dict[str, Any], field: str) -> None:
    roster = week.roster()
    answered = week.world.as_("coordinator").post("/solve-runs", {"roster_id": roster, **wrong})
    assert (answered.status_code, [e["field"] for e in answered.json()["errors"]]) == (422, [field])
    assert week.world.as_("coordinator").get("/solve-runs").json()["items"] == []


def test_the_hash_names_the_problem(week: SmallWeek) -> None:
    """Equal tables, equal hash; another duration, another hash."""
    run = asked(week)

    def hash_now() -> str:
        with Session(week.world.engine) as session:
            return given(session, run, now=week.world.now).problem_hash

    before = hash_now()
    assert (len(before), hash_now()) == (64, before)
    with week.world.writing() as session:
        session.get_one(Visit, week.visits["home"]).duration_minutes += 1
        session.commit()
    assert hash_now() != before


def test_the_hint_is_the_layer_asked_for(week: SmallWeek) -> None:
    """The draft moved the patrol to 12:00; what is published says 11:00."""
    roster = week.published()
    week.place(roster, "team", 12, {"v1": "patrol", "v2": "patrol"})
    starts = {}
    for hint in ("draft", "published", "none"):
        run = asked(week, roster, hint=hint)
        with Session(week.world.engine) as session:
            found = given(session, run, now=week.world.now).task.hint
        starts[hint] = None if found is None else found.planned_of[week.visits["team"]].start
        week.world.as_("coordinator").delete(f"/solve-runs/{run}")
    assert starts == {"draft": 720, "published": 660, "none": None}
