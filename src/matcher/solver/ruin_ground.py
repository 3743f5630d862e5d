"""What ruin and recreate stands on: shifts, pairs and rows as arrays, and routes with the time they have to spare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import numba
import numpy as np

from matcher.solver.routes import FAR, _first_start

F = TypeVar("F", bound=Callable[..., Any])


class _Inner(Protocol):
    def __call__(self, function: F) -> F: ...


_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = cast("_Inner", numba.njit(**_OPTIONS))
"""For what only compiled code calls: the wrappers of so many arrays take longer to compile than the code."""


class Ground(NamedTuple):
    """What does not change: shifts, pairs, rows (`Programme`), and the units - visits that may move."""

    begin: Any
    end: Any
    walk_at: Any
    places: Any
    max_walk: Any
    home: Any
    caps: Any
    first: Any
    shift: Any
    place: Any
    duration: Any
    day: Any
    waived: Any
    range_at: Any
    low: Any
    high: Any
    unit: Any
    """Of a pair; -1: it stays where it is."""
    points: Any
    walks: Any
    row_at: Any
    row: Any
    coefficient: Any
    row_low: Any
    row_high: Any
    helper: Any
    """Of a row: the variable (a face, hours above the share) that makes room in it, -1: none."""
    run: Any
    """How much room a unit of the helper makes in the row."""
    helper_at: Any
    helper_row: Any
    helper_points: Any
    helper_most: Any
    unit_at: Any
    unit_pair: Any
    team: Any
    """Whether a unit is a visit of a placement, with all its people at once."""
    on_at: Any
    on: Any
    """Placements of a team, by unit."""
    on_points: Any
    on_row_at: Any
    on_row: Any
    on_coefficient: Any
    group_at: Any
    """Groups of a placement: so many (`group_least`) of these pairs."""
    group_least: Any
    group_pair_at: Any
    group_pair: Any
    vows: Any
    """Units of guaranteed visits."""
    gap: int
    walk_price: int
    guaranteed_row: int


class State(NamedTuple):
    """What changes: the pairs of every shift in the order walked, when each is done at the earliest and may begin at
    the latest, what every row holds (helpers left out), helpers, a shift of every unit (-1: none), and of every team
    where it is and its pairs."""

    route: Any
    length: Any
    done: Any
    late: Any
    held: Any
    level: Any
    where: Any
    placed: Any
    """The placement of every team, -1: none."""
    crew: Any
    crew_size: Any
    luck: Any
    """Where the sequence of chances is."""


@inner
def chance(t: Any) -> float:
    """The next of a sequence between 0 and 1, its own (splitmix64: Steele, Lea & Flood 2014, "Fast splittable
    pseudorandom number generators", OOPSLA)."""
    t.luck[0] += np.uint64(0x9E3779B97F4A7C15)
    z = t.luck[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return float(z >> np.uint64(11)) * 2.0**-53


@inner
def drawn_below(t: Any, limit: int) -> int:
    return int(chance(t) * limit)


@inner
def leg(g: Any, s: int, i: int, j: int) -> tuple[int, int]:
    """(minutes that pass, minutes walked) from pair i (-1: home) to pair j; FAR if the leg is not allowed."""
    a = 0 if i < 0 else g.place[i]
    b = g.place[j]
    walk = g.walks[g.walk_at[s] + a * g.places[s] + b]
    if walk >= FAR or (walk > g.max_walk[s] and not g.waived[j] and not (i >= 0 and g.waived[i])):
        return FAR, FAR
    if i < 0 or a == b:
        return walk, walk
    return max(walk, g.gap), walk


@inner
def way_back(g: Any, s: int, i: int) -> int:
    """Minutes home from pair i, where the shift ends there; FAR where that is too far."""
    if not g.home[s]:
        return 0
    walk = g.walks[g.walk_at[s] + g.place[i] * g.places[s]]
    return FAR if walk >= FAR or (walk > g.max_walk[s] and not g.waived[i]) else walk


@numba.njit(cache=True, nogil=True)
def timed(g: Any, t: Any, s: int) -> bool:
    """The earliest ends and latest starts of a shift anew; whether the route is possible."""
    n = t.length[s]
    now, last = g.begin[s], -1
    for k in range(n):
        p = t.route[s, k]
        passes, walk = leg(g, s, last, p)
        if walk >= FAR:
            return False
        start = _first_start(g.low, g.high, g.range_at[p], g.range_at[p + 1], now + passes)
        if start >= FAR:
            return False
        now, last = start + g.duration[p], p
        t.done[s, k] = now
    if n == 0:
        return True
    back = way_back(g, s, last)
    if back >= FAR or now + back > g.end[s]:
        return False
    limit = g.end[s] - back
    for k in range(n - 1, -1, -1):
        p = t.route[s, k]
        latest, limit = -1, limit - g.duration[p]
        for r in range(g.range_at[p], g.range_at[p + 1]):
            if g.low[r] <= limit:
                latest = max(latest, min(limit, g.high[r]))
        t.late[s, k] = latest
        if k > 0:
            limit = latest - leg(g, s, t.route[s, k - 1], p)[0]
    return True


@inner
def insertion(g: Any, t: Any, s: int, p: int, blink: float) -> tuple[int, int]:
    """(more minutes walked, position) of the best insertion of pair p into its shift; FAR if none."""
    best, where, n = FAR, -1, t.length[s]
    if n == t.route.shape[1]:
        return best, where
    today, total, visits = g.duration[p], g.duration[p], 1
    for k in range(n):
        i = t.route[s, k]
        total += g.duration[i]
        if g.day[i] == g.day[p]:
            today += g.duration[i]
            visits += 1
    if today > g.caps[s, 0] or total > g.caps[s, 1] or visits > g.caps[s, 2]:
        return best, where
    for at in range(n + 1):
        before = -1 if at == 0 else t.route[s, at - 1]
        passes, walk = leg(g, s, before, p)
        if walk >= FAR:
            continue
        now = g.begin[s] if at == 0 else t.done[s, at - 1]
        start = _first_start(g.low, g.high, g.range_at[p], g.range_at[p + 1], now + passes)
        if start >= FAR:
            break  # later positions are reached later still
        done = start + g.duration[p]
        if at == n:
            back = way_back(g, s, p)
            if back >= FAR or done + back > g.end[s]:
                continue
            more = walk + back - (0 if n == 0 else way_back(g, s, before))
        else:
            after = t.route[s, at]
            passes_on, on = leg(g, s, p, after)
            if on >= FAR or done + passes_on > t.late[s, at]:
                continue
            more = walk + on - leg(g, s, before, after)[1]
        if more < best and (blink <= 0 or chance(t) >= blink):
            best, where = more, at
    return best, where


@inner
def walked_in(g: Any, t: Any, s: int) -> int:
    total, last = 0, -1
    for k in range(t.length[s]):
        total += leg(g, s, last, t.route[s, k])[1]
        last = t.route[s, k]
    return total + (way_back(g, s, last) if last >= 0 else 0)


@inner
def position(t: Any, s: int, p: int) -> int:
    for k in range(t.length[s]):
        if t.route[s, k] == p:
            return k
    return -1


@inner
def put(g: Any, t: Any, s: int, p: int, at: int) -> None:
    for k in range(t.length[s], at, -1):
        t.route[s, k] = t.route[s, k - 1]
    t.route[s, at] = p
    t.length[s] += 1
    u = g.unit[p]
    t.where[u] = s
    if g.team[u]:
        t.crew[u, t.crew_size[u]] = p
        t.crew_size[u] += 1


@inner
def take(g: Any, t: Any, s: int, at: int) -> int:
    p = t.route[s, at]
    t.length[s] -= 1
    for k in range(at, t.length[s]):
        t.route[s, k] = t.route[s, k + 1]
    u = g.unit[p]
    t.where[u] = -1
    if g.team[u]:
        size = t.crew_size[u]
        for x in range(size):
            if t.crew[u, x] == p:
                t.crew[u, x] = t.crew[u, size - 1]
                break
        t.crew_size[u] = size - 1
    return int(p)
