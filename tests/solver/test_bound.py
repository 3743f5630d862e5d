"""No prices whatever prove less than the optimum; what prices rule out, no better roster uses."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from matcher import solve
from matcher.problem import Pair, Published, Quota
from matcher.solver import routes as listing
from matcher.solver.bound import (
    SCALE,
    Bound,
    make_bound,
    rounded,
    signed,
    surviving,
    surviving_variables,
    trivial_prices,
)
from matcher.solver.candidates import Ints
from matcher.solver.line import line
from matcher.solver.linear import Table, solve_linear
from matcher.solver.point import point_of, worth
from matcher.solver.programme import NONE
from matcher.solver.search import Search
from small import SMALL
from solver.made import booking, person, problem, room, single, team

RICH = problem(
    volunteers=(
        person("ann", kind="volunteer"),
        person("bob", kind="volunteer", home="B"),
        person("dan", kind="volunteer"),
    ),
    visits=(
        single("x", beneficiary="li", series="s"),
        single("y", (540, 630), place="B", beneficiary="li", guaranteed=True),
        single("z", (540, 660), place="C", duration=60, series="s"),
        team("t", (570, 660), desired=3),
        booking("b", (540, 600), beneficiary="li"),
        booking("c", (540, 630), mode="n", beneficiary="li"),
    ),
    facilities=(room("hall", modes={"m": 4, "n": 4}, changeover=15, cost=6),),
    pairs=(Pair("ann", "volunteer", "bob", "preferred"), Pair("ann", "visit", "z")),
    published=(Published(visit="x", start=560, volunteer="bob"),),
    quotas=(Quota("li", "n", 1),),
)
PURPOSES = ("guaranteed", "points", "visits")


@cache
def table_of(which: str) -> Table:
    return line({"rich": RICH, "small": SMALL}[which])


@cache
def best_of(which: str, purpose: str) -> int:
    """The optimum; of visits, a number that some roster serves."""
    result = solve({"rich": RICH, "small": SMALL}[which])
    assert result.all.status == result.guaranteed.status == "proven"
    return {
        "guaranteed": result.guaranteed.objective,
        "points": result.all.objective,
        "visits": len(result.roster.planned),
    }[purpose]


def bound(table: Table, purpose: str, prices: Ints) -> Bound:
    return make_bound(table.programme, table.routes, purpose, prices, among=table.among)  # type: ignore[arg-type]


def random_prices(table: Table, rng: np.random.Generator) -> Ints:
    """Of any size and sign, on some rows only."""
    count = len(table.programme.row_names)
    size = rng.choice([0.0, 0.0, 1.0, 30.0, 300.0], size=count)
    return signed(table.programme, np.rint(rng.normal(0.0, 1.0, count) * size * SCALE).astype(np.int64))


@pytest.mark.parametrize("which", ["rich", "small"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_random_prices_never_prove_less_than_the_optimum(which: str, purpose: str) -> None:
    table, rng = table_of(which), np.random.default_rng(7)
    values = [bound(table, purpose, random_prices(table, rng)).points for _ in range(150)]
    values.append(bound(table, purpose, trivial_prices(table.programme, purpose)).points)  # type: ignore[arg-type]
    assert min(values) >= best_of(which, purpose)
    assert len(set(values)) > 10  # the prices do decide


def test_good_prices_are_near() -> None:
    table = table_of("rich")
    first = bound(table, "points", trivial_prices(table.programme, "points"))
    search = Search.endless()
    start = np.zeros(0, dtype=np.int64)
    linear = solve_linear(
        table, "points", first=first, start=start, enough=lambda _: False, search=search, limits=search.limits
    )
    assert best_of("rich", "points") <= linear.bound.points < first.points


def test_no_price_is_the_sum_of_all_gains() -> None:
    """By hand: one shift that can do both visits, 100 each, and no walking."""
    table = line(problem(volunteers=(person("ann"),), visits=(single("x"), single("y", value=70))))
    none = np.zeros(len(table.programme.row_names), dtype=np.int64)
    assert bound(table, "points", none).value == 170 * SCALE
    named = {name: i for i, name in enumerate(table.programme.row_names)}
    none[named["visit x"]] = 30 * SCALE + 1
    assert bound(table, "points", none).value == 170 * SCALE  # paid by the row, earned less by the route
    none[named["visit x"]] = 130 * SCALE
    assert bound(table, "points", none).value == 200 * SCALE  # dearer than it earns: the row is paid all the same


@pytest.mark.parametrize("purpose", PURPOSES)
def test_prices_with_the_wrong_sign_are_dropped(purpose: str) -> None:
    table = table_of("rich")
    programme = table.programme
    wild = np.random.default_rng(3).normal(0.0, 50.0, len(programme.row_names))
    whole = rounded(programme, wild)
    assert np.all(whole[programme.high == NONE] <= 0)
    assert np.all(whole[programme.low == -NONE] >= 0)
    assert np.all(whole[: len(programme.candidates.shifts)] == 0)
    kept = (programme.high < NONE) & (programme.low > -NONE)
    assert np.array_equal(whole[kept], np.rint(wild[kept] * SCALE).astype(np.int64))
    assert bound(table, purpose, whole).points >= best_of("rich", purpose)


@pytest.mark.parametrize("exponent", range(40, 63))
def test_prices_that_could_leave_64_bits_are_refused_or_harmless(exponent: int) -> None:
    """Every row in turn: whatever is not refused is a bound."""
    table = table_of("rich")
    best, refused = best_of("rich", "points"), 0
    for row in range(len(table.programme.row_names)):
        for sign in (1, -1):
            prices = np.zeros(len(table.programme.row_names), dtype=np.int64)
            prices[row] = sign << exponent
            try:
                assert bound(table, "points", signed(table.programme, prices)).points >= best
            except OverflowError:
                refused += 1
    assert refused > 0 or exponent < 56


def test_a_wide_row_cannot_wrap_around() -> None:
    """A price well inside 64 bits times the bound of its row is not: 2**44 x 2**20 would count as 0."""
    few = problem(volunteers=(person("ann"),), visits=(single("x", guaranteed=True, value=1 << 20),))
    table = line(few)
    holding = replace(table, programme=table.programme.holding(1 << 20))
    prices = np.zeros(len(table.programme.row_names), dtype=np.int64)
    prices[table.programme.guaranteed_row] = -(1 << 44)
    with pytest.raises(OverflowError, match="64 bits"):
        bound(holding, "points", prices)


# -- what survives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["rich", "small"])
@pytest.mark.parametrize("seed", range(6))
def test_what_a_better_roster_uses_survives(which: str, seed: int) -> None:
    """With any prices and an incumbent one point short, routes and variables of the best roster are kept."""
    table, rng = table_of(which), np.random.default_rng(seed)
    result = solve({"rich": RICH, "small": SMALL}[which], seed=seed)
    point = point_of(table.programme, result.roster)
    assert point is not None and worth(table.programme, point, "points") == result.all.objective
    used = [_number(table, shift, pairs) for shift, pairs in point.routes]
    first = bound(table, "points", trivial_prices(table.programme, "points"))
    search = Search.endless()
    start = np.zeros(0, dtype=np.int64)
    linear = solve_linear(
        table, "points", first=first, start=start, enough=lambda _: False, search=search, limits=search.limits
    )
    for proven in (first, linear.bound, bound(table, "points", random_prices(table, rng))):
        short = result.all.objective - 1
        keep = surviving(proven, table.routes, incumbent=short)
        alive = surviving_variables(proven, table.programme, incumbent=short)
        assert keep[used].all()
        assert alive[point.variables > 0].all()
    closed = surviving(linear.bound, table.routes, incumbent=linear.bound.points)
    assert not closed.any()  # nothing is better than the bound itself
    assert 0 < surviving(linear.bound, table.routes, incumbent=result.all.objective - 1).sum() < table.routes.count


def _number(table: Table, shift: int, pairs: tuple[int, ...]) -> int:
    routes = table.routes
    for c in range(routes.count):
        if routes.shift[c] == shift and tuple(sorted(routes.pairs[routes.start[c] : routes.start[c + 1]])) == pairs:
            return c
    raise AssertionError("the roster uses a route that is not listed")


@pytest.mark.parametrize("cap", [1, 2, 5])
def test_shifts_with_too_many_routes_are_bounded_all_the_same(cap: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Routes left out of the list count by their relaxation: the bound stays at or above the full one's."""
    full, rng = table_of("rich"), np.random.default_rng(cap)
    short = listing.list_routes(RICH, full.programme.options, full.programme.candidates, cap=cap)
    assert short.exploded != ()
    monkeypatch.setattr("matcher.solver.line.list_routes", lambda *_, **__: short)
    cut = line(RICH)
    for _ in range(40):
        prices = random_prices(full, rng)
        assert bound(cut, "points", prices).value >= bound(full, "points", prices).value
