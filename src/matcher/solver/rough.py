"""The linear programme of a dense town: first-order steps from the last prices instead of a simplex.

A town whose shifts are too many to list has tens of thousands of rows in its linear programme, and the simplex takes
a minute for one round of it. Prices need not be exact: whatever they are, the bound they prove is added up in whole
numbers over all routes (`bound.py`). So every round takes steps from the values and prices of the round before, and
routes are asked for with those. Links between people and placements (four rows of five) join as they are broken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import sparse

from matcher.solver.bound import SCALE, Bound, trivial_prices
from matcher.solver.candidates import Ints
from matcher.solver.growing import grown, moved
from matcher.solver.linear import Linear, Table, asked_quickly, bounded, ended, improving
from matcher.solver.master import step_linear_programme
from matcher.solver.priced import Way
from matcher.solver.programme import NONE, Programme, Purpose
from matcher.solver.search import Search
from matcher.solver.solutions import Floats, Limits

MANY_PAIRS = 30_000
"""Pairs from which on a town is dense, if more than `MANY_SHIFTS` of its shifts are priced."""
MANY_SHIFTS = 100
QUICK_ROUNDS = 2
"""Rounds before the first bound: early prices prove little, and quick routes serve them well enough."""
TOLERANCE = 1e-3
FINE = 4e-4
"""Relative tolerances of the steps: at first, and once the bound is within `NEAR` of the programme."""
YOUNG_STEPS, MOST_STEPS = 800, 8_000
"""Steps a round: before the first bound, and after."""
NEAR = 0.01
BROKEN = 0.01
"""A link joins when it is broken by more than this."""
FIRST_PRICES = 0.6
"""Of what a visit can earn at most: with such prices the first routes are asked for."""
CLOSE = 0.0005
"""Rounds end when bound and programme are this near, as a fraction, or when both are near and the bound fell less."""


def is_dense(table: Table) -> bool:
    """Whether the linear programme is better solved roughly."""
    return len(table.routes.exploded) > MANY_SHIFTS and len(table.programme.pair_points) > MANY_PAIRS


def solve_roughly(
    table: Table,
    purpose: Purpose,
    *,
    first: Bound,
    start: Ints,
    enough: Callable[[Linear], bool],
    search: Search,
    limits: Callable[[], Limits],
) -> Linear:
    """As `linear.solve_linear`, from the routes of a roster (`start`)."""
    constant = table.programme.constant if purpose == "points" else 0
    town = _Town(table, purpose, start)
    fresh = town.take(asked_quickly(table, purpose, town.prices, search))
    best, rounds, tolerance, young = first, 0, TOLERANCE, True
    while True:
        objective = town.solve(tolerance, YOUNG_STEPS if young else MOST_STEPS, limits().seconds, search.stop)
        if objective is None:
            break
        rounds += 1
        search.note(f"steps {purpose}", objective=round(objective), routes=town.count, fresh=fresh, bound=best.points)
        joined = town.join_broken()
        late = enough(Linear(best, town.held, rounds, exact=False, table=town.table))
        if young and not late:
            fresh = town.take(asked_quickly(town.table, purpose, town.prices, search))
            young = rounds < QUICK_ROUNDS
            continue
        bound = bounded(town.table, purpose, town.prices, search)
        fell = best.value - bound.value
        best = bound if fell > 0 else best
        fresh = town.take_listed(bound) + town.take(bound.ways)
        over = best.value / SCALE - constant - objective
        near, close = (over <= part * max(1.0, abs(objective)) for part in (NEAR, CLOSE))
        settled = tolerance == FINE and (not (fresh or joined) or (near and fell <= CLOSE * best.value))
        if settled or close or enough(Linear(best, town.held, rounds, exact=False, table=town.table)):
            break
        tolerance = FINE if near or not (fresh or joined) else TOLERANCE
    done = ended(best, town.held, rounds, exact=False, table=town.table, purpose=purpose)
    return replace(done, values=town.values, variables=town.variables)


class _Town:
    """The programme under way: its table, which routes and rows are in it, and the values and prices of now."""

    def __init__(self, table: Table, purpose: Purpose, start: Ints) -> None:
        programme = table.programme
        self.table, self.purpose = table, purpose
        self.inside = np.zeros(table.routes.count, dtype=bool)
        self.inside[start] = True
        self.rows = ~programme.links
        self.rows[programme.guaranteed_row] = False  # its entries are hundreds of times those of others
        self.values = np.zeros(table.routes.count)
        self.values[start] = 1.0
        self.variables = np.zeros(len(programme.variables))
        self.prices = _first_prices(programme, purpose)

    @property
    def held(self) -> Ints:
        return np.flatnonzero(self.inside)

    @property
    def count(self) -> int:
        return int(self.inside.sum())

    def solve(
        self, tolerance: float, most: int, seconds: float | None, stop: Callable[[], bool] | None
    ) -> float | None:
        """Steps over the routes and rows of now; their objective, None where there was no time."""
        programme, held, rows = self.table.programme, self.held, np.flatnonzero(self.rows)
        part = replace(
            programme,
            row_names=tuple(programme.row_names[i] for i in rows.tolist()),
            low=programme.low[rows],
            high=programme.high[rows],
            variable_rows=sparse.csr_array(programme.variable_rows[:, rows]),
        )
        solution = step_linear_programme(
            part,
            self.purpose,
            self.table.gains(self.purpose)[held],
            sparse.csr_array(self.table.entries(held)[:, rows]),
            before=(self.values[held], self.variables, self.prices[rows]),
            tolerance=tolerance,
            most=most,
            seconds=seconds,
            stop=stop,
        )
        if solution is None:
            return None
        self.values[held], self.variables = solution.columns, solution.variables
        self.prices = np.zeros(len(self.rows))
        self.prices[rows] = solution.prices
        return solution.objective

    def join_broken(self) -> int:
        """Links broken by the values of now join; how many."""
        programme, held = self.table.programme, self.held
        sums = self.table.entries(held).T @ self.values[held] + programme.variable_rows.T @ self.variables
        size = BROKEN * np.maximum(1, np.where(programme.low == -NONE, 1, np.abs(programme.low)))
        broken = ((sums > programme.high + BROKEN) | (sums < programme.low - size)) & ~self.rows
        self.rows = self.rows | broken
        return int(broken.sum())

    def take_listed(self, bound: Bound) -> int:
        """Listed routes that the prices ask for; how many."""
        fresh = improving(self.table, bound, self.inside, self.prices)
        self.inside[fresh] = True
        return len(fresh)

    def take(self, ways: tuple[Way, ...]) -> int:
        """Priced routes; how many the table did not have."""
        if not ways:
            return 0
        self.table, now, new = grown(self.table, ways)
        self.inside = moved(self.inside, now, self.table.routes.count)
        self.inside[new] = True
        values = np.zeros(self.table.routes.count)
        values[now] = self.values
        self.values = values
        return len(new)


def _first_prices(programme: Programme, purpose: Purpose) -> Floats:
    """Every visit costs a part of what it can earn; what people are asked for in a team is worth that part, shared."""
    prices = trivial_prices(programme, purpose) / SCALE * FIRST_PRICES
    gain = programme.variable_gain(purpose)
    rows = sparse.coo_array(programme.variable_rows)
    crews = np.array([n.startswith(("crew ", "min ")) for n in programme.row_names], dtype=bool)
    variable, row = rows.coords
    asked = crews[row] & (rows.data < 0)
    people = np.zeros(len(gain))
    np.add.at(people, variable[asked], -rows.data[asked])
    prices[row[asked]] = -FIRST_PRICES * np.maximum(0, gain[variable[asked]]) / people[variable[asked]]
    return prices
