"""The bound anybody can re-add: whole-number prices on rows, Lagrangian value in int64 (no float, no solver).

`L(u) = u.b + sum of the best value of every explicit variable in its box + sum over shifts of max(u of its row, best
reduced gain of any of its routes)` is at least the value of every roster, whatever the prices u (with the signs of
their rows).
Safe bounds after rounding: Fukasawa & Poirrier 2017, "Numerically safe lower bounds for the capacitated vehicle routing
problem", INFORMS J. Computing 29(3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.solver.candidates import Ints
from matcher.solver.priced import Memories, price_shifts
from matcher.solver.programme import NONE, Programme, Purpose
from matcher.solver.routes import Routes

SCALE = 1_000_000
"""Prices are whole numbers of 1 / SCALE points."""
_SAFE = 1 << 61


@dataclass(frozen=True, slots=True)
class Steps:
    """What rosters can be worth: `least` and any number of `step` points more or less."""

    least: int
    step: int

    def cut(self, points: int) -> int:
        """The most that a roster worth at most `points` can be worth."""
        return self.least + (points - self.least) // self.step * self.step

    def above(self, points: int) -> int:
        """The least that a roster worth more than `points` can be worth."""
        return self.cut(points) + self.step


def steps_of(programme: Programme, purpose: Purpose) -> Steps:
    """Every roster's worth is the constant and a sum of gains: it moves in steps of what divides them all."""
    gains = (programme.pair_gain(purpose), programme.variable_gain(purpose), [programme.walk_price(purpose)])
    step = gcd(*(int(np.gcd.reduce(np.asarray(g, dtype=np.int64), initial=0)) for g in gains))
    return Steps(programme.constant if purpose == "points" else 0, max(1, step))


