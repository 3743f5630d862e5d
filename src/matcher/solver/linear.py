"""The linear programme over all listed routes, by adding the few that its prices ask for, and the bound it proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.solver.alike import Classes, alike_shifts, merged
from matcher.solver.blocks import blocks_of, linear_by_block
from matcher.solver.bound import SCALE, Bound, again, floors_of, make_bound, rounded
from matcher.solver.candidates import Ints
from matcher.solver.growing import grown, moved
from matcher.solver.master import solve_linear_programme
from matcher.solver.priced import Memories, Way, quick_shifts
from matcher.solver.programme import Programme, Purpose, incidence, route_gain
from matcher.solver.relaxation import relaxed_work
from matcher.solver.routes import Routes
from matcher.solver.search import Search
from matcher.solver.solutions import Limits, LinearSolution

ALL_AT_ONCE = 250_000
"""Up to this many routes the first programme holds them all."""
PER_SHIFT = 20
"""Routes a shift may add in one round."""
LEAST = SCALE // 1000
"""A route is asked for when it gains a thousandth of a point: below that it is the rounding."""
ALONE = 6.0
"""Seconds after which what runs beside waits until routes need not be priced any more."""
MOST_HELD, STAY = 6_000, 3_000
"""Where so many routes are held beside priced shifts, those that lose most by the prices leave until so many stay."""
GENTLE, GENTLE_POINTS, DEARER, DEAREST = 300.0, 20.0, 10.0, 1_000.0
"""What a slack costs at first where a roster keeps what rows ask for: of a pin, and of a point of guaranteed visits.
Such rows have prices without end, and millions would multiply whatever pricing does not know exactly. Where the
programme leaves them short all the same, slacks become `DEARER`, up to `DEAREST` times, then as dear as can be."""
SHORT = 1e-6
FULL, PATIENCE, RISE = 0.5, 8, 0.0001
"""Quick asking goes on while it finds such a part of what it may, or the programme rises by `RISE` in `PATIENCE`
rounds: where rosters were good from the start it takes many rounds until anything rises."""
CLOSE = 0.0002
"""Rounds end when bound and programme are this near, as a fraction."""


@dataclass(frozen=True)
class Table:
    """Routes with what every stage needs of them: gains by purpose are cheap, incidence is not."""

    programme: Programme
    routes: Routes
    among: sparse.csr_array
    bound_work: float = 0.0
    """Units of work that one bound takes for the shifts whose routes were too many to list."""
    alike: Classes = ()
    """Exploded shifts that differ by name alone."""
    memories: Memories = field(default_factory=dict, compare=False)
    """What pricing has learnt; grows from prices to prices, and changes no answer that is exact."""

    def gains(self, purpose: Purpose) -> Ints:
        return route_gain(self.programme, self.routes, purpose)

    def entries(self, chosen: Ints, shift: Ints | None = None) -> sparse.csr_array:
        """chosen routes x rows, the shift's own row included (`shift`: whose row, where it is another's)."""
        rows = self.among[chosen] @ self.programme.pair_rows
        ones = np.ones(len(chosen), dtype=np.int64)
        shift = self.routes.shift[chosen] if shift is None else shift
        own = sparse.csr_array((ones, (np.arange(len(chosen)), shift)), shape=(len(chosen), rows.shape[1]))
        return sparse.csr_array(rows + own)


def make_table(programme: Programme, routes: Routes) -> Table:
    work = sum(relaxed_work(programme, shift) for shift, _ in routes.exploded)
    among = incidence(routes, len(programme.pair_points))
    return Table(programme, routes, among, work, alike_shifts(programme, routes))


@dataclass(frozen=True)
class Linear:
    """The best bound found, and the routes the programme held at the end."""

    bound: Bound
    held: Ints
    rounds: int
    exact: bool
    """No route, listed or priced, could improve the programme any more."""
    table: Table
    """The one given, with the routes that were priced."""
    values: NDArray[np.float64] | None = None
    """Of the table's routes in the programme's last solution, where it was solved roughly (see `rough`)."""
    variables: NDArray[np.float64] | None = None


def solve_linear(
    table: Table,
    purpose: Purpose,
    *,
    first: Bound,
    start: Ints,
    enough: Callable[[Linear], bool],
    search: Search,
    limits: Callable[[], Limits],
) -> Linear:
    """Rounds of solving, bounding and adding routes; after each `enough` may end them.

    `start`: routes to begin with (an incumbent's); `first`: a bound known before; `limits`: what is left for it.
    """
    programme = table.programme
    inside = np.zeros(table.routes.count, dtype=bool)
    inside[_first_routes(table, purpose, table.gains(purpose))] = True
    inside[start] = True
    dear = 1.0 if len(start) and table.routes.exploded else None
    constant = programme.constant if purpose == "points" else 0
    best, rounds, asking = first, 0, list[float]()
    center: NDArray[np.float64] | None = None
    began = search.elapsed
    while True:
        search.crowded = bool(table.routes.exploded) and search.elapsed - began > ALONE
        held = np.flatnonzero(inside)
        solution = _solved(table, purpose, held, search=search, limits=limits, dear=dear)
        if solution is None:
            return ended(best, held, rounds, exact=False, table=table, purpose=purpose)
        rounds += 1
        if table.routes.exploded and not search.out():
            quick = asked_quickly(table, purpose, solution.prices, search)
            table, inside, more = _with(table, inside, quick)
            inside, back = _turned(table, purpose, solution, held, inside)
            more = more or back
            asking.append(solution.objective)
            late = enough(Linear(best, held, rounds, exact=False, table=table))
            full = len(quick) > FULL * PER_SHIFT * len(table.routes.exploded)
            if more and not late and (full or _rises(asking)):
                continue
            asking.clear()
        whole = bool(inside.all()) and not table.routes.exploded
        smoothed = solution.prices if center is None or whole else (center + solution.prices) / 2
        try:
            bound = bounded(table, purpose, smoothed, search)
            table, inside, fresh = _improved(table, bound, inside, solution.prices)
            if not fresh and smoothed is not solution.prices:
                smoothed = solution.prices
                bound = bounded(table, purpose, smoothed, search)
                table, inside, fresh = _improved(table, bound, inside, solution.prices)
        except OverflowError:  # rows that ask for what cannot be had: such prices prove nothing better
            return ended(best, np.flatnonzero(inside), rounds, exact=False, table=table, purpose=purpose)
        center = smoothed
        search.note(
            f"bound {purpose}", objective=round(solution.objective + constant), bound=bound.points, routes=len(held)
        )
        if bound.value < best.value:
            best = bound
        held = np.flatnonzero(inside)
        state = Linear(best, held, rounds, exact=not fresh and bound.exact, table=table)
        near = best.value / SCALE - constant - solution.objective <= CLOSE * max(1.0, abs(solution.objective))
        if not fresh or near or enough(state):
            if dear is not None and solution.short > SHORT and not enough(state):
                dear = dear * DEARER if dear < DEAREST else None
                continue
            return ended(best, held, rounds, exact=state.exact, table=table, purpose=purpose)


def _turned(
    table: Table, purpose: Purpose, solution: LinearSolution, held: Ints, inside: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], bool]:
    """Who is inside once routes that these prices make poor have left and those they make rich have come back; whether
    any has."""
    programme, routes = table.programme, table.routes
    pair_reduced = programme.pair_gain(purpose) - programme.pair_rows @ solution.prices
    own = solution.prices[: len(programme.candidates.shifts)]
    over = table.among @ pair_reduced - programme.walk_price(purpose) * routes.walk - own[routes.shift]
    inside = inside.copy()
    if len(held) > MOST_HELD:
        poor = np.flatnonzero(inside & (over < -1e-6))
        inside[poor[np.argsort(over[poor], kind="stable")[: max(0, int(inside.sum()) - STAY)]]] = False
    rich = _richest(np.where(inside, 0.0, over), routes.shift, LEAST / SCALE)
    inside[rich] = True
    return inside, len(rich) > 0


def _rises(objectives: list[float]) -> bool:
    """Whether asking quickly still gets somewhere: the last rounds, few of many, are left to exact pricing."""
    before = objectives[-1 - PATIENCE] if len(objectives) > PATIENCE else -np.inf
    return objectives[-1] - before > RISE * max(1.0, abs(objectives[-1]))


def ended(best: Bound, held: Ints, rounds: int, *, exact: bool, table: Table, purpose: Purpose) -> Linear:
    if len(best.route_reduced) != table.routes.count or table.routes.exploded:
        best = again(best, table.programme, table.routes, purpose, table.among)
    return Linear(best, held, rounds, exact, table)


def bounded(table: Table, purpose: Purpose, prices: NDArray[np.float64], search: Search) -> Bound:
    programme = table.programme
    whole = rounded(programme, prices)
    floors = floors_of(programme, table.routes, np.rint(prices * SCALE).astype(np.int64))
    before, search.crowded = search.crowded, bool(table.routes.exploded)
    try:
        bound = make_bound(
            programme,
            table.routes,
            purpose,
            whole,
            among=table.among,
            floors=floors,
            memories=table.memories,
            out=None if search.work is not None else search.out,
        )
    finally:
        search.crowded = before
    search.charge(bound.work)
    return bound


def asked_quickly(table: Table, purpose: Purpose, prices: NDArray[np.float64], search: Search) -> tuple[Way, ...]:
    """Routes of priced shifts that these prices ask for, found quickly."""
    programme = table.programme
    whole = rounded(programme, prices)
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ whole
    floors = np.rint(prices[: len(programme.candidates.shifts)] * SCALE).astype(np.int64) + LEAST
    walk_price = programme.walk_price(purpose) * SCALE
    found = quick_shifts(programme, table.routes, pair_reduced, walk_price, floors=floors, most=PER_SHIFT)
    search.charge(found.work)
    return found.ways


def _improved(
    table: Table, bound: Bound, inside: NDArray[np.bool_], prices: NDArray[np.float64]
) -> tuple[Table, NDArray[np.bool_], bool]:
    """The table and who is inside, with the routes that the bound's prices ask for; whether there are any."""
    inside[(listed := improving(table, bound, inside, prices))] = True
    table, inside, more = _with(table, inside, bound.ways)
    return table, inside, more or len(listed) > 0


def _with(table: Table, inside: NDArray[np.bool_], ways: tuple[Way, ...]) -> tuple[Table, NDArray[np.bool_], bool]:
    """The table with priced routes, all of them inside; whether any was not there before."""
    if not ways:
        return table, inside, False
    table, old, new = grown(table, ways)
    inside = moved(inside, old, table.routes.count)
    inside[new] = True
    return table, inside, len(new) > 0


def _solved(
    table: Table,
    purpose: Purpose,
    held: Ints,
    *,
    search: Search,
    limits: Callable[[], Limits],
    dear: float | None = None,
) -> LinearSolution | None:
    """The linear programme over the routes held, block by block. `dear`: how many times `GENTLE` a slack costs;
    None: as much as `PENALTY`."""
    programme, gains, entries = table.programme, table.gains(purpose)[held], table.entries(held)

    def one(part: Programme, inside: sparse.csr_array, gains: Ints) -> LinearSolution | None:
        left = limits()
        costs = None if dear is None else _slacks(part) * dear
        solution = solve_linear_programme(
            part, purpose, gains, inside, seconds=left.seconds, work=left.work, stop=search.stop, dear=costs
        )
        search.charge(solution.work if solution is not None else left.work or 0.0)
        return solution

    if table.alike:
        return _solved_once(table, held, lambda p, e, kept: one(p, e, gains[kept]))
    blocks = blocks_of(programme, entries, table.routes.shift[held], programme.most)
    if len(blocks) <= 1:
        return one(programme, entries, gains)
    return linear_by_block(programme, entries, blocks, lambda p, e, b: one(p, e, gains[b.columns]))


def _slacks(programme: Programme) -> NDArray[np.float64]:
    """What it costs at first to leave a row short that asks for something, by row."""
    promised = [programme.row_names[row] == "guaranteed" for row in programme.forced_rows.tolist()]
    return np.where(np.array(promised, dtype=np.bool_), GENTLE_POINTS, GENTLE)


def _solved_once(
    table: Table, held: Ints, solve: Callable[[Programme, sparse.csr_array, Ints], LinearSolution | None]
) -> LinearSolution | None:
    """The same with the routes of alike shifts once, in the row of the first, whose price is that of all."""
    programme, single = table.programme, merged(table, table.alike, held)
    high = programme.high.copy()
    high[list(single.room)] = list(single.room.values())
    solution = solve(replace(programme, high=high), table.entries(held[single.kept], single.shift), single.kept)
    if solution is None:
        return None
    prices, columns = solution.prices.copy(), np.zeros(len(held))
    for group in table.alike:
        prices[list(group)] = prices[group[0]]
    columns[single.kept] = solution.columns
    return replace(solution, prices=prices, columns=columns)


def _first_routes(table: Table, purpose: Purpose, gains: Ints) -> Ints:
    routes = table.routes
    if not routes.count:
        return np.zeros(0, dtype=np.int64)
    lengths = np.diff(routes.start)
    if purpose == "guaranteed":  # others are asked for by their prices, where they help at all
        value = table.programme.pair_guaranteed
        pure = np.add.reduceat((value[routes.pairs] > 0).astype(np.int64), routes.start[:-1]) == lengths
        return np.flatnonzero(pure)
    if routes.count <= ALL_AT_ONCE and not routes.exploded:
        return np.arange(routes.count)
    order = np.lexsort((-gains, routes.shift))
    rank = _rank_in_group(routes.shift[order])
    return np.union1d(np.flatnonzero(lengths == 1), order[rank < PER_SHIFT])


def improving(table: Table, bound: Bound, inside: NDArray[np.bool_], true_prices: NDArray[np.float64]) -> Ints:
    """The few routes a shift would add: reduced gain above its own price, best first."""
    routes = table.routes
    shifts = len(table.programme.candidates.shifts)
    own = np.rint(true_prices[:shifts] * SCALE).astype(np.int64)
    over = bound.route_reduced - own[routes.shift]
    over[inside] = 0
    return _richest(over, routes.shift, LEAST)


def _richest(over: NDArray[Any], shift: Ints, least: float) -> Ints:
    """The few routes of each shift that gain most above its own price, those that gain more than `least`."""
    good = np.flatnonzero(over > least)
    order = good[np.lexsort((-over[good], shift[good]))]
    return order[_rank_in_group(shift[order]) < PER_SHIFT]


def _rank_in_group(groups: Ints) -> Ints:
    """0, 1, 2 ... within each run of equal values."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
