"""Rosters by diving: fix the route the linear programme is surest of, ask for routes that go with it, and so on.

Where the routes that a better roster might use are too many to enumerate, those that one comes upon on the way down are
the ones that fit together. Later dives begin with another route, or keep part of the best roster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.solver.bound import SCALE, rounded
from matcher.solver.candidates import Ints
from matcher.solver.growing import grown, moved
from matcher.solver.linear import LEAST, PER_SHIFT, Table
from matcher.solver.master import solve_linear_programme
from matcher.solver.priced import quick_shifts
from matcher.solver.programme import Purpose
from matcher.solver.solutions import Limits, LinearSolution

ASKS = 12
"""Rounds of asking for routes after each fixing."""
SURE = 0.999
"""A route of this part is as good as chosen."""


@dataclass(frozen=True)
class Dive:
    """`table` with the routes met; `now`: where the old ones are in it; `inside`: those that were held at the end;
    `chosen`: the routes at the bottom."""

    table: Table
    now: Ints
    inside: NDArray[np.bool_]
    chosen: Ints


def dive(
    table: Table,
    purpose: Purpose,
    held: Ints,
    *,
    kept: Ints,
    skip: int,
    out: Callable[[], bool],
    limits: Callable[[], Limits],
    charge: Callable[[float], None],
) -> Dive | None:
    """One dive among the `held` routes from those `kept`; the first route fixed is the `skip`-th surest.

    None where the time was out or a linear programme had no prices.
    """
    now = np.arange(table.routes.count)
    inside = np.zeros(table.routes.count, dtype=bool)
    inside[held] = True
    inside[kept] = True
    fixed = np.array(kept, dtype=np.int64)
    asks = 0
    while not out():
        solution, columns = _relaxed(table, purpose, inside, fixed, limits())
        if solution is None:
            return None
        charge(solution.work)
        if asks < ASKS and table.routes.exploded:
            asks += 1
            table, where, fresh = _asked(table, purpose, solution, fixed, charge)
            inside, fixed, now = moved(inside, where, table.routes.count), where[fixed], where[now]
            inside[fresh] = True
            if len(fresh):
                continue
        part = solution.columns.copy()
        part[np.isin(columns, fixed)] = 0
        part[np.isin(table.routes.shift[columns], table.routes.shift[fixed])] = 0
        order = np.argsort(-part, kind="stable")
        order = order[part[order] > 1e-6]
        if not len(order):
            return Dive(table, now, inside, fixed)
        sure = [int(columns[i]) for i in order.tolist() if part[i] > SURE]
        if not sure:
            sure, skip = [int(columns[order[min(skip, len(order) - 1)]])], 0
        fixed, asks = np.concatenate([fixed, _one_a_shift(table, sure)]), 0
    return None


def _one_a_shift(table: Table, columns: list[int]) -> Ints:
    first: dict[int, int] = {}
    for column in columns:
        first.setdefault(int(table.routes.shift[column]), column)
    return np.array(list(first.values()), dtype=np.int64)


def _relaxed(
    table: Table, purpose: Purpose, inside: NDArray[np.bool_], fixed: Ints, limits: Limits
) -> tuple[LinearSolution | None, Ints]:
    """The linear programme over the routes inside, with the fixed ones alone in their shifts."""
    programme, routes = table.programme, table.routes
    taken = np.zeros(len(programme.candidates.shifts), dtype=bool)
    taken[routes.shift[fixed]] = True
    open_still = inside & ~taken[routes.shift]
    open_still[fixed] = True
    columns = np.flatnonzero(open_still)
    low = programme.low.copy()
    low[routes.shift[fixed]] = 1
    entries, gains = table.entries(columns), table.gains(purpose)[columns]
    try:
        solution = solve_linear_programme(
            replace(programme, low=low), purpose, gains, entries, seconds=limits.seconds, work=limits.work
        )
    except ArithmeticError:
        return None, columns
    return solution, columns


def _asked(
    table: Table, purpose: Purpose, solution: LinearSolution, fixed: Ints, charge: Callable[[float], None]
) -> tuple[Table, Ints, Ints]:
    """The table with routes that these prices ask for in shifts not fixed; where the old ones are, and the new."""
    programme = table.programme
    shifts = len(programme.candidates.shifts)
    whole = rounded(programme, solution.prices)
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ whole
    floors = np.rint(solution.prices[:shifts] * SCALE).astype(np.int64) + LEAST
    floors[table.routes.shift[fixed]] = 1 << 60
    walk_price = programme.walk_price(purpose) * SCALE
    found = quick_shifts(programme, table.routes, pair_reduced, walk_price, floors=floors, most=PER_SHIFT)
    charge(found.work)
    if not found.ways:
        return table, np.arange(table.routes.count), np.zeros(0, dtype=np.int64)
    return grown(table, found.ways)
