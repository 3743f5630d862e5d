"""Rosters of a dense town, a few days at a time: the integers over all days at once are too many.

What joins days are visits that may be met on several of them, and what people do in all. In the first round each day
is solved alone, in turn: a visit that the linear programme has mostly on another day, and whatever else the days still
to come could use, costs its price. From then on two days at a time (then three) are solved again with all others held.
Nothing of this proves anything; a better roster is checked like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy import sparse

from matcher.problem import DAY
from matcher.solver.blocks import Part
from matcher.solver.bound import SCALE, Bound
from matcher.solver.candidates import Bools, Ints
from matcher.solver.linear import Table
from matcher.solver.programme import NONE, Programme, Purpose
from matcher.solver.solutions import Floats, IntegerSolution

MOST_A_DAY = 4_000
"""Routes of one day that are searched at once: those of least reduced loss."""
PROMISED = 20_000
"""Points for each guaranteed visit that the best roster serves, until the plan serves as many: more than all they cost
others."""
MOSTLY = 0.6
"""A visit is left to the day on which the linear programme serves so much of it."""

Solve = Callable[[Part], IntegerSolution]


@dataclass(frozen=True)
class Plan:
    """A roster under way: flags of the pool's routes, and the values of all variables."""

    columns: Ints
    variables: Ints


