"""Tables as values, without files: the same scenario, the same faults, named by what the rows are about."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matcher.errors import InvalidProblem
from matcher.problem import Condition
from matcher.scenario import Scenario, read
from matcher.scenario.from_rows import scenario_from
from matcher.scenario.tables_of import settings_of, tables_of
from matcher.walking.datum import Datum

XIZHA = Path(__file__).parents[2] / "scenarios" / "xizha-week"
SETTINGS: dict[str, Any] = {
    "name": "x", "start": date(2026, 11, 23), "days": 1, "zone": "Asia/Shanghai", "datum": Datum.LOCAL,
}  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    """One person at home, one visit there."""
    return {
        "places": [{"place": "A", "x": 0.0, "y": 0.0}],
        "volunteers": [{"volunteer": "p", "home": "A"}],
        "availability": [{"volunteer": "p", "start": 480, "end": 720}],
        "visits": [{"visit": "v", "place": "A", "duration_minutes": 60}],
        "windows": [{"visit": "v", "start": 540, "end": 660}],
        "roles": [{"visit": "v", "role": "r"}],
    }


@pytest.fixture(scope="module")
def xizha() -> Scenario:
    return read(XIZHA)


def test_the_tables_of_a_scenario_make_it_again(xizha: Scenario) -> None:
    again = scenario_from(settings_of(xizha), tables_of(xizha))
    for field in fields(xizha.problem):
        if field.name != "walks":
            assert getattr(again.problem, field.name) == getattr(xizha.problem, field.name), field.name
    for pace, matrix in xizha.problem.walks.by_pace.items():
        assert (again.problem.walks.by_pace[pace].minutes == matrix.minutes).all()
    assert again.beneficiary_sex == xizha.beneficiary_sex


def test_defaults_are_those_of_a_folder() -> None:
    found = scenario_from(SETTINGS, tables()).problem
    person, visit = found.volunteers[0], found.visits[0]
    assert (person.max_walk, person.pace, person.kind) == (15, 1.0, "volunteer")
    assert (visit.priority, visit.roles[0].min, found.walks.source) == (5, 1, "approximate")


def test_ids_may_hold_what_no_cell_can() -> None:
    rows = tables()
    rows["roles"][0] |= {"role": "组长（兼）；a|b ", "skills": frozenset({"水；电", "x、y"})}
    rows["skills"] = [{"volunteer": "p", "skill": s} for s in ("水；电", "x、y")]
    role = scenario_from(SETTINGS, rows).problem.visits[0].roles[0]
    assert (role.id, role.skills) == ("组长（兼）；a|b ", {"水；电", "x、y"})


def test_nobody_in_particular_means_all() -> None:
    rows = tables()
    rows["conditions"] = [{"visit": "v", "at_least": None, "of": "a"}, {"visit": "v", "at_least": 1, "of": "b"}]
    assert scenario_from(SETTINGS, rows).problem.visits[0].conditions == (Condition("a", None), Condition("b", 1))


def test_faults_are_named_by_table_and_id_and_told_at_once() -> None:
    rows = tables()
    rows["volunteers"] += [{"volunteer": "p", "home": "A"}, {"volunteer": "q", "home": None}]
    rows["visits"][0]["priority"] = 10
    rows["windows"] += [{"visit": "v", "start": 600, "end": 600}, {"visit": "w", "start": 600, "end": 700}]
    rows["places"] += [{"place": "B", "x": None, "y": 0.0}]
    with pytest.raises(InvalidProblem) as found:
        scenario_from(SETTINGS, rows)
    assert sorted((e.where, e.code) for e in found.value.errors) == [
        ("places B, column x", "missing"),
        ("visits v, column priority", "out_of_bounds"),
        ("volunteers p, column volunteer", "duplicate_id"),
        ("volunteers q, column home", "missing"),
        ("windows v, column end", "end"),
        ("windows w, column visit", "unknown_id"),
    ]
