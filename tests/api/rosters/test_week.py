"""A week of xizha from the tables to accepted work: solved in a child process, published, answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.world import MONDAY, Speaker, World
from matcher.scenario import read
from matcher_api.access.actor import ANONYMOUS
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.main import create_app
from matcher_api.notifications.models import Notification
from matcher_api.people.models import PairRow
from matcher_api.planning.load import load
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.visits.models import VisitRole
from matcher_api.web.work import Work

SCENARIO = Path(__file__).parents[3] / "scenarios" / "xizha-week"
PROVEN = 49_544
"""The proven optimum of the shipped scenario (README)."""


@pytest.fixture
def week(engine: Engine, settings: Settings) -> Iterator[World]:
    """The service with a runner, and xizha-week in its tables; `community` is its id."""
    world = World(engine, settings.model_copy(update={"runner": True}))
    with world.writing() as session:
        work = Work(session, ANONYMOUS, world.now, settings)
        world.community = import_scenario(work, read(SCENARIO), code="xizha-week").id
        world.login(session, AccessRole.COORDINATOR, world.community, name="desk")
        session.commit()
    app = create_app(world.settings, engine=engine, now=lambda: world.now, migrate=False)
    with TestClient(app, base_url="http://testserver") as client:
        world.opened(client)
        yield world


def solved(world: World) -> tuple[str, dict[str, Any]]:
    """A roster with a finished run."""
    desk = world.as_("desk")
    asked = {"communities": [world.community], "first_day": MONDAY.isoformat(), "days": 7}
    roster = desk.post("/rosters", asked).json()["id"]
    answer = desk.post("/solve-runs", {"roster_id": roster, "time_limit": 60})
    assert answer.status_code == 202, answer.text
    run = answer.json()
    until = time.monotonic() + 120
    while run["state"] in ("queued", "running"):
        assert time.monotonic() < until, run
        time.sleep(0.2)
        run = desk.get(f"/solve-runs/{run['id']}").json()
    return roster, run


def published(world: World) -> str:
    roster, run = solved(world)
    assert run["state"] == "done", run
    desk = world.as_("desk")
    version = desk.get(f"/rosters/{roster}").json()["version"]
    answer = desk.call("POST", f"/rosters/{roster}/publish", json={}, headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 201, answer.text
    return roster


def test_the_service_reaches_the_proven_optimum_and_publishes_it(week: World) -> None:
    roster, run = solved(week)
    assert (run["state"], run["objective"], run["bound"], run["gap"]) == ("done", PROVEN, PROVEN, 0.0)
    desk = week.as_("desk")
    judged = desk.get(f"/rosters/{roster}/layers/draft/judgement").json()
    assert (judged["objective"], judged["violations"]) == (PROVEN, [])
    seen = desk.get(f"/rosters/{roster}").json()
    stale = desk.call("POST", f"/rosters/{roster}/publish", json={}, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    diff = desk.get(f"/rosters/{roster}/diff").json()
    answer = desk.call("POST", f"/rosters/{roster}/publish", json={}, headers={"If-Match": f'"{seen["version"]}"'})
    version = answer.json()
    assert (answer.status_code, version["number"], version["objective"], version["bound"]) == (201, 1, PROVEN, PROVEN)
    assert desk.get(f"/rosters/{roster}/diff").json() == {"people": [], "added": [], "dropped": [], "moved": []}
    draft, known = (desk.get(f"/rosters/{roster}/layers/{layer}").json()["visits"] for layer in ("draft", "published"))
    assert known == draft and len(known) == 52
    with Session(week.engine) as session:
        told = session.exec(select(Notification).where(Notification.kind == "roster_digest")).all()
    assert sorted(n.person_id or "" for n in told) == sorted(p["person_id"] for p in diff["people"])


def offered_to(world: World) -> str:
    """A person with an offer, whose login is `ann`."""
    with world.writing() as session:
        row = session.exec(
            select(AssignmentRow).where(AssignmentRow.state == "offered").order_by(col(AssignmentRow.id))
        ).first()
        assert row is not None
        world.login(session, AccessRole.VOLUNTEER, world.community, name="ann", person_id=row.person_id)
        session.commit()
        return row.person_id


def shifts_of(speaker: Speaker) -> list[str]:
    """Ids of the assignments the speaker is bound by."""
    return [v["assignment_id"] for day in speaker.get("/me/shifts").json() for v in day["visits"]]


def test_who_accepts_is_bound_and_who_declines_is_not_asked_again(week: World) -> None:
    roster = published(week)
    person = offered_to(week)
    ann = week.as_("ann")
    offers = ann.get("/me/offers").json()
    first = offers[0]
    assert first["id"] not in shifts_of(ann)
    others = week.as_("volunteer").post(f"/me/offers/{first['id']}/accept")
    assert (others.status_code, others.json()["code"]) == (404, "not_found")
    yes = ann.post(f"/me/offers/{first['id']}/accept")
    assert (yes.status_code, yes.json()["state"]) == (200, "accepted")
    again = ann.post(f"/me/offers/{first['id']}/accept")
    assert (again.status_code, again.json()["code"]) == (409, "not_acceptable_state")
    assert first["id"] in shifts_of(ann)
    with Session(week.engine) as session:
        planned = load(session, communities=[week.community], first_day=MONDAY, days=7)
    visit = yes.json()["visit_id"]
    assert [p.state for p in planned.problem.published if (p.visit, p.volunteer) == (visit, person)] == ["accepted"]
    no = week.as_("desk").post(f"/assignments/{first['id']}/withdraw", {"reason": "生病"})
    assert (no.status_code, no.json()["state"]) == (200, "withdrawn")
    with Session(week.engine) as session:
        pair = session.exec(select(PairRow).where(PairRow.origin == "decline")).one()
    assert (pair.person_id, pair.other, pair.kind) == (person, visit, "forbidden")
    assert roster


def test_two_who_accept_the_last_place_at_once(week: World) -> None:
    published(week)
    with week.writing() as session:
        row, role = session.exec(
            select(AssignmentRow, VisitRole)
            .join(VisitRole, col(VisitRole.visit_id) == col(AssignmentRow.visit_id))
            .where(AssignmentRow.state == "offered", VisitRole.role == AssignmentRow.role, VisitRole.most == 1)
            .order_by(col(AssignmentRow.id))
        ).first() or pytest.fail("nobody has an offer for a role of one")
        rival = AssignmentRow(
            community_id=week.community, visit_id=row.visit_id, person_id=week.person, role=role.role, state="offered"
        )
        session.add(rival)
        session.commit()
    answers: list[int] = []
    barrier = Barrier(2)

    def accept(key: str) -> None:
        barrier.wait()
        answers.append(week.as_("desk").post(f"/assignments/{key}/accept").status_code)

    threads = [Thread(target=accept, args=(key,)) for key in (row.id, rival.id)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