class Days:
    """The routes to choose from (`pool`, numbers of the table's routes), and what joins their days."""

    def __init__(
        self, table: Table, purpose: Purpose, bound: Bound, pool: Ints, values: Floats, variables: Floats
    ) -> None:
        programme, starts = table.programme, np.array([s.start for s in table.programme.candidates.shifts])
        self.programme, self.purpose, self.pool = programme, purpose, pool
        self.prices = bound.prices / SCALE
        self.entries = table.entries(pool)
        self.gains = table.gains(purpose)[pool]
        self.loss = bound.best[table.routes.shift[pool]] - bound.route_reduced[pool]
        self.day = starts[table.routes.shift[pool]] // DAY
        self.variable_day = np.array([_day_of(programme, n) for n in range(len(programme.variables))], dtype=np.int64)
        dated = self.variable_day[self.variable_day >= 0]
        self.days = np.unique(np.concatenate([self.day, dated])).tolist() or [0]
        self.share = self._shares(values[pool], variables)
        visits = np.array([n.startswith("visit ") for n in programme.row_names], dtype=bool)
        self.home = np.where(visits | (programme.low == 1), np.array(self.days)[self.share.argmax(axis=1)], -1)
        names = {f"visit {v.id}" for v in programme.problem.visits if v.guaranteed}
        self.guaranteed = np.array([n in names for n in programme.row_names], dtype=bool)
        self.promised = np.zeros(len(visits), dtype=bool)

    def _promise(self, known: Plan) -> None:
        """Pins and the guaranteed visits of a plan are kept where the linear programme has them, else where it has."""
        share = self._shares(known.columns.astype(np.float64), known.variables.astype(np.float64))
        self.promised = (self.guaranteed & (share.max(axis=1) > 0)) | (self.programme.low == 1)
        moved = self.promised & (self.share.max(axis=1) < MOSTLY)
        self.home = np.where(moved, np.array(self.days)[share.argmax(axis=1)], self.home)

    def _shares(self, values: Floats, variables: Floats) -> Floats:
        """rows x days: what of each row these values (of the linear programme, of a plan) have on each day."""
        share = np.zeros((len(self.programme.row_names), len(self.days)))
        for number, day in enumerate(self.days):
            share[:, number] = self.entries.T @ np.where(self.day == day, values, 0.0)
            share[:, number] += self.programme.variable_rows.T @ np.where(self.variable_day == day, variables, 0.0)
        return share

    def groups(self, size: int) -> list[tuple[int, ...]]:
        """Groups of days, those first whose days have most visits of the linear programme in common."""
        share = np.clip(self.share[self.home >= 0], 0.0, None)

        def common(group: tuple[int, ...]) -> float:
            return -sum(float(np.minimum(share[:, a], share[:, b]).sum()) for a, b in combinations(group, 2))

        numbers = sorted(combinations(range(len(self.days)), min(size, len(self.days))), key=common)
        return [tuple(self.days[n] for n in group) for group in numbers]

    def first(self, known: Plan, solve: Solve) -> Plan | None:
        """Every day in turn, the one with most routes first; None where one had no solution in time.

        Guaranteed visits come first, but some that the `known` plan serves may be lacking (`lacks`).
        """
        self._promise(known)
        plan = Plan(np.zeros(len(self.pool), dtype=np.int64), np.zeros(len(self.programme.variables), dtype=np.int64))
        order = sorted(self.days, key=lambda day: -int((self.day == day).sum()))
        for number, day in enumerate(order):
            made = self._solved(plan, (day,), frozenset(order[number + 1 :]), MOST_A_DAY, solve, known)
            if made is None:
                return None
            plan = made
        return plan

    def again(self, plan: Plan, days: tuple[int, ...], wide: int, solve: Solve) -> Plan | None:
        """The plan with these days solved anew among `wide` times as many routes as at first."""
        return self._solved(plan, days, frozenset(), MOST_A_DAY * len(days) * wide, solve)

    def lacks(self, plan: Plan) -> int:
        """How far the plan is from what rows ask for: pins, and the value of guaranteed visits."""
        asked = self.programme.low > 0
        return int(np.maximum(0, self.programme.low - self._activity(plan))[asked].sum())

    def lacking(self, plan: Plan) -> set[int]:
        """Days of promised visits, and of pins, that the plan does not serve."""
        return set(self.home[self.promised & (self._activity(plan) == 0)].tolist())

    def _activity(self, plan: Plan) -> Ints:
        return np.asarray(self.entries.T @ plan.columns + self.programme.variable_rows.T @ plan.variables)

    def _solved(
        self,
        plan: Plan,
        days: tuple[int, ...],
        later: frozenset[int],
        most: int,
        solve: Solve,
        known: Plan | None = None,
    ) -> Plan | None:
        programme, own_days = self.programme, np.isin(self.day, days)
        open_routes = self._open(plan if known is None else known, own_days, most)
        rows, free = self._reach(open_routes, days)
        columns, variables = np.where(own_days, 0, plan.columns), plan.variables.copy()
        variables[free] = 0
        held = (self.entries.T @ columns + programme.variable_rows.T @ variables)[rows]
        low = np.where(programme.low[rows] == -NONE, -NONE, programme.low[rows] - held)
        high = np.where(programme.high[rows] == NONE, NONE, programme.high[rows] - held)
        gains = self.gains[open_routes].astype(np.float64)
        worth = programme.variable_gain(self.purpose)[free].astype(np.float64)
        change = np.zeros(len(programme.row_names))
        if known is not None:
            shared = self._shared(later)
            low = np.where(shared[rows], -NONE, low)
            change -= np.where(shared & (self.home != days[0]), self.prices, 0.0)
        if known is not None or self.lacks(plan):
            change[self.promised & ((known is None) | (self.home == days[0]))] += PROMISED
            low[programme.low[rows] > 0] = -NONE
        gains += self.entries[open_routes] @ change
        worth += programme.variable_rows[free] @ change
        part = replace(
            programme,
            row_names=tuple(programme.row_names[i] for i in rows.tolist()),
            low=low,
            high=high,
            variables=tuple(
                replace(programme.variables[i], **{self.purpose: round(w)})
                for i, w in zip(free.tolist(), worth.tolist(), strict=True)
            ),
            variable_rows=sparse.csr_array(programme.variable_rows[free][:, rows]),
        )
        solution = solve(
            Part(
                part,
                sparse.csr_array(self.entries[open_routes][:, rows]),
                np.rint(gains).astype(np.int64),
                programme.most[free],
                None if known is not None else (plan.columns[open_routes], plan.variables[free]),
                1.0,
                1.0,
                whole=False,
            )
        )
        if solution.columns is None or solution.variables is None:
            return None
        columns[open_routes], variables[free] = solution.columns, solution.variables
        return Plan(columns, variables)

    def _open(self, plan: Plan, own_days: Bools, most: int) -> Ints:
        """Routes of the days to choose from: `most` of least loss, of those the richest, and those of the plan."""
        mine = np.flatnonzero(own_days)
        best = mine[np.lexsort((-self.gains[mine], self.loss[mine]))[:most]]
        return np.union1d(best, np.flatnonzero(own_days & (plan.columns > 0)))

    def _reach(self, open_routes: Ints, days: tuple[int, ...]) -> tuple[Ints, Ints]:
        """Rows that the open routes and placements meet, and the variables that may change with them."""
        variable_rows, held = self.programme.variable_rows, np.isin(self.variable_day, days)
        met = np.zeros(len(self.programme.row_names), dtype=bool)
        met[self.entries[open_routes].indices] = True
        met[variable_rows[np.flatnonzero(held)].indices] = True
        undated = np.flatnonzero(self.variable_day < 0)
        touched = np.diff(sparse.csr_array(variable_rows[undated][:, np.flatnonzero(met)]).indptr) > 0
        free = np.union1d(np.flatnonzero(held), undated[touched])
        met[variable_rows[free].indices] = True
        return np.flatnonzero(met), free

    def _shared(self, later: frozenset[int]) -> Bools:
        """Rows that days still to come could use."""
        shared = np.zeros(len(self.programme.row_names), dtype=bool)
        shared[self.entries[np.flatnonzero(np.isin(self.day, list(later)))].indices] = True
        dated = np.flatnonzero(np.isin(self.variable_day, list(later)))
        shared[self.programme.variable_rows[dated].indices] = True
        return shared


def _day_of(programme: Programme, number: int) -> int:
    """The day of a variable that stands for something at a time; -1 of others."""
    variable = programme.variables[number]
    if variable.kind == "placement":
        return programme.options.placements[int(variable.of[0])].start // DAY
    return int(variable.of[2]) // DAY if variable.kind == "mode" else -1
