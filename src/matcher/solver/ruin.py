"""Ruin and recreate beside the exact search: better rosters of the same rows, found by many small changes.

It moves visits that one person serves alone, and small teams; whatever else a variable stands for stays as it is in the
roster it starts from. What it finds is a roster like any other: judged by the programme, and searched on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matcher.problem import Visit
from matcher.roster import Roster
from matcher.solver.candidates import Ints
from matcher.solver.point import Point
from matcher.solver.programme import Programme
from matcher.solver.routes import shift_arrays
from matcher.solver.ruin_ground import Ground, State, timed
from matcher.solver.schedule import build_roster

HELPERS = frozenset({"face", "above_share"})
"""Variables that follow from who serves what; all others stay as they are."""
MOST_CREW = 8
"""People of a team that may move, at most."""
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
    def of(cls, programme: Programme, *, promised: int | None = None) -> Moves:
        """`promised`: guaranteed visits are wanted up to such a value, not only as far as the programme asks."""
        helpers = np.array([i for i, v in enumerate(programme.variables) if v.kind in HELPERS], dtype=np.int64)
        ground = _ground(programme, helpers)
        if promised is not None:
            low = programme.low.copy()
            low[programme.guaranteed_row] = promised
            ground = ground._replace(row_low=low)
        return cls(programme, ground, helpers)

    @property
    def units(self) -> int:
        """How many visits it may move."""
        return len(self.ground.unit_at) - 1

    @property
    def typical(self) -> float:
        """What a visit of one person earns, in the middle."""
        alone = self.ground.unit >= 0
        alone[alone] = ~self.ground.team[self.ground.unit[alone]]
        movable = self.ground.points[alone]
        return float(np.median(movable)) if len(movable) else 1.0

    def state(self, roster: Roster, point: Point) -> State:
        """The roster's; its routes in the order of their starts."""
        programme, g = self.programme, self.ground
        options, visits = programme.options.options, programme.problem.visits
        option = programme.candidates.option
        shifts = len(programme.candidates.shifts)
        longest = max((len(pairs) for _, pairs in point.routes), default=0)
        room = max(ROOM, 2 * longest)
        units = len(g.unit_at) - 1
        route, length = np.full((shifts, room), -1, dtype=np.int64), np.zeros(shifts, dtype=np.int64)
        where, placed = np.full(units, -1, dtype=np.int64), np.full(units, -1, dtype=np.int64)
        crew, crew_size = np.full((units, MOST_CREW), -1, dtype=np.int64), np.zeros(units, dtype=np.int64)

        def start(pair: int) -> int:
            return roster.planned_of[visits[options[int(option[pair])].visit].id].start

        for shift, pairs in point.routes:
            ordered = sorted(pairs, key=start)
            route[shift, : len(ordered)], length[shift] = ordered, len(ordered)
            for pair in ordered:
                unit = int(g.unit[pair])
                if unit >= 0:
                    where[unit] = shift
                    if g.team[unit]:
                        crew[unit, crew_size[unit]] = pair
                        crew_size[unit] += 1
        for unit in np.flatnonzero(g.team).tolist():
            for placement in g.on[g.on_at[unit] : g.on_at[unit + 1]].tolist():
                if point.variables[placement]:
                    placed[unit] = placement
        fixed = point.variables.copy()
        fixed[self.helpers] = 0
        held = np.asarray(programme.variable_rows.T @ fixed)
        if len(point.pairs):
            held = held + np.asarray(programme.pair_rows[point.pairs].sum(axis=0)).ravel()
        state = State(
            route, length, np.zeros_like(route), np.zeros_like(route), held.astype(np.int64),
            point.variables[self.helpers].astype(np.int64), where, placed, crew, crew_size,
            np.zeros(1, dtype=np.uint64),
        )  # fmt: skip
        for shift in range(shifts):
            if not timed(g, state, shift):
                raise AssertionError(f"the route of shift {shift} is not possible")
        return state

    def roster(self, route: Ints, length: Ints, placed: Ints, variables: Ints) -> Roster | None:
        """The roster of these routes and teams, other placements as in `variables`; without visits that one
        beneficiary cannot have at once."""
        programme = self.programme
        options, moving = programme.options, set(self.ground.on.tolist())
        placements = [
            int(v.of[0])
            for v, value in zip(programme.variables, variables.tolist(), strict=True)
            if v.kind == "placement" and value and int(v.of[0]) not in moving
        ]
        placements += placed[placed >= 0].tolist()
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
    unit, unit_at, unit_pair, team = _units(programme)
    on = _teams(programme, unit, len(team))
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
        unit_at, unit_pair, team, on[0], on[1], on[2], on[3], on[4], on[5], on[6], on[7], on[8], on[9],
        _vows(programme, unit, on[0], on[1]),
        problem.policy.gap, programme.walk_price("points"), programme.guaranteed_row,
    )  # fmt: skip


