"""A work limit counts all work: listing, linear programmes, bounds, integers; the clock decides nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from focus import FOCUS
from random_problems import random_problem

from matcher.errors import InvalidProblem
from matcher.problem import Problem
from matcher.result import Result
from matcher.solver import line as wiring
from matcher.solver import solve
from matcher.solver.routes import list_routes
from matcher.solver.search import Search


def told(problem: Problem, *, work: float, clock: Callable[[], float]) -> object:
    try:
        result: Result = solve(problem, work_limit=work, clock=clock)
    except InvalidProblem as error:
        return [e.code for e in error.errors]
    return (
        result.roster,
        result.stages,
        result.certificates,
        result.stopped,
        [(step.what, step.figures) for step in result.trace],
    )


@pytest.mark.parametrize("name", sorted(FOCUS))
@pytest.mark.parametrize("work", [0.0, 0.001, 1.0])
def test_the_clock_decides_nothing(name: str, work: float) -> None:
    """Time stands still, or an hour passes at every look at the clock: the same roster, bounds and steps."""
    problem = random_problem(random.Random(f"work {name}"), FOCUS[name])
    still = told(problem, work=work, clock=lambda: 0.0)
    hours = count(step=3600.0)
    assert told(problem, work=work, clock=lambda: next(hours)) == still


def test_routes_not_listed_for_want_of_work_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cap of one route a shift everything is a relaxation: charged, and still at least the optimum."""
    for seed in range(10):
        problem = random_problem(random.Random(f"short {seed}"), FOCUS["needs and quotas"])
        best = solve(problem).stages[1]
        with monkeypatch.context() as patched:
            patched.setattr(wiring, "list_routes", partial(list_routes, cap=1))
            cut = solve(problem, work_limit=0.01)
        assert cut.stages[1].objective <= best.objective <= cut.stages[1].bound


def test_what_is_left_is_counted_from_everything() -> None:
    search = Search.endless()
    search.work = 2.0
    assert search.affords(2.0) and not search.affords(2.1) and not search.affords(1.1, share=0.5)
    search.charge(1.5)
    assert search.limits().work == 0.5 and not search.out() and search.out(share=0.75)
    search.charge(0.5)
    assert search.out() and search.limits().work == 0.0
