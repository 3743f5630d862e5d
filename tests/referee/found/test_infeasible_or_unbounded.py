"""GLOP's presolve said "infeasible or unbounded" of a branch that held no roster: the branching broke off with an
assertion. Nothing here is ever unbounded, so it means: no solution."""

from __future__ import annotations

import random

import pytest
from examine import findings
from focus import FOCUS
from random_problems import random_problem

from matcher.solver import master, solve


def test_a_branch_without_a_roster() -> None:
    assert findings(random_problem(random.Random("needs and quotas 24"), FOCUS["needs and quotas"])) == []


def test_a_branch_whose_programme_ends_without_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then there is no branching, and the integer solver's word stays what proves."""
    problem = random_problem(random.Random("needs and quotas 24"), FOCUS["needs and quotas"])
    proven = solve(problem).stages
    real = master.solve_linear_programme
    monkeypatch.setattr(
        "matcher.solver.tree.solve_linear_programme",
        lambda *args, **more: None if more.get("least") is not None else real(*args, **more),
    )
    stages = solve(problem).stages
    assert [(s.objective, s.bound) for s in stages] == [(s.objective, s.bound) for s in proven]
    assert [s.proof for s in proven] == ["prices", "tree"] and [s.proof for s in stages] == ["prices", "integers"]