def _units(programme: Programme) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """The unit of every pair, the pairs of every unit, and which units are teams."""
    options, problem = programme.options.options, programme.problem
    visit = np.array([options[o].visit for o in programme.candidates.option.tolist()], dtype=np.int64)
    extra = {int(v.of[0]) for v in programme.variables if v.kind == "extra"}
    moves = np.array(
        [not v.on_grid or (v.people_min > 0 and _most(v) <= MOST_CREW and n not in extra)
         for n, v in enumerate(problem.visits)], dtype=np.bool_,
    )  # fmt: skip
    movable = moves[visit] if len(visit) else np.zeros(0, dtype=np.bool_)
    numbers = np.unique(visit[movable])
    unit = np.where(movable, np.searchsorted(numbers, visit), -1)
    order = np.argsort(unit, kind="stable")
    order = order[unit[order] >= 0]
    at = np.searchsorted(unit[order], np.arange(len(numbers) + 1)).astype(np.int64)
    team = np.array([problem.visits[n].on_grid for n in numbers.tolist()], dtype=np.bool_)
    return unit, at, order.astype(np.int64), team


def _vows(programme: Programme, unit: Ints, on_at: Ints, on: Ints) -> Ints:
    """Units of guaranteed visits."""
    alone = unit[(programme.pair_guaranteed > 0) & (unit >= 0)]
    placed = programme.variable_gain("guaranteed")[on] > 0
    teams = np.repeat(np.arange(len(on_at) - 1), np.diff(on_at))[placed]
    return np.unique(np.concatenate([alone, teams])).astype(np.int64)


def _most(visit: Visit) -> int:
    return sum(role.most for role in visit.roles)


def _teams(programme: Programme, unit: Ints, units: int) -> tuple[Ints, ...]:
    """Placements of every unit, with their points, rows and groups of people (see `Ground`)."""
    options, candidates, people = programme.options, programme.candidates, programme.problem.volunteers
    pairs_of: dict[int, list[int]] = {}
    unit_of: dict[int, int] = {}
    for pair, option in enumerate(candidates.option.tolist()):
        pairs_of.setdefault(option, []).append(pair)
        if unit[pair] >= 0:
            unit_of[options.options[option].visit] = int(unit[pair])
    placements: list[list[int]] = [[] for _ in range(units)]
    group_at, least, pair_at, group_pairs = [0], list[int](), [0], list[int]()
    for number, placement in enumerate(options.placements):
        if placement.visit in unit_of:
            placements[unit_of[placement.visit]].append(number)
            for role_number, role in enumerate(programme.problem.visits[placement.visit].roles):
                here = [o for o in options.options_at.get(number, ()) if options.options[o].role == role_number]
                able = [p for o in here for p in pairs_of.get(o, ()) if not people[candidates.volunteer[p]].trainee]
                least.append(role.min)
                group_pairs += able
                pair_at.append(len(group_pairs))
        group_at.append(len(least))
    count = len(options.placements)
    rows = programme.variable_rows[np.arange(count)]
    points = programme.variable_gain("points")[:count]
    return (
        np.cumsum([0, *(len(p) for p in placements)]), np.array([y for p in placements for y in p], dtype=np.int64),
        points.astype(np.int64), rows.indptr.astype(np.int64), rows.indices.astype(np.int64),
        rows.data.astype(np.int64), np.array(group_at, dtype=np.int64), np.array(least, dtype=np.int64),
        np.array(pair_at, dtype=np.int64), np.array(group_pairs, dtype=np.int64),
    )  # fmt: skip


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
