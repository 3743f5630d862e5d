"""Routes within a floor: all that the listing knows above it, no other, and never a part of them."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.checker import check
from matcher.problem import Problem, Role, Weights
from matcher.solver import enumerating, line, solve, stage
from matcher.solver.alike import alike_shifts, dealt, merged
from matcher.solver.bound import SCALE
from matcher.solver.enumerating import enumerated
from matcher.solver.linear import Table
from matcher.solver.pricing import walk_of
from matcher.solver.routes import list_routes, shift_arrays
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


@pytest.fixture(scope="module")
def table() -> Table:
    return line.line(problem(volunteers=PEOPLE, visits=VISITS, facilities=(room("hall", place="C"),)))


@pytest.mark.parametrize("seed", range(30))
def test_all_routes_above_the_floor_and_no_other(table: Table, seed: int) -> None:
    programme, routes = table.programme, table.routes
    rng = np.random.default_rng(seed)
    reduced = np.rint(rng.normal(20, 60, len(programme.pair_points)) * SCALE).astype(np.int64)
    for shift in range(len(programme.candidates.shifts)):
        first, last = (int(programme.candidates.first[s]) for s in (shift, shift + 1))
        gains = table.among @ reduced - SCALE * routes.walk
        mine = np.flatnonzero(routes.shift == shift)
        arrays = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
        for floor in (-50 * SCALE, 0, int(gains[mine].max()) // 2, int(gains[mine].max()) - 1):
            known = {
                tuple(sorted((routes.pairs[routes.start[c] : routes.start[c + 1]] - first).tolist())): int(gains[c])
                for c in mine.tolist()
                if gains[c] > floor
            }
            found: dict[tuple[int, ...], int] = {}
            ways = enumerated(arrays, reduced[first:last], SCALE, floor=floor).ways
            assert ways is not None
            for way in ways:
                worth = int(reduced[first:last][list(way)].sum()) - SCALE * walk_of(arrays, way)
                found[tuple(sorted(way))] = max(worth, found.get(tuple(sorted(way)), worth))
            assert found == known


@pytest.mark.parametrize(
    ("limit", "value"), [("MOST_BACK", 1), ("MOST_FORTH", 1), ("MOST_ENUMERATED", 2), ("MOST_ENUMERATION_STEPS", 20)]
)
def test_too_many_are_none_and_never_a_part(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    visits = tuple(single(f"v{i}", duration=5, place="ABC"[i % 3]) for i in range(12))
    made = line.line(problem(volunteers=(person("ann", (540, 840), max_walk=30),), visits=visits), most_routes=1)
    programme = made.programme
    arrays = shift_arrays(programme.problem, programme.options, programme.candidates, 0)
    monkeypatch.setattr(enumerating, limit, value)
    monkeypatch.setattr(enumerating, "FIRST_ROOM", 1)
    assert enumerated(arrays, programme.pair_points * SCALE, SCALE, floor=0).ways is None


def tight(seed: int, people: int) -> Problem:
    """More to do than anybody can, values near each other: prices alone do not close it. Alike people for odd seeds."""
    rng = np.random.default_rng(seed)
    visits = []
    for i in range(12):
        begin = int(rng.integers(540, 640))
        window = (begin, begin + int(rng.integers(40, 100)))
        made = team if i % 6 == 5 else single
        place = "ABC"[int(rng.integers(3))]
        visits.append(made(f"v{i}", window, duration=int(rng.integers(10, 35)), place=place, value=80 + i))
    staff = tuple(
        person(f"p{i}", (540, 700 if seed % 2 else 700 - 7 * i), max_walk=30, max_minutes_day=90 if seed % 3 else None)
        for i in range(people)
    )
    return problem(volunteers=staff, visits=tuple(visits), weights=Weights(walk=1, fairness=(0, 0, 0)))


@pytest.fixture
def nothing_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: list_routes(*parts, cap=1, **more))


@pytest.mark.parametrize("seed", [0, 2, 4, 6, 7])
def test_priced_and_listed_have_one_optimum(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tight(seed, 2 + seed % 2)
    listed = solve(asked, count_visits=False)
    monkeypatch.setattr(line, "list_routes", lambda *parts, **more: list_routes(*parts, cap=1, **more))
    priced = solve(asked, count_visits=False)
    assert dict(priced.trace[0].figures)["exploded"] == len(asked.volunteers)
    assert listed.all.objective == listed.all.bound == priced.all.objective == priced.all.bound
    assert check(asked, priced.roster) == check(asked, listed.roster)


@pytest.mark.usefixtures("nothing_listed")
@pytest.mark.parametrize("seed", [0, 1])
def test_what_is_too_many_to_enumerate_stays_bounded(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tight(seed, 3)
    whole = solve(asked, count_visits=False).all
    monkeypatch.setattr(enumerating, "MOST_ENUMERATED", 0)
    monkeypatch.setattr(stage, "MOST_DIVES", 3)
    cut = solve(asked, count_visits=False)
    assert whole.objective == whole.bound <= cut.all.bound
    assert cut.all.objective <= whole.objective
    assert not check(asked, cut.roster)


def test_alike_shifts_share_their_routes() -> None:
    visits = tuple(single(f"v{i}", duration=10, place="ABC"[i % 3]) for i in range(6))
    people = (person("ann"), person("bob"), person("dan", (540, 700)), person("eva"))
    made = line.line(problem(volunteers=people, visits=visits), most_routes=1)
    programme = made.programme
    routes = list_routes(programme.problem, programme.options, programme.candidates, cap=8)
    classes = alike_shifts(programme, routes)
    assert classes == ((0, 1, 3),)
    listed = line.make_table(programme, routes)
    chosen = np.arange(routes.count)
    one = merged(listed, classes, chosen)
    assert len(one.kept) == int((routes.shift == 0).sum() + (routes.shift == 2).sum())
    assert one.room == {0: 3, 1: 0, 3: 0}
    twice = np.flatnonzero(routes.shift == 0)[:2].tolist()
    assert [shift for shift, _ in dealt(listed, classes, twice)] == [0, 1]


def test_a_team_keeps_shifts_apart() -> None:
    """Two people may walk one route side by side: counted once, a roster would be lost."""
    made = line.line(problem(volunteers=(person("ann"), person("bob")), visits=(team("t"), single("x"))))
    routes = list_routes(made.programme.problem, made.programme.options, made.programme.candidates, cap=1)
    assert routes.exploded != ()
    assert alike_shifts(made.programme, routes) == ()
