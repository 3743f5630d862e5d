"""A whole week of xizha with no smartphone in it: every word goes through the call list, the desk and sheets."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from api.world import MONDAY, World
from matcher.scenario import read
from matcher_api.access.actor import ANONYMOUS
from matcher_api.access.roles import AccessRole
from matcher_api.assignments import deadlines
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import COMING, HOLDING
from matcher_api.hours.models import HourEntry
from matcher_api.main import create_app
from matcher_api.notifications.calling import cleared
from matcher_api.notifications.dispatching import dispatched
from matcher_api.notifications.models import Delivery
from matcher_api.people.models import Person, PersonContact
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.runs.runner import Runner
from matcher_api.runs.runners import starter
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.visits import too_few
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.web.work import Work

SCENARIO = Path(__file__).parents[2] / "scenarios" / "xizha-week"
SAYS_NO, NOT_AT_HOME, DOES_NOT_COME = 0.15, 0.2, 0.05


class Desk:
    """Who picks up the telephone, writes down who came, and prints what people need."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance, self.done = world, random.Random(seed), Counter[str]()

    def ask(self, method: str, path: str, body: Any = None, *, may_fail: bool = False) -> Any:
        answer = self.world.as_("desk").call(method, path, **({} if body is None else {"json": body}))
        assert answer.status_code < 500 and (may_fail or answer.status_code < 300), (path, answer.text)
        return answer.json() if answer.status_code < 300 else None

    def time_passes(self) -> None:
        """What the service does by itself."""
        engine, settings, now = self.world.engine, self.world.settings, self.world.now
        while dispatched(engine, settings, now):
            pass
        deadlines.look_once(engine, settings, now)
        too_few.look_once(engine, settings, now)
        cleared(engine, now)

    def calls(self) -> None:
        """One round through the call list."""
        for call in self.ask("GET", "/call-list?limit=500")["items"]:
            if self.chance.random() < NOT_AT_HOME:
                self.ask("POST", f"/call-list/{call['id']}/no-answer", may_fail=True)
                continue
            self.ask("POST", f"/call-list/{call['id']}/reached", may_fail=True)
            self.done["called"] += 1
            for offer in call["offers"]:
                word = "decline" if self.chance.random() < SAYS_NO else "accept"
                body = {"channel": "phone", **({"reason": "没空"} if word == "decline" else {})}
                if self.ask("POST", f"/assignments/{offer['assignment_id']}/{word}", body, may_fail=True):
                    self.done[word] += 1

    def writes_down(self) -> None:
        """In the evening, from the sheets: who came from when to when; who was not there; and that it was done."""
        with Session(self.world.engine) as session:
            begun = select(AssignmentRow, PlannedVisitRow).join(
                PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id)
            )
            rows = session.exec(
                begun.where(
                    col(AssignmentRow.state).in_(COMING),
                    PlannedVisitRow.layer == "published",
                    col(PlannedVisitRow.end) <= self.world.now,
                )
            ).all()
        for row, spot in rows:
            path = f"/assignments/{row.id}"
            if self.chance.random() < DOES_NOT_COME:
                self.done["no_show"] += bool(self.ask("POST", f"{path}/no-show", {"reason": "没来"}, may_fail=True))
                continue
            for action, moment in (("check-in", spot.start), ("check-out", spot.end)):
                self.ask("POST", f"{path}/{action}", {"at": moment.isoformat()}, may_fail=True)
        for visit in sorted({row.visit_id for row, _ in rows}):
            self.done["verified"] += bool(self.ask("POST", f"/visits/{visit}/verify", may_fail=True))


@pytest.fixture
def week(engine: Engine, settings: Settings) -> World:
    """xizha-week in the tables, and nobody in it with a smartphone or a mail box."""
    world = World(engine, settings)
    with world.writing() as session:
        work = Work(session, ANONYMOUS, world.now, settings)
        world.community = import_scenario(work, read(SCENARIO), code="xizha-week").id
        world.login(session, AccessRole.COORDINATOR, world.community, name="desk")
        for contact in session.exec(select(PersonContact)).all():
            contact.has_smartphone, contact.email = False, ""
        session.commit()
    return world


@pytest.mark.campaign
def test_a_week_is_served(week: World) -> None:
    from fastapi.testclient import TestClient

    app = create_app(week.settings, engine=week.engine, now=lambda: week.now, migrate=False)
    with TestClient(app, base_url="http://testserver") as client:
        week.opened(client)
        desk = Desk(week, seed=1)
        asked = {"communities": [week.community], "first_day": MONDAY.isoformat(), "days": 7}
        roster = desk.ask("POST", "/rosters", asked)["id"]
        desk.ask("POST", "/solve-runs", {"roster_id": roster, "time_limit": 60})
        Runner(week.engine, week.settings, now=lambda: week.now, start=starter(week.settings)).once()
        published = week.as_("desk").call("POST", f"/rosters/{roster}/publish", json={}, headers={"If-Match": "*"})
        assert published.status_code == 201, published.text
        end = week.now + timedelta(days=10)
        while week.now < end:
            week.now += timedelta(hours=1)
            desk.time_passes()
            hour = (week.now + timedelta(hours=8)).hour  # Shanghai
            if hour in (9, 11, 14, 17):
                desk.calls()
            if hour == 21:
                desk.writes_down()
        judged(week, desk)


def judged(week: World, desk: Desk) -> None:
    with Session(week.engine) as session:
        rows = session.exec(select(AssignmentRow).where(AssignmentRow.community_id == week.community)).all()
        visits = {v.id: v for v in session.exec(select(Visit).where(Visit.community_id == week.community)).all()}
        sent = session.exec(select(Delivery.channel).distinct()).all()
        minutes = dict(
            session.exec(
                select(HourEntry.person_id, func.sum(HourEntry.minutes)).group_by(col(HourEntry.person_id))
            ).all()
        )
        spots = {
            p.visit_id: p for p in session.exec(select(PlannedVisitRow).where(PlannedVisitRow.layer == "published"))
        }
    assert {c for c in sent if c != "inbox"} == {"call_list"}
    assert desk.done["accept"] > 40 and desk.done["decline"] > 3 and desk.done["verified"] > 25, desk.done
    served: Counter[str] = Counter()
    for row in rows:
        if row.state in HOLDING:
            assert row.state == "verified", (visits[row.visit_id].code, row.state, visits[row.visit_id].state)
            assert visits[row.visit_id].state == "done" and (
                row.channel in ("phone", "staff", "standing") or row.origin == "import"
            )
            assert row.checked_in_at is not None and row.checked_out_at is not None
            served[row.person_id] += int((row.checked_out_at - row.checked_in_at).total_seconds()) // 60
            assert spots[row.visit_id].start == row.checked_in_at
    assert minutes == dict(served) and len(served) > 20
    with Session(week.engine) as session:
        staff = set(session.exec(select(Person.id).where(Person.kind != "volunteer")).all())
    for person, total in served.items():
        paper = desk.ask("POST", f"/volunteers/{person}/certificates", {}, may_fail=person in staff)
        assert paper is None or paper["minutes"] == total
    with Session(week.engine) as session:
        staffed = set(session.exec(select(VisitRole.visit_id)).all())  # a room alone is its unit's to close
    left = Counter(v.state for v in visits.values() if v.id in spots and v.id in staffed)
    assert set(left) == {"done"}, left
