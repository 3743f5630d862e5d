"""Ruin and recreate beside the exact search: better rosters of the same rows, found by many small changes.

It moves visits that one person serves alone; teams, rooms and whatever else a variable stands for stay as they are in
the roster it starts from. What it finds is a roster like any other: judged by the programme, and searched on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.roster import Roster
from matcher.solver.candidates import Ints
from matcher.solver.point import Point
from matcher.solver.programme import Programme
from matcher.solver.routes import shift_arrays
from matcher.solver.ruin_kernel import Ground, State, timed
from matcher.solver.schedule import build_roster

HELPERS = frozenset({"face", "above_share"})
"""Variables that follow from who serves what; all others stay as they are."""
ROOM = 24
"""Visits a route has room for at least."""


@dataclass(frozen=True)
class Moves:
    """The rows and shifts as arrays for the compiled search; made once for a programme."""

    programme: Programme
    ground: Ground
    helpers: Ints
    """Numbers of the programme's variables that are helpers, in the order of the arrays."""

    @classmethod
    def of(cls, programme: Programme) -> Moves:
        helpers = np.array([i for i, v in enumerate(programme.variables) if v.kind in HELPERS], dtype=np.int64)
        return cls(programme, _ground(programme, helpers), helpers)

    @property
    def units(self) -> int:
        """How many visits it may move."""
        return len(self.ground.unit_at) - 1

    @property
    def typical(self) -> float:
        """What a visit that it may move earns, in the middle."""
        movable = self.ground.points[self.ground.unit >= 0]
        return float(np.median(movable)) if len(movable) else 1.0

    def state(self, roster: Roster, point: Point) -> State:
        """The roster's; its routes in the order of their starts."""
        programme, g = self.programme, self.ground
        options, visits = programme.options.options, programme.problem.visits
        option = programme.candidates.option
        shifts = len(programme.candidates.shifts)
        longest = max((len(pairs) for _, pairs in point.routes), default=0)
        room = max(ROOM, 2 * longest)
        route, length = np.full((shifts, room), -1, dtype=np.int64), np.zeros(shifts, dtype=np.int64)
        where = np.full(len(g.unit_at) - 1, -1, dtype=np.int64)

        def start(pair: int) -> int:
            return roster.planned_of[visits[options[int(option[pair])].visit].id].start

        for shift, pairs in point.routes:
            ordered = sorted(pairs, key=start)
            route[shift, : len(ordered)], length[shift] = ordered, len(ordered)
            for pair in ordered:
                if g.unit[pair] >= 0:
                    where[g.unit[pair]] = shift
        fixed = point.variables.copy()
        fixed[self.helpers] = 0
        held = np.asarray(programme.variable_rows.T @ fixed)
        if len(point.pairs):
            held = held + np.asarray(programme.pair_rows[point.pairs].sum(axis=0)).ravel()
        state = State(
            route, length, np.zeros_like(route), np.zeros_like(route), held.astype(np.int64),
            point.variables[self.helpers].astype(np.int64), where,
        )  # fmt: skip
        for shift in range(shifts):
            if not timed(g, state, shift):
                raise AssertionError(f"the route of shift {shift} is not possible")
        return state

    def roster(self, route: Ints, length: Ints, variables: Ints) -> Roster | None:
        """The roster of these routes; without visits that one beneficiary cannot have at once."""
        programme = self.programme
        options = programme.options
        placements = [
            int(v.of[0])
            for v, value in zip(programme.variables, variables.tolist(), strict=True)
            if v.kind == "placement" and value
        ]
        gone: set[int] = set()
        while True:
            chosen = []
            for shift in np.flatnonzero(length).tolist():
                pairs = [
                    p
                    for p in route[shift, : length[shift]].tolist()
                    if options.options[programme.candidates.option[p]].visit not in gone
                ]
                if pairs:
                    chosen.append((shift, pairs))
            made = build_roster(programme.problem, options, programme.candidates, chosen, placements)
            if isinstance(made, Roster):
                return made
            alone = [v for v in made.visits if not programme.problem.visits[v].on_grid]
            if not alone:
                return None
            gone.add(max(alone))


