"""The bound on a shift without its list: never below the best listed route, equal where nothing is worth repeating."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.problem import Role
from matcher.solver.bound import SCALE
from matcher.solver.line import line
from matcher.solver.linear import Table
from matcher.solver.relaxation import relaxed_best
from solver.made import booking, person, problem, room, single, team

PEOPLE = (
    person("ann", (540, 720)),
    person("bob", (540, 600), (630, 760), home="B", return_home=True),
    person("dan", (530, 725), home="C", max_minutes_day=60, max_walk=20),
)
VISITS = (
    single("x", (540, 600), (650, 720), duration=20),
    single("y", (550, 640), place="B"),
    single("z", (560, 720), place="C", duration=45),
    team("t", (600, 690), place="B"),
    booking("b", (540, 720), roles=(Role(id="r"),)),
)
ASKED = problem(volunteers=PEOPLE, visits=VISITS, facilities=(room("hall", place="C"),))


@pytest.fixture(scope="module")
def table() -> Table:
    return line(ASKED)


def best_listed(table: Table, shift: int, pair_reduced: np.ndarray, walk_price: int) -> int:
    routes = table.routes
    gains = table.among @ pair_reduced - walk_price * routes.walk
    return max(0, int(gains[routes.shift == shift].max(initial=0)))


@pytest.mark.parametrize("seed", range(30))
def test_at_least_the_best_listed_route(table: Table, seed: int) -> None:
    rng = np.random.default_rng(seed)
    reduced = np.rint(rng.normal(20, 60, len(table.programme.pair_points)) * SCALE).astype(np.int64)
    for walk_price in (0, SCALE, 5 * SCALE):
        for shift in range(len(table.programme.candidates.shifts)):
            listed = best_listed(table, shift, reduced, walk_price)
            assert relaxed_best(table.programme, shift, reduced, walk_price) >= listed


@pytest.mark.parametrize("seed", range(30))
def test_the_best_route_itself_where_nothing_can_be_repeated(seed: int) -> None:
    """Windows that follow each other, no caps: a walk never comes back to a visit it left."""
    rng = np.random.default_rng(seed)
    visits = tuple(
        single(f"x{i}", (540 + 30 * i, 580 + 30 * i), duration=25, place="ABC"[int(rng.integers(3))]) for i in range(5)
    )
    people = (person("ann", return_home=bool(seed % 2), max_walk=20), person("bob", home="B", max_walk=20))
    table = line(problem(volunteers=people, visits=visits))
    reduced = np.rint(rng.normal(30, 60, len(table.programme.pair_points)) * SCALE).astype(np.int64)
    for shift in range(2):
        assert relaxed_best(table.programme, shift, reduced, SCALE) == best_listed(table, shift, reduced, SCALE)


def test_nothing_worth_doing_is_nothing(table: Table) -> None:
    reduced = np.full(len(table.programme.pair_points), -1, dtype=np.int64)
    assert [relaxed_best(table.programme, s, reduced, SCALE) for s in range(4)] == [0] * 4


def test_a_repeat_pays_but_never_at_once() -> None:
    """Two visits at home of 30 minutes, in 90 minutes: x, y and x again; one visit alone cannot be repeated."""
    table = line(problem(volunteers=(person("ann", (540, 630)),), visits=(single("x"), single("y"))))
    reduced = np.array([50, 20], dtype=np.int64)
    assert best_listed(table, 0, reduced, 0) == 70
    assert relaxed_best(table.programme, 0, reduced, 0) == 120
    alone = line(problem(volunteers=(person("ann", (540, 630)),), visits=(single("x"),)))
    assert relaxed_best(alone.programme, 0, np.array([50], dtype=np.int64), 0) == 50


@pytest.mark.parametrize(("end", "best"), [(590, 100), (589, 0)])
def test_the_way_home_counts_and_must_fit(end: int, best: int) -> None:
    ann = person("ann", (540, end), return_home=True)
    table = line(problem(volunteers=(ann,), visits=(single("x", place="B"),)))
    reduced = np.full(len(table.programme.pair_points), 100, dtype=np.int64)
    assert relaxed_best(table.programme, 0, reduced, 0) == best
    assert relaxed_best(table.programme, 0, reduced, 2) == max(0, best - 40)
