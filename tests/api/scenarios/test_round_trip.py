"""The database and a scenario folder are the same tables: what goes in comes out."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from matcher import solve
from matcher.problem import DAY, Facility, Opening, Problem, Published
from matcher.scenario import Scenario, read
from matcher.walks import Walks
from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.models import AssignmentRow
from matcher_api.errors import Refusal
from matcher_api.people.models import PersonContact
from matcher_api.rosters.models import RosterRow, RosterVersion
from matcher_api.scenarios.exporting import export_scenario
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

TESTS = Path(__file__).parents[2]
SCENARIOS = TESTS.parent / "scenarios"
SEEDS = 40


@pytest.fixture(scope="module")
def xizha() -> Scenario:
    return read(SCENARIOS / "xizha-week")


def work_of(session: Session, settings: Settings) -> Work:
    return Work(session, ANONYMOUS, datetime(2026, 11, 20, tzinfo=UTC), settings)


def assert_same(out: Scenario, asked: Scenario) -> None:
    """Everything, and every walk between two places at every pace."""
    for field in fields(asked.problem):
        if field.name not in ("walks", "published"):
            assert getattr(out.problem, field.name) == getattr(asked.problem, field.name), field.name
    assert set(out.problem.published) == set(asked.problem.published)
    assert out.problem.walks.source == asked.problem.walks.source
    assert out.problem.walks.place_ids == asked.problem.walks.place_ids
    for pace, matrix in asked.problem.walks.by_pace.items():
        for part in ("indptr", "columns", "minutes"):
            assert (getattr(out.problem.walks.by_pace[pace], part) == getattr(matrix, part)).all()
    for field in fields(asked):
        if field.name not in ("problem", "network", "notes"):
            assert getattr(out, field.name) == getattr(asked, field.name), field.name


@pytest.mark.parametrize("name", ["xizha-week", pytest.param("guanghe-week", marks=pytest.mark.campaign)])
def test_a_community_comes_out_as_it_went_in(session: Session, settings: Settings, name: str) -> None:
    asked = read(SCENARIOS / name)
    community = import_scenario(work_of(session, settings), asked)
    assert_same(export_scenario(session, community.id, names=True), asked)


def test_names_stay_here_unless_asked_for(session: Session, settings: Settings, xizha: Scenario) -> None:
    community = import_scenario(work_of(session, settings), xizha)
    first = xizha.problem.volunteers[0]
    assert first.name
    assert session.exec(select(PersonContact.name).where(PersonContact.name == first.name)).first() == first.name
    out = export_scenario(session, community.id)
    assert {v.name for v in out.problem.volunteers} == {""}


def test_a_taken_code_is_refused(session: Session, settings: Settings, xizha: Scenario) -> None:
    work = work_of(session, settings)
    import_scenario(work, xizha)
    with pytest.raises(Refusal) as refused:
        import_scenario(work, xizha)
    assert refused.value.code == "code_taken"


@pytest.mark.parametrize(
    ("part", "value", "field"),
    [("title", "长" * 200, "community.name"), ("title", "a\0b", "community.name")],
)
def test_what_a_column_cannot_hold_is_told(
    session: Session, settings: Settings, xizha: Scenario, part: str, value: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        import_scenario(work_of(session, settings), replace(xizha, **{part: value}))
    assert [(f.field, f.code) for f in refused.value.faults] == [(field, "unstorable")]
    with pytest.raises(Refusal) as refused:
        import_scenario(work_of(session, settings), replace(xizha, start=date(9999, 12, 30)))
    assert [f.field for f in refused.value.faults] == ["scenario.start"]


def test_what_is_published_becomes_a_published_roster(session: Session, settings: Settings, xizha: Scenario) -> None:
    problem = xizha.problem
    roster = solve(problem, time_limit=20).roster
    rows = tuple(
        Published(visit=p.visit, start=p.start, volunteer=a.volunteer, role=a.role, facility=p.facility,
                  state="accepted" if n % 2 else "offered")
        for p in roster.planned for n, a in enumerate(roster.team_of.get(p.visit, ()))
    )  # fmt: skip
    bookings = tuple(
        Published(visit=p.visit, start=p.start, facility=p.facility) for p in roster.planned
        if p.visit not in roster.team_of
    )  # fmt: skip
    known = replace(xizha, problem=replace(problem, published=(*rows, *bookings)))
    community = import_scenario(work_of(session, settings), known)
    kept = session.exec(select(RosterRow)).one()
    assert (kept.community_ids, kept.state, kept.first_day) == ((community.id,), "published", xizha.start)
    version = session.exec(select(RosterVersion)).one()
    assert len(version.snapshot["visits"]) == len(roster.planned)
    live = session.exec(select(AssignmentRow.state)).all()
    assert sorted(live) == sorted(r.state for r in rows)
    states = session.exec(select(Visit.state).where(col(Visit.state) != "planned")).all()
    assert len(states) == len(roster.planned)
    out = export_scenario(session, community.id)
    assert set(out.problem.published) == set(known.problem.published)


# -- random problems -----------------------------------------------------------------------------------------------


@pytest.fixture
def problem_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Problem]:
    """A tiny problem of the referee, as far as tables can say it: one table of walks for all paces."""
    monkeypatch.syspath_prepend(str(TESTS / "referee"))
    focused = importlib.import_module("random_problems").focused

    def made(seed: int) -> Problem:
        problem: Problem = focused(seed)[1]
        walks, one = problem.walks, problem.walks.by_pace[1.0]
        return replace(problem, walks=Walks(place_ids=walks.place_ids, by_pace=dict.fromkeys(walks.by_pace, one)))

    return made


def plain(problem: Problem) -> Problem:
    """What the tables say in one way only: rows by id, openings that touch joined, a published role named."""
    only = {v.id: v.roles[0].id for v in problem.visits if v.roles}
    published = tuple(
        replace(p, role=p.role or only[p.visit]) if p.volunteer is not None else p for p in problem.published
    )
    return replace(
        problem,
        facilities=tuple(replace(f, openings=_joined(f)) for f in problem.facilities),
        published=tuple(sorted(published, key=repr)),
        pins=tuple(sorted(problem.pins, key=repr)),
        pairs=tuple(sorted(set(problem.pairs), key=repr)),
    )


def _joined(facility: Facility) -> tuple[Opening, ...]:
    openings = list(facility.openings)
    for a, b in pairwise(list(openings)):
        if a.end == b.start and a.steward == b.steward:
            i = next(i for i, o in enumerate(openings) if o.end == a.end)
            openings[i : i + 2] = [Opening(openings[i].start, b.end, b.steward)]
    return tuple(openings)


def inside(problem: Problem) -> bool:
    """Whether all begins within the days: an export leaves out what does not."""
    times = [w for v in problem.volunteers for w in v.availabilities] + [w for v in problem.visits for w in v.windows]
    return all(w.start < problem.days * DAY for w in times)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_problems_come_out_as_they_went_in(
    session: Session, settings: Settings, problem_of: Callable[[int], Problem], seed: int
) -> None:
    problem = problem_of(seed)
    assert inside(problem)
    asked = Scenario(problem=problem, start=date(2026, 11, 23))
    community = import_scenario(work_of(session, settings), asked)
    mine, theirs = plain(problem), plain(export_scenario(session, community.id).problem)
    for field in fields(mine):
        if field.name != "walks":
            assert getattr(theirs, field.name) == getattr(mine, field.name), field.name