def _ground(programme: Programme, helpers: Ints) -> Ground:
    candidates, problem = programme.candidates, programme.problem
    shifts = len(candidates.shifts)
    begin, end, max_walk, places, walk_at = (np.zeros(shifts, dtype=np.int64) for _ in range(5))
    home, caps = np.zeros(shifts, dtype=np.bool_), np.zeros((shifts, 3), dtype=np.int64)
    pairs = len(candidates.option)
    place, duration, day = (np.zeros(pairs, dtype=np.int64) for _ in range(3))
    waived = np.zeros(pairs, dtype=np.bool_)
    walks: list[Ints] = []
    sizes: list[int] = []
    low: list[Ints] = []
    high: list[Ints] = []
    for number, (first, last) in enumerate(pairwise(candidates.first.tolist())):
        begin[number], end[number] = candidates.shifts[number].start, candidates.shifts[number].end
        if first == last:
            continue
        a = shift_arrays(problem, programme.options, candidates, number)
        walk_at[number], places[number] = sum(sizes), len(a[0])
        walks.append(a[0].ravel())
        sizes.append(a[0].size)
        span = slice(first, last)
        place[span], duration[span], day[span], waived[span] = a[3], a[5], a[6], a[7]
        low.append(a[9])
        high.append(a[10])
        max_walk[number], home[number], caps[number] = a[11], a[13], a[14]
    ranges = [len(programme.options.options[o].ranges) for o in candidates.option.tolist()]
    unit, unit_at, unit_pair = _units(programme)
    helper, run, helper_at, helper_row = _helpers(programme, helpers)
    variables = [programme.variables[i] for i in helpers.tolist()]
    rows = programme.pair_rows
    return Ground(
        begin, end, walk_at, places, max_walk, home, caps, candidates.first.astype(np.int64),
        candidates.shift.astype(np.int64), place, duration, day, waived,
        np.cumsum([0, *ranges]), _joined(low), _joined(high), unit,
        programme.pair_points.astype(np.int64), _joined(walks).astype(np.int64),
        rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data.astype(np.int64),
        programme.low, programme.high, helper, run, helper_at, helper_row,
        np.array([v.points for v in variables], dtype=np.int64), np.array([v.most for v in variables], dtype=np.int64),
        unit_at, unit_pair, problem.policy.gap, programme.walk_price("points"), programme.guaranteed_row,
    )  # fmt: skip


def _units(programme: Programme) -> tuple[Ints, Ints, Ints]:
    """The unit of every pair, and the pairs of every unit."""
    options = programme.options.options
    visit = np.array([options[o].visit for o in programme.candidates.option.tolist()], dtype=np.int64)
    alone = np.array([not v.on_grid for v in programme.problem.visits], dtype=np.bool_)
    movable = alone[visit] if len(visit) else np.zeros(0, dtype=np.bool_)
    numbers = np.unique(visit[movable])
    unit = np.where(movable, np.searchsorted(numbers, visit), -1)
    order = np.argsort(unit, kind="stable")
    order = order[unit[order] >= 0]
    return unit, np.searchsorted(unit[order], np.arange(len(numbers) + 1)).astype(np.int64), order.astype(np.int64)


def _helpers(programme: Programme, helpers: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """The helper of every row and how much room a unit of it makes; the rows of every helper."""
    rows = len(programme.row_names)
    helper, run = np.full(rows, -1, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    at, found = [0], []
    matrix = programme.variable_rows
    for number, variable in enumerate(helpers.tolist()):
        span = slice(int(matrix.indptr[variable]), int(matrix.indptr[variable + 1]))
        for row, value in zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True):
            helper[row], run[row] = number, -value
            found.append(row)
        at.append(len(found))
    return helper, run, np.array(at, dtype=np.int64), np.array(found, dtype=np.int64)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
