"""A table of routes to which priced routes are added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matcher.roster import Roster
from matcher.solver.bound import again
from matcher.solver.candidates import Ints
from matcher.solver.point import Point
from matcher.solver.priced import Way
from matcher.solver.pricing import walk_of
from matcher.solver.programme import incidence
from matcher.solver.routes import Routes, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.linear import Table
    from matcher.solver.stage import Stage


def grown(table: Table, ways: Iterable[Way]) -> tuple[Table, Ints, Ints]:
    """The table with these routes as well; where its old routes are now, and where the new ones are.

    A route of the same shift and options is kept once, on the shorter way.
    """
    programme, routes = table.programme, table.routes
    fresh: dict[tuple[int, tuple[int, ...]], tuple[int, Ints]] = {}
    arrays: dict[int, tuple[Any, ...]] = {}
    for shift, way in ways:
        if shift not in arrays:
            arrays[shift] = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
        pairs = np.array(way, dtype=np.int64) + int(programme.candidates.first[shift])
        key, walk = (shift, tuple(sorted(pairs.tolist()))), walk_of(arrays[shift], way)
        if key not in fresh or walk < fresh[key][0]:
            fresh[key] = walk, pairs
    walked, known = routes.walk.copy(), routes.pairs.copy()
    for number in _perhaps_known(table, [pairs for _, pairs in fresh]):
        span = slice(int(routes.start[number]), int(routes.start[number + 1]))
        better = fresh.pop((int(routes.shift[number]), tuple(sorted(known[span].tolist()))), None)
        if better is not None and better[0] < walked[number]:
            walked[number], known[span] = better
    shifts = np.concatenate([routes.shift, np.array([s for s, _ in fresh], dtype=np.int64)])
    walks = np.concatenate([walked, np.array([w for w, _ in fresh.values()], dtype=np.int64)])
    pairs = np.concatenate([known, *(p for _, p in fresh.values())])
    lengths = np.concatenate([np.diff(routes.start), np.array([len(p) for _, p in fresh.values()], dtype=np.int64)])
    starts = np.cumsum(lengths) - lengths
    order = np.argsort(shifts, kind="stable")
    ends = np.cumsum(lengths[order])
    where = np.repeat(starts[order] - (ends - lengths[order]), lengths[order]) + np.arange(int(lengths.sum()))
    whole = Routes(
        shifts[order],
        np.concatenate([np.zeros(1, dtype=np.int64), ends]),
        pairs[where],
        walks[order],
        routes.exploded,
    )
    now = np.empty(len(order), dtype=np.int64)
    now[order] = np.arange(len(order))
    made = replace(table, routes=whole, among=incidence(whole, len(programme.pair_points)))
    return made, now[: routes.count], now[routes.count :]


def _perhaps_known(table: Table, sets: list[tuple[int, ...]]) -> list[int]:
    """Routes that may hold one of these sets of pairs: told by sums of random marks, so that few are looked at."""
    marks = np.random.default_rng(20260311).integers(1, 1 << 40, size=len(table.programme.pair_points))
    wanted = np.array([int(marks[list(pairs)].sum()) for pairs in sets], dtype=np.int64)
    return np.flatnonzero(np.isin(table.among @ marks, wanted)).tolist()


def hold_incumbent(stage: Stage) -> None:
    """The incumbent's routes in the table and, once there are prices, in what they hold."""
    if stage.incumbent is None or not stage.table.routes.exploded:
        return
    ways = _ways_of(stage.table, stage.incumbent.roster, stage.incumbent.point)
    if not ways:
        return
    stage.table, now, _ = grown(stage.table, ways)
    linear = stage.linear
    if linear is None:
        return
    held = np.union1d(now[linear.held], stage.own_routes())
    fresh = again(linear.bound, stage.programme, stage.table.routes, stage.purpose, stage.table.among)
    values = linear.values
    if values is not None:
        values = np.zeros(stage.table.routes.count)
        values[now] = linear.values
    stage.linear = replace(linear, bound=fresh, held=held, table=stage.table, values=values)
    if stage.dive_held is not None:
        stage.dive_held = now[stage.dive_held]
    if stage.turns is not None:
        stage.turns = stage.turns.moved(stage, now)


def _ways_of(table: Table, roster: Roster, point: Point) -> list[Way]:
    """The routes of a roster in exploded shifts."""
    exploded = {shift for shift, _ in table.routes.exploded}
    programme = table.programme
    options, visits = programme.options.options, programme.problem.visits

    def start(pair: int) -> int:
        visit = visits[options[int(programme.candidates.option[pair])].visit].id
        return roster.planned_of[visit].start

    return [
        (shift, tuple(p - int(programme.candidates.first[shift]) for p in sorted(pairs, key=start)))
        for shift, pairs in point.routes
        if shift in exploded
    ]


def moved(flags: NDArray[np.bool_], where: Ints, count: int) -> NDArray[np.bool_]:
    """Flags of the old routes as flags of all routes."""
    out = np.zeros(count, dtype=bool)
    out[where[flags]] = True
    return out
