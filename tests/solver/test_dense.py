"""A dense town: what is listed, rough prices that bound, days in turn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.checker import check
from matcher.problem import DAY, Problem, Window
from matcher.scenario import generate
from matcher.solver import line as wiring
from matcher.solver import rough, routes, solve
from matcher.solver.linear import Table
from matcher.solver.routes import list_routes
from matcher.solver.verify import verify


@pytest.fixture(scope="module")
def town() -> Problem:
    """Few people with long days: every list of routes would be long."""
    asked = generate(name="dense", seed=3, population=600, communities=1, requests=60).problem
    days = tuple(Window(d * DAY + 480, d * DAY + 720) for d in range(4))
    people = tuple(replace(v, availabilities=days) for v in asked.volunteers)
    return replace(asked, volunteers=people, pins=(), published=())


@pytest.fixture
def table(town: Problem) -> Table:
    return wiring.line(town)


def test_lists_that_would_not_fit_together_stop_at_the_probe(
    town: Problem, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    options, candidates = table.programme.options, table.programme.candidates
    most = np.bincount(table.routes.shift, minlength=len(candidates.shifts))
    assert table.routes.exploded == () and most.max() > 8
    monkeypatch.setattr(routes, "PROBES", ((4, 0.2), (8, 1.0)))
    fitting = list_routes(town, options, candidates, cap=1000, total=10**6)
    assert fitting.exploded == () and fitting.count == table.routes.count
    some = list_routes(town, options, candidates, cap=1000, total=2000)
    assert {s for s, _ in some.exploded} == set(np.flatnonzero(most > 8).tolist())
    few = list_routes(town, options, candidates, cap=1000, total=30)
    assert {s for s, _ in few.exploded} == set(np.flatnonzero(most > 4).tolist())


def test_a_town_solved_roughly_is_as_good_as_proven(town: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound of rough prices holds for the proven best; the roster made day by day keeps every rule."""
    best = solve(town)
    assert best.all.status == "proven"
    monkeypatch.setattr(wiring, "list_routes", lambda *parts, **more: list_routes(*parts, **{**more, "total": 30}))
    monkeypatch.setattr(routes, "PROBES", ((4, 0.2), (8, 1.0)))
    monkeypatch.setattr(rough, "MANY_SHIFTS", 0)
    monkeypatch.setattr(rough, "MANY_PAIRS", 0)
    made = solve(town, count_visits=False, time_limit=4.0)
    told = [step.what for step in made.trace]
    assert "steps points" in told and "days points" in told
    assert made.all.objective <= best.all.objective <= made.all.bound
    assert made.stages[0].objective <= best.stages[0].objective <= made.stages[0].bound
    assert made.all.objective >= 0.98 * best.all.objective and made.all.bound <= 1.02 * best.all.bound
    assert check(town, made.roster) == () and verify(town, made.roster, made.certificates).holds
