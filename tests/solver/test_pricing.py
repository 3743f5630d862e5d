"""Priced routes: the best of a shift without its list, equal to the best listed one wherever the bound says exact."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.problem import Role
from matcher.solver import pricing
from matcher.solver.bound import SCALE
from matcher.solver.line import line
from matcher.solver.linear import Table
from matcher.solver.pricing import NEAR, nearest, priced, quick_ways, walk_of
from matcher.solver.routes import shift_arrays
from solver.made import booking, person, problem, room, single, team

PEOPLE = (
    person("ann", (540, 720)),
    person("bob", (540, 600), (630, 760), home="B", return_home=True),
    person("dan", (530, 725), home="C", max_minutes_day=60, max_walk=20),
    person("eva", (540, 740), home="B", max_visits_day=2, max_minutes_total=80),
)
VISITS = (
    single("x", (540, 600), (650, 720), duration=20),
    single("y", (550, 640), place="B"),
    single("z", (560, 720), place="C", duration=45),
    single("w", (540, 740), place="C", duration=15),
    team("t", (600, 690), place="B"),
    booking("b", (540, 720), roles=(Role(id="r"),)),
)
ASKED = problem(volunteers=PEOPLE, visits=VISITS, facilities=(room("hall", place="C"),))


@pytest.fixture(scope="module")
def table() -> Table:
    return line(ASKED)


def arrays_of(table: Table, shift: int) -> tuple[object, ...]:
    programme = table.programme
    return shift_arrays(programme.problem, programme.options, programme.candidates, shift)


def listed(table: Table, shift: int, reduced: np.ndarray, walk_price: int) -> dict[tuple[int, ...], int]:
    """Reduced gain by set of options."""
    routes, first = table.routes, int(table.programme.candidates.first[shift])
    found = {}
    for c in np.flatnonzero(routes.shift == shift).tolist():
        pairs = routes.pairs[routes.start[c] : routes.start[c + 1]]
        gain = int(reduced[pairs].sum()) - walk_price * int(routes.walk[c])
        found[tuple(sorted((pairs - first).tolist()))] = gain
    return found


def gains_of(table: Table, shift: int, reduced: np.ndarray) -> np.ndarray:
    first = table.programme.candidates.first
    return reduced[int(first[shift]) : int(first[shift + 1])]


@pytest.mark.parametrize("seed", range(40))
def test_the_best_is_the_best_listed(table: Table, seed: int) -> None:
    rng = np.random.default_rng(seed)
    reduced = np.rint(rng.normal(20, 60, len(table.programme.pair_points)) * SCALE).astype(np.int64)
    for walk_price in (0, SCALE, 5 * SCALE):
        for shift in range(len(table.programme.candidates.shifts)):
            known = listed(table, shift, reduced, walk_price)
            found = priced(arrays_of(table, shift), gains_of(table, shift, reduced), walk_price)
            assert found is not None and found.exact
            assert found.best == max(0, *known.values())
            for way in found.ways:
                assert known[tuple(sorted(way))] > 0


@pytest.mark.parametrize("seed", range(40))
def test_above_a_floor_nothing_is_lost(table: Table, seed: int) -> None:
    """Labels fall that cannot pass the floor: what is worth more than it is found as without one."""
    rng = np.random.default_rng(seed)
    reduced = np.rint(rng.normal(20, 60, len(table.programme.pair_points)) * SCALE).astype(np.int64)
    for shift in range(len(table.programme.candidates.shifts)):
        arrays, gains = arrays_of(table, shift), gains_of(table, shift, reduced)
        best = max(0, *listed(table, shift, reduced, SCALE).values())
        for floor in (0, best // 2, max(0, best - 1), best, best + SCALE):
            found = priced(arrays, gains, SCALE, floor=floor)
            assert found is not None and found.exact and found.best == max(floor, best)
            assert all(gains[list(way)].sum() - SCALE * walk_of(arrays, way) > floor for way in found.ways)
            assert bool(found.ways) == (best > floor)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.9, 0.999])
def test_a_floor_changes_no_answer_where_ways_come_back(part: float) -> None:
    made, reduced = circles(1)
    best = max(listed(made, 0, reduced, SCALE).values())
    arrays = arrays_of(made, 0)
    nears = [nearest(arrays[0], arrays[3], np.arange(7), 1) for _ in range(2)]
    found = priced(arrays, reduced, SCALE, floor=int(best * part), near=nears[0])
    free = priced(arrays, reduced, SCALE, near=nears[1])
    assert found is not None and free is not None and found.exact and found.best == best == free.best


def test_labels_that_cannot_pass_the_floor_fall() -> None:
    made, reduced = circles(1)
    arrays = arrays_of(made, 0)
    best = max(listed(made, 0, reduced, SCALE).values())
    steps = []
    for floor in (0, best):
        found = priced(arrays, reduced, SCALE, floor=floor, near=nearest(arrays[0], arrays[3], np.arange(7), 7))
        assert found is not None and found.best == best
        steps.append(found.steps)
    assert steps[1] < 0.7 * steps[0]


@pytest.mark.parametrize("seed", range(20))
def test_quick_ways_are_routes_above_the_floor(table: Table, seed: int) -> None:
    rng = np.random.default_rng(seed)
    reduced = np.rint(rng.normal(30, 60, len(table.programme.pair_points)) * SCALE).astype(np.int64)
    for shift in range(len(table.programme.candidates.shifts)):
        known = listed(table, shift, reduced, SCALE)
        floor = max(0, *known.values()) // 2
        arrays, gains = arrays_of(table, shift), gains_of(table, shift, reduced)
        for way in quick_ways(arrays, gains, SCALE, floor=floor, ways=5).ways:
            worth = int(gains[list(way)].sum()) - SCALE * walk_of(arrays, way)
            assert floor < worth <= known[tuple(sorted(way))]


def circles(near: int) -> tuple[Table, np.ndarray]:
    """Seven visits of ten minutes around one square in an hour and a half: coming back pays where it is forgotten."""
    visits = tuple(single(f"v{i}", duration=10, place="ABC"[i % 3]) for i in range(7))
    made = line(problem(volunteers=(person("ann", (540, 630), max_walk=30),), visits=visits))
    rng = np.random.default_rng(near)
    return made, np.rint(rng.uniform(1, 90, len(made.programme.pair_points)) * SCALE).astype(np.int64)


@pytest.mark.parametrize("near", [1, 2, 3, NEAR])
def test_memory_grows_until_the_best_is_a_route(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made, reduced = circles(near)
    monkeypatch.setattr(pricing, "NEAR", near)
    found = priced(arrays_of(made, 0), reduced, SCALE)
    assert found is not None and found.exact
    assert found.best == max(listed(made, 0, reduced, SCALE).values())


@pytest.mark.parametrize("growths", [0, 1])
def test_cut_short_it_is_a_bound_and_says_so(growths: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made, reduced = circles(1)
    monkeypatch.setattr(pricing, "NEAR", 1)
    monkeypatch.setattr(pricing, "GROWTHS", growths)
    found = priced(arrays_of(made, 0), reduced, SCALE)
    assert found is not None and not found.exact
    assert found.best > max(listed(made, 0, reduced, SCALE).values())


@pytest.mark.parametrize(("limit", "value"), [("MOST_LABELS", 4), ("MOST_STEPS", 20)])
def test_too_many_labels_say_nothing(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = tuple(single(f"v{i}", duration=5, place="ABC"[i % 3]) for i in range(60))
    made = line(problem(volunteers=(person("ann", (540, 840), max_walk=30),), visits=visits), most_routes=1)
    reduced = np.random.default_rng(1).integers(1, 90, len(made.programme.pair_points)) * SCALE
    monkeypatch.setattr(pricing, limit, value)
    assert made.routes.exploded != ()
    assert priced(arrays_of(made, 0), reduced, SCALE) is None


def test_nothing_worth_doing_is_nothing(table: Table) -> None:
    reduced = np.full(len(table.programme.pair_points), -1, dtype=np.int64)
    found = priced(arrays_of(table, 0), gains_of(table, 0, reduced), SCALE)
    assert found is not None and (found.best, found.ways, found.exact) == (0, (), True)


def test_every_visit_remembers_itself_and_its_nearest() -> None:
    walks = np.array([[0, 5, 9, 3], [5, 0, 2, 8], [9, 2, 0, 7], [3, 8, 7, 0]])
    near = nearest(walks, np.array([0, 1, 2, 3]), np.array([0, 1, 2, 3]), 2)
    assert [int(row[0]) for row in near] == [0b1001, 0b0110, 0b0110, 0b1001]
