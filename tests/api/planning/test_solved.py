"""The tables and the folder are the same problem: the same optimum, stored and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.planning.town import MONDAY, Town, at
from api.queries import counted
from matcher import solve
from matcher.checker import check
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.scenario import Scenario, read
from matcher.score import score
from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.models import AssignmentRow
from matcher_api.people.models import Person
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import load
from matcher_api.planning.store import store_draft
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

XIZHA = Path(__file__).parents[3] / "scenarios" / "xizha-week"


@pytest.fixture(scope="module")
def xizha() -> Scenario:
    return read(XIZHA)


@pytest.fixture
def work(session: Session, settings: Settings) -> Work:
    return Work(session, ANONYMOUS, datetime(2026, 11, 20, tzinfo=UTC), settings)


def test_the_tables_have_the_optimum_of_the_folder(work: Work, xizha: Scenario) -> None:
    session = work.session
    community = import_scenario(work, xizha)
    planned = load(session, communities=[community.id], first_day=xizha.start, days=7)
    asked = solve(xizha.problem, time_limit=60)
    found = solve(planned.problem, time_limit=60)
    assert (asked.all.status, found.all.status) == ("proven", "proven")
    assert found.all.objective == asked.all.objective
    # The same roster, said in ids of rows, has the same points.
    ids = dict(session.exec(select(Visit.code, Visit.id)).all()) | dict(
        session.exec(select(Person.code, Person.id)).all()
    )
    rooms = {f.name: f.id for f in planned.problem.facilities}
    named = {f.id: rooms[f.name] for f in xizha.problem.facilities}
    same = Roster(
        tuple(PlannedVisit(ids[p.visit], p.start, named.get(p.facility or "")) for p in asked.roster.planned),
        tuple(Assignment(ids[a.visit], ids[a.volunteer], a.role) for a in asked.roster.assignments),
    )
    assert score(planned.problem, same).objective == asked.all.objective
    assert {v.name for v in planned.problem.volunteers} == {""}

    roster = RosterRow(community_id=community.id, first_day=xizha.start)
    session.add(roster)
    session.flush()
    store_draft(work, roster, found.roster, planned)
    session.expire_all()
    read_back = roster_of(session, roster, "draft", planned)
    assert (read_back.planned, read_back.assignments) == (found.roster.planned, found.roster.assignments)
    assert [v for v in check(planned.problem, read_back) if not v.overridden] == []
    live = select(AssignmentRow.state, AssignmentRow.visit_id, AssignmentRow.person_id).where(
        AssignmentRow.state != "proposed"
    )
    assert sorted(session.exec(live).all()) == sorted(
        (p.state, p.visit, p.volunteer) for p in planned.problem.published if p.volunteer is not None
    )

    store_draft(work, roster, Roster(), planned)
    assert session.exec(select(PlannedVisitRow).where(PlannedVisitRow.layer == "draft")).all() == []
    assert session.exec(select(AssignmentRow).where(AssignmentRow.state == "proposed")).all() == []


def test_what_is_published_is_read_as_a_roster(work: Work, xizha: Scenario) -> None:
    community = import_scenario(work, xizha)
    planned = load(work.session, communities=[community.id], first_day=xizha.start, days=7)
    roster = work.session.exec(select(RosterRow)).one()
    known = roster_of(work.session, roster, "published", planned)
    assert {(p.visit, p.start, p.facility) for p in known.planned} == {
        (p.visit, p.start, p.facility) for p in planned.problem.published
    }
    assert {(a.visit, a.volunteer) for a in known.assignments} == {
        (p.visit, p.volunteer) for p in planned.problem.published if p.volunteer is not None
    }


def test_the_number_of_queries_does_not_grow(work: Work, engine: Engine, xizha: Scenario) -> None:
    nothing = dict.fromkeys(("facilities", "pairs", "pins", "published", "quotas"), ())
    one = next(v for v in xizha.problem.visits if not v.needs and not v.rejected)
    small = replace(xizha, problem=replace(xizha.problem, visits=(one,), **nothing))
    numbers = []
    for code, scenario in (("one", small), ("all", xizha)):
        community = import_scenario(work, scenario, code=code)
        work.session.flush()
        work.session.expunge_all()
        with counted(engine) as sent:
            load(work.session, communities=[community.id], first_day=xizha.start, days=7)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


def test_a_new_draft_keeps_what_is_past_and_what_others_drafted(session: Session, settings: Settings) -> None:
    """Drafted for nine and for noon; at half past ten a new draft is stored, and another roster's is there too. A visit
    both could plan is in the newest draft."""
    town = Town(session)
    person = town.person("p")
    past, coming, cancelled, elsewhere, both = (town.visit(n) for n in "abcde")
    mine, theirs = (town.kept(RosterRow(community_id=town.community, first_day=MONDAY, days=2)) for _ in range(2))
    rows = ((past, "09:00", mine), (coming, "12:00", mine), (cancelled, "13:00", mine), (elsewhere, "14:00", theirs))
    rows += ((both, "15:00", theirs),)
    for visit, clock, roster in rows:
        own = {"roster_id": roster.id, "visit_id": visit}
        town.kept(PlannedVisitRow(layer="draft", start=at(clock), end=at(clock) + timedelta(hours=1), **own))
        town.kept(AssignmentRow(community_id=town.community, person_id=person, role="helper", **own))
    session.get_one(Visit, cancelled).state = "cancelled"
    session.get_one(Visit, past).state = "done"
    session.get_one(Visit, elsewhere).state = "cancelled"
    session.flush()
    work = Work(session, ANONYMOUS, at("10:30"), settings)
    planned = town.plan(since=at("10:30"))
    found = Roster((PlannedVisit(both, 900), PlannedVisit(coming, 720)), (Assignment(both, person, "helper"),))
    store_draft(work, mine, found, planned)
    drafts = session.exec(select(PlannedVisitRow.visit_id, PlannedVisitRow.start)).all()
    assert sorted(drafts) == sorted(
        [(past, at("09:00")), (coming, at("12:00")), (both, at("15:00")), (elsewhere, at("14:00"))]
    )
    proposed = session.exec(select(AssignmentRow.visit_id).where(AssignmentRow.state == "proposed")).all()
    assert sorted(proposed) == sorted([past, both, elsewhere])
    assert roster_of(session, mine, "draft", planned) == found
    assert roster_of(session, theirs, "draft", planned) == Roster()


def test_rooms_that_are_taken_are_part_of_every_roster_and_of_no_draft(session: Session, settings: Settings) -> None:
    town = Town(session)
    booking = town.booked(town.room("r"), at("09:00"), at("10:00"))
    roster = town.kept(RosterRow(community_id=town.community, first_day=MONDAY, days=2))
    planned = town.plan()
    found = solve(planned.problem, time_limit=20).roster
    assert [p.visit for p in found.planned] == [booking]
    store_draft(Work(session, ANONYMOUS, at("08:00"), settings), roster, found, planned)
    assert session.exec(select(PlannedVisitRow)).all() == []
    assert roster_of(session, roster, "draft", planned) == found
    assert roster_of(session, roster, "published", planned) == found
