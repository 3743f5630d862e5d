"""The database and a scenario folder are the same tables: what goes in comes out."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from api.queries import counted
from matcher.scenario import Scenario, read
from matcher_api.access.actor import ANONYMOUS
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.planning.load import load
from matcher_api.scenarios.exporting import export_scenario
from matcher_api.scenarios.importing import import_scenario
from matcher_api.settings import Settings
from matcher_api.web.work import Work

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="module")
def xizha() -> Scenario:
    return read(SCENARIOS / "xizha-week")


def work_of(session: Session, settings: Settings) -> Work:
    return Work(session, ANONYMOUS, datetime(2026, 11, 20, tzinfo=UTC), settings)


def sets(problem: object, name: str) -> object:
    """Order of rows has no meaning."""
    value = getattr(problem, name)
    return sorted(value, key=repr) if isinstance(value, tuple) else value


def test_a_community_comes_out_as_it_went_in(session: Session, settings: Settings, xizha: Scenario) -> None:
    community = import_scenario(work_of(session, settings), xizha)
    out = export_scenario(session, community.id, names=True)
    for field in fields(xizha.problem):
        if field.name != "walks":
            assert sets(out.problem, field.name) == sets(xizha.problem, field.name), field.name
    assert out.problem.walks.source == xizha.problem.walks.source
    for volunteer in xizha.problem.volunteers[:20]:
        there = [out.problem.walk(volunteer, volunteer.home, p.id) for p in xizha.problem.places]
        assert there == [xizha.problem.walk(volunteer, volunteer.home, p.id) for p in xizha.problem.places]
    for field in fields(xizha):
        if field.name not in ("problem", "network", "notes"):
            assert getattr(out, field.name) == getattr(xizha, field.name), field.name


def test_plans_know_no_names(session: Session, settings: Settings, xizha: Scenario) -> None:
    community = import_scenario(work_of(session, settings), xizha)
    planned = load(session, communities=[community.id], first_day=xizha.start, days=7)
    assert {v.name for v in planned.problem.volunteers} == {""}
    assert len(planned.problem.visits) == len(xizha.problem.visits)


def test_a_taken_code_is_refused(session: Session, settings: Settings, xizha: Scenario) -> None:
    work = work_of(session, settings)
    import_scenario(work, xizha)
    with pytest.raises(Refusal) as refused:
        import_scenario(work, xizha)
    assert refused.value.code == "code_taken"


def test_two_communities_make_one_plan(session: Session, settings: Settings, xizha: Scenario) -> None:
    work = work_of(session, settings)
    both = [import_scenario(work, xizha, code=code).id for code in ("east", "west")]
    planned = load(session, communities=both, first_day=xizha.start, days=7)
    assert len(planned.problem.visits) == 2 * len(xizha.problem.visits)
    session.get_one(Community, both[1]).zone = "Asia/Urumqi"
    session.flush()
    with pytest.raises(Refusal) as refused:
        load(session, communities=both, first_day=xizha.start, days=7)
    assert refused.value.code == "communities_apart"


def test_the_number_of_queries_does_not_grow(
    session: Session, engine: Engine, settings: Settings, xizha: Scenario
) -> None:
    problem = xizha.problem
    nothing = dict.fromkeys(("facilities", "pairs", "pins", "published", "quotas"), ())
    one = next(v for v in problem.visits if not v.needs and not v.rejected)
    small = replace(xizha, problem=replace(problem, visits=(one,), **nothing))
    numbers = []
    for code, scenario in (("one", small), ("all", xizha)):
        community = import_scenario(work_of(session, settings), scenario, code=code)
        session.flush()
        with counted(engine) as sent:
            load(session, communities=[community.id], first_day=xizha.start, days=7)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]
