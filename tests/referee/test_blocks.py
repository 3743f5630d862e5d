"""Blocks lose nothing: solved apart they add up to the whole; what can still bind joins, what cannot does not."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from focus import FOCUS
from hand_made import person, problem, single
from random_problems import random_problem

from matcher.errors import InvalidProblem
from matcher.problem import DAY, Problem
from matcher.solver import blocks, solve
from matcher.solver.blocks import Block, blocks_of
from matcher.solver.line import line
from matcher.solver.linear import solve_linear_programme


@pytest.fixture(autouse=True)
def small_blocks_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SMALL", 1)


def found(asked: Problem) -> tuple[Block, ...]:
    table = line(asked)
    every = np.arange(table.routes.count)
    return blocks_of(table.programme, table.entries(every), table.routes.shift, table.programme.most)


def with_routes(asked: Problem) -> int:
    return sum(1 for block in found(asked) if len(block.columns))


TWO_DAYS = ((540, 720), (DAY + 540, DAY + 720))
VISITS = (single("x", 540, 720, 60), single("y", DAY + 540, DAY + 720, 60))


def test_two_people_who_share_no_visit_are_two_blocks() -> None:
    visits = (single("x", 540, 720, 60), single("y", 840, 1020, 60))
    apart = problem(volunteers=(person("ann", (540, 720)), person("bob", (840, 1020))), visits=visits)
    assert with_routes(apart) == 2
    both = problem(volunteers=(person("ann", (540, 1020)), person("bob", (840, 1020))), visits=visits)
    assert with_routes(both) == 1


@pytest.mark.parametrize(("cap", "number"), [(119, 1), (120, 2), (None, 2)])
def test_a_cap_on_all_minutes_joins_two_days_only_where_it_can_be_passed(cap: int | None, number: int) -> None:
    ann = replace(person("ann", *TWO_DAYS), max_minutes_total=cap)
    asked = problem(volunteers=(ann,), visits=VISITS)
    assert with_routes(replace(asked, weights=replace(asked.weights, fairness=(0, 0, 0)))) == number


def test_blocks_cover_everything_once() -> None:
    for seed in range(30):
        asked = random_problem(random.Random(f"blocks {seed}"), FOCUS["needs and quotas"])
        table = line(asked)
        parts = found(asked)
        columns = np.concatenate([b.columns for b in parts]) if parts else np.zeros(0, dtype=np.int64)
        variables = np.concatenate([b.variables for b in parts]) if parts else np.zeros(0, dtype=np.int64)
        rows = [r for b in parts for r in b.rows.tolist()]
        assert sorted(columns.tolist()) == list(range(table.routes.count))
        assert sorted(variables.tolist()) == list(range(len(table.programme.variables)))
        assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", sorted(FOCUS))
def test_apart_and_together_reach_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(4):
        asked = random_problem(random.Random(f"apart {name} {seed}"), FOCUS[name])
        apart = reached(asked)
        with monkeypatch.context() as patched:
            patched.setattr(blocks, "SMALL", 1 << 40)
            assert reached(asked) == apart


def reached(asked: Problem) -> object:
    try:
        return [(s.objective, s.bound) for s in solve(asked).stages]
    except InvalidProblem as error:
        return [e.code for e in error.errors]


def test_prices_of_blocks_prove_what_prices_of_the_whole_prove() -> None:
    for seed in range(10):
        asked = random_problem(random.Random(f"prices {seed}"), FOCUS["needs and quotas"])
        table = line(asked)
        every = np.arange(table.routes.count)
        gains, entries = table.gains("points"), table.entries(every)
        whole = solve_linear_programme(table.programme, "points", gains, entries)
        assert whole is not None
        total = 0.0
        for block in found(asked):
            part, inside = blocks.part_of(table.programme, entries, block)
            solution = solve_linear_programme(part, "points", gains[block.columns], inside)
            assert solution is not None
            total += solution.objective
        assert total == pytest.approx(whole.objective, abs=1e-4)
