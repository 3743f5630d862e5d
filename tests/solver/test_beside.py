"""The thread beside prices and integers: what it finds is taken, what fails in it is told, it ends with its stage."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from matcher.checker import check
from matcher.problem import Problem
from matcher.scenario import generate
from matcher.score import score
from matcher.solver import beside, solve
from matcher.solver import line as wiring
from matcher.solver.routes import list_routes
from matcher.solver.verify import verify


@pytest.fixture(scope="module")
def street() -> Problem:
    """More visits of one person than are worth a thread, in shifts that are priced."""
    asked = generate(name="street", seed=5, population=2_400, communities=1, requests=120).problem
    assert beside.worth_a_thread(asked)
    return replace(asked, pins=(), published=())


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "list_routes", lambda *parts, **more: list_routes(*parts, **{**more, "cap": 20}))


def running() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name == "ruin and recreate"]


@pytest.mark.usefixtures("priced")
def test_what_it_finds_is_taken_and_everything_holds(street: Problem) -> None:
    reports: list[Any] = []
    made = solve(street, time_limit=6.0, count_visits=False, progress=reports.append)
    ruins = [dict(step.figures) for step in made.trace if step.what == "ruins"]
    (begun,) = {r.objective for r in reports if r.stage == "greedy"}
    assert ruins and ruins[0]["number"] > 0 and made.all.objective >= ruins[0]["objective"] > begun
    assert check(street, made.roster) == () and score(street, made.roster).objective == made.all.objective
    assert verify(street, made.roster, made.certificates).holds
    assert running() == []


def test_what_fails_in_the_thread_ends_the_solve(street: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("in the thread")

    monkeypatch.setattr(beside.Moves, "state", broken)
    with pytest.raises(ZeroDivisionError, match="in the thread"):
        solve(street, time_limit=3.0, count_visits=False)
    assert running() == []


def test_under_a_work_limit_there_is_no_thread(street: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "Beside", None)
    first, second = (solve(street, work_limit=2.0, count_visits=False) for _ in range(2))
    assert first.roster == second.roster and "ruins" not in [step.what for step in first.trace]