@dataclass(frozen=True)
class Bound:
    """What prices prove. All values in 1 / SCALE points except `points`.

    `route_reduced`, `variable_reduced`: reduced gains; `best`: by shift, the best reduced gain, at least its floor.
    """

    value: int
    prices: Ints
    route_reduced: Ints
    variable_reduced: Ints
    best: Ints
    ways: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """(shift, options in the order walked, by number within the shift): rich routes of shifts that are priced."""
    exact: bool = True
    """Every priced shift's best is that of a real route."""
    work: float = 0.0
    """Units of work of the pricing."""
    steps: Steps = field(default_factory=lambda: Steps(0, 1))
    floors: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Prices of the shifts' own rows, above 0 for priced shifts alone: routes worth less were not looked for."""

    @property
    def whole_prices(self) -> Ints:
        """Of all rows, as they are published."""
        whole = self.prices.copy()
        whole[: len(self.floors)] = self.floors
        return whole

    @property
    def points(self) -> int:
        """The bound, cut to what a roster can be worth at all."""
        return self.steps.cut(self.value // SCALE)


def rounded(programme: Programme, prices: NDArray[np.float64]) -> Ints:
    """Prices as whole numbers with the signs their rows allow; shift rows at 0 (their routes are maximised over)."""
    return signed(programme, np.rint(prices * SCALE).astype(np.int64))


def floors_of(programme: Programme, routes: Routes, prices: Ints) -> Ints:
    """The prices of the rows of shifts that are priced, 0 where a row has none or its routes are all listed."""
    floors = np.zeros(len(programme.candidates.shifts), dtype=np.int64)
    priced = [shift for shift, _ in routes.exploded]
    floors[priced] = np.maximum(0, prices[priced])
    return floors


def signed(programme: Programme, prices: Ints) -> Ints:
    """The same prices with every one dropped whose sign its row does not allow."""
    whole = prices.copy()
    whole[(programme.low == -NONE) & (whole < 0)] = 0
    whole[(programme.high == NONE) & (whole > 0)] = 0
    whole[: len(programme.candidates.shifts)] = 0
    return whole


def make_bound(
    programme: Programme,
    routes: Routes,
    purpose: Purpose,
    prices: Ints,
    *,
    among: sparse.csr_array,
    floors: Ints | None = None,
    memories: Memories | None = None,
    patience: int = 1,
    out: Callable[[], bool] | None = None,
) -> Bound:
    """The bound of `prices` over all routes (`among`: routes x pairs); exploded shifts are priced.

    `floors`: what the rows of exploded shifts cost (see `floors_of`). `memories`, `patience`, `out`: see
    `priced.price_shifts`.
    """
    floors = np.zeros(len(programme.candidates.shifts), dtype=np.int64) if floors is None else floors
    guard(programme, purpose, prices)
    rows = row_values(programme, prices)
    variable_reduced = programme.variable_gain(purpose) * SCALE - programme.variable_rows @ prices
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ prices
    route_reduced = _reduced(programme, routes, purpose, pair_reduced, among)
    best = np.zeros(len(programme.candidates.shifts), dtype=np.int64)
    np.maximum.at(best, routes.shift, route_reduced)
    walk_price = programme.walk_price(purpose) * SCALE
    priced = price_shifts(
        programme, routes, pair_reduced, walk_price, floors=floors, memories=memories, patience=patience, out=out
    )
    best[list(priced.best)] = list(priced.best.values())
    if float(best.astype(np.float64).sum()) > _SAFE:
        raise OverflowError("prices too large for whole-number arithmetic in 64 bits")
    constant = programme.constant if purpose == "points" else 0
    parts = (rows, np.maximum(variable_reduced, 0) * programme.most, best)
    value = constant * SCALE + sum(int(p.sum()) for p in parts)
    steps = steps_of(programme, purpose)
    return Bound(
        value, prices, route_reduced, variable_reduced, best, priced.ways, priced.exact, priced.work, steps, floors
    )


def again(bound: Bound, programme: Programme, routes: Routes, purpose: Purpose, among: sparse.csr_array) -> Bound:
    """The same bound with the reduced gains of all routes of a table that has grown."""
    pair_reduced = programme.pair_gain(purpose) * SCALE - programme.pair_rows @ bound.prices
    return replace(bound, route_reduced=_reduced(programme, routes, purpose, pair_reduced, among))


def _reduced(
    programme: Programme, routes: Routes, purpose: Purpose, pair_reduced: Ints, among: sparse.csr_array
) -> Ints:
    return np.asarray(among @ pair_reduced - programme.walk_price(purpose) * SCALE * routes.walk)


def row_values(programme: Programme, prices: Ints) -> Ints:
    """Every row's price times the bound of its row that the sign of the price speaks of."""
    above = np.where(prices > 0, prices, 0) * np.where(programme.high == NONE, 0, programme.high)
    below = np.where(prices < 0, prices, 0) * np.where(programme.low == -NONE, 0, programme.low)
    return np.asarray(above + below)


def guard(programme: Programme, purpose: Purpose, prices: Ints) -> None:
    """Refuse prices whose products could leave 64 bits; judged in floats, which do not wrap around."""
    size = np.abs(prices.astype(np.float64))
    sides = np.maximum(
        np.where(programme.high == NONE, 0, np.abs(programme.high)),
        np.where(programme.low == -NONE, 0, np.abs(programme.low)),
    )
    pairs = abs(programme.pair_rows) @ size + SCALE * np.abs(programme.pair_gain(purpose).astype(np.float64))
    variables = abs(programme.variable_rows) @ size
    variables += SCALE * np.abs(programme.variable_gain(purpose).astype(np.float64))
    explicit = float(size @ sides) + float(variables @ programme.most)
    if explicit > _SAFE or float(pairs.max(initial=0.0)) > _SAFE / 64:
        raise OverflowError("prices too large for whole-number arithmetic in 64 bits")


def trivial_prices(programme: Programme, purpose: Purpose) -> Ints:
    """A price on every visit: all it can earn. Proves that no roster is worth more than everything served."""
    options, visits = programme.options, programme.problem.visits
    most = np.zeros(len(visits), dtype=np.int64)
    of_option = np.array([o.visit for o in options.options], dtype=np.int64)
    np.maximum.at(most, of_option[programme.candidates.option], programme.pair_gain(purpose))
    placements = np.array([p.visit for p in options.placements], dtype=np.int64)
    np.maximum.at(most, placements, programme.variable_gain(purpose)[: len(placements)])
    names = {name: i for i, name in enumerate(programme.row_names)}
    prices = np.zeros(len(programme.row_names), dtype=np.int64)
    prices[[names[f"visit {v.id}"] for v in visits]] = most * SCALE
    return prices


def surviving(bound: Bound, routes: Routes, *, incumbent: int) -> NDArray[np.bool_]:
    """Routes that a roster worth more than `incumbent` might use; bound and reduced gains are of the same prices."""
    most = bound.value - bound.best[routes.shift] + bound.route_reduced
    return np.asarray(most // SCALE >= bound.steps.above(incumbent))


def surviving_variables(bound: Bound, programme: Programme, *, incumbent: int) -> NDArray[np.bool_]:
    """Explicit variables that may be above 0 in a roster worth more than `incumbent`."""
    most = bound.value + np.minimum(bound.variable_reduced, 0)
    return np.asarray((most // SCALE >= bound.steps.above(incumbent)) | (programme.most == 0))
