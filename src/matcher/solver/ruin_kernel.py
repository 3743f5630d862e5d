"""Ruin and recreate, compiled: take a few visits out of some shifts, put visits back where they earn most, keep what
is better or, by simulated annealing, not much worse.

Schrimpf, Schneider, Stamm-Wilbrandt & Dueck 2000, "Record breaking optimization results using the ruin and recreate
principle", Journal of Computational Physics 159(2); strings of neighbours as in Christiaens & Vanden Berghe 2020,
"Slack induction by string removals for vehicle routing problems", Transportation Science 54(2). Every row of the
programme holds before and after every insertion, so that nothing has to be mended afterwards; only the row of
guaranteed visits may be short for a while, at a price. Whole numbers throughout but for the annealing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from matcher.solver.programme import NONE
from matcher.solver.routes import FAR, _first_start

PROMISED = 20_000
"""Points a unit of guaranteed value that is lacking costs."""
MOST_SHIFTS, MOST_STRING = 3, 5
"""Shifts ruined at once, and visits taken out of each, at most."""
BLINK = 0.01
"""How often a place is overlooked, so that the same visits do not always come back to the same places."""


class Ground(NamedTuple):
    """What does not change: shifts, pairs, rows (`Programme`), and the units - visits that one person serves alone."""

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
    gap: int
    walk_price: int
    guaranteed_row: int


class State(NamedTuple):
    """What changes: the pairs of every shift in the order walked, when each is done at the earliest and may begin at
    the latest, what every row holds (helpers left out), helpers, and the shift of every unit (-1: none)."""

    route: Any
    length: Any
    done: Any
    late: Any
    held: Any
    level: Any
    where: Any


@numba.njit(cache=True, nogil=True)
def _leg(g: Any, s: int, i: int, j: int) -> tuple[int, int]:
    """(minutes that pass, minutes walked) from pair i (-1: home) to pair j; FAR if the leg is not allowed."""
    a = 0 if i < 0 else g.place[i]
    b = g.place[j]
    walk = g.walks[g.walk_at[s] + a * g.places[s] + b]
    if walk >= FAR or (walk > g.max_walk[s] and not g.waived[j] and not (i >= 0 and g.waived[i])):
        return FAR, FAR
    if i < 0 or a == b:
        return walk, walk
    return max(walk, g.gap), walk


@numba.njit(cache=True, nogil=True)
def _back(g: Any, s: int, i: int) -> int:
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
        passes, walk = _leg(g, s, last, p)
        if walk >= FAR:
            return False
        start = _first_start(g.low, g.high, g.range_at[p], g.range_at[p + 1], now + passes)
        if start >= FAR:
            return False
        now, last = start + g.duration[p], p
        t.done[s, k] = now
    if n == 0:
        return True
    back = _back(g, s, last)
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
            limit = latest - _leg(g, s, t.route[s, k - 1], p)[0]
    return True


@numba.njit(cache=True, nogil=True)
def _insertion(g: Any, t: Any, s: int, p: int, blink: float) -> tuple[int, int]:
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
        passes, walk = _leg(g, s, before, p)
        if walk >= FAR:
            continue
        now = g.begin[s] if at == 0 else t.done[s, at - 1]
        start = _first_start(g.low, g.high, g.range_at[p], g.range_at[p + 1], now + passes)
        if start >= FAR:
            break  # later positions are reached later still
        done = start + g.duration[p]
        if at == n:
            back = _back(g, s, p)
            if back >= FAR or done + back > g.end[s]:
                continue
            more = walk + back - (0 if n == 0 else _back(g, s, before))
        else:
            after = t.route[s, at]
            passes_on, on = _leg(g, s, p, after)
            if on >= FAR or done + passes_on > t.late[s, at]:
                continue
            more = walk + on - _leg(g, s, before, after)[1]
        if more < best and (blink <= 0 or np.random.random() >= blink):
            best, where = more, at
    return best, where


@numba.njit(cache=True, nogil=True)
def _need(g: Any, t: Any, h: int) -> int:
    need = 0
    for e in range(g.helper_at[h], g.helper_at[h + 1]):
        r = g.helper_row[e]
        over = t.held[r] - g.row_high[r]
        if over > 0:
            need = max(need, -(-over // g.run[r]))
    return need


@numba.njit(cache=True, nogil=True)
def _changed(g: Any, t: Any, p: int, sign: int, keep: bool) -> tuple[bool, int]:
    """Whether every row holds with pair p in (sign 1) or out (-1), and what helpers then earn more; done if `keep`."""
    first, last = g.row_at[p], g.row_at[p + 1]
    for e in range(first, last):
        t.held[g.row[e]] += sign * g.coefficient[e]
    fine, gain, before = True, 0, -1
    for e in range(first, last):
        r = g.row[e]
        h = g.helper[r]
        if h < 0:
            if r != g.guaranteed_row:
                held = t.held[r]
                if held > g.row_high[r] or (g.row_low[r] != -NONE and held < g.row_low[r]):
                    fine = False
                    break
        elif h != before:
            need, before = _need(g, t, h), h
            if need > g.helper_most[h]:
                fine = False
                break
            gain += (need - t.level[h]) * g.helper_points[h]
            if keep:
                t.level[h] = need
    if not keep:
        for e in range(first, last):
            t.held[g.row[e]] -= sign * g.coefficient[e]
    return fine, gain


@numba.njit(cache=True, nogil=True)
def _put(g: Any, t: Any, s: int, p: int, at: int) -> None:
    for k in range(t.length[s], at, -1):
        t.route[s, k] = t.route[s, k - 1]
    t.route[s, at] = p
    t.length[s] += 1
    t.where[g.unit[p]] = s


@numba.njit(cache=True, nogil=True)
def _take(g: Any, t: Any, s: int, at: int) -> int:
    p = t.route[s, at]
    t.length[s] -= 1
    for k in range(at, t.length[s]):
        t.route[s, k] = t.route[s, k + 1]
    t.where[g.unit[p]] = -1
    return int(p)


@numba.njit(cache=True, nogil=True)
def _walked(g: Any, t: Any, s: int) -> int:
    total, last = 0, -1
    for k in range(t.length[s]):
        total += _leg(g, s, last, t.route[s, k])[1]
        last = t.route[s, k]
    return total + (_back(g, s, last) if last >= 0 else 0)


@numba.njit(cache=True, nogil=True)
def _lacking(g: Any, t: Any) -> int:
    low = g.row_low[g.guaranteed_row]
    return 0 if low == -NONE else max(0, low - t.held[g.guaranteed_row])


@numba.njit(cache=True, nogil=True)
def anneal(
    g: Any, t: Any, best: Any, best_length: Any, rounds: int, seed: int, hot: float, cold: float, now: int, record: int
) -> tuple[int, int]:
    """`rounds` ruins from the state; temperatures fall from `hot` to `cold` points. `now`: what the state is worth by
    these moves' own count, `record` the best so far, kept in `best`. Returns both."""
    np.random.seed(seed)
    units, shifts = len(t.where), len(t.length)
    most = MOST_SHIFTS * MOST_STRING * 64 + 64
    log = np.empty((most, 3), dtype=np.int64)  # pair, position, 1 in or -1 out
    touched = np.full(shifts, -1, dtype=np.int64)
    marked = np.full(units, -1, dtype=np.int64)
    asked = np.empty(units, dtype=np.int64)
    keys = np.empty(units, dtype=np.float64)
    drawn = np.empty(MOST_SHIFTS, dtype=np.int64)
    if units == 0:
        return now, record
    for number in range(rounds):
        logged, change = 0, 0
        short = _lacking(g, t)
        heat = hot * (cold / hot) ** (number / rounds)
        seed_unit = np.random.randint(units)
        if np.random.random() < 0.6:
            for _ in range(20):
                if t.where[seed_unit] < 0:
                    break
                seed_unit = np.random.randint(units)
        pairs = g.unit_at[seed_unit + 1] - g.unit_at[seed_unit]
        if pairs == 0:
            continue
        ruined, count = 1 + np.random.randint(MOST_SHIFTS), 0
        if t.where[seed_unit] >= 0:
            drawn[0], count = t.where[seed_unit], 1
        while count < ruined:
            drawn[count] = g.shift[g.unit_pair[g.unit_at[seed_unit] + np.random.randint(pairs)]]
            count += 1
        n_asked = 0
        for d in range(count):
            s = drawn[d]
            if touched[s] == number:
                continue
            touched[s] = number
            n = t.length[s]
            if n > 0:
                string = 1 + np.random.randint(min(n, MOST_STRING))
                at = np.random.randint(n - string + 1)
                walked = _walked(g, t, s)
                for _ in range(string):
                    p = t.route[s, at]
                    if g.unit[p] < 0:
                        at += 1
                        continue
                    u = g.unit[p]
                    fine, gain = _changed(g, t, p, -1, False)
                    if not fine:
                        at += 1
                        continue
                    _take(g, t, s, at)
                    if not timed(g, t, s):
                        _put(g, t, s, p, at)
                        timed(g, t, s)
                        at += 1
                        continue
                    _changed(g, t, p, -1, True)
                    change += gain - g.points[p]
                    log[logged, 0], log[logged, 1], log[logged, 2] = p, at, -1
                    logged += 1
                    asked[n_asked] = u
                    marked[u] = 2 * number + 1
                    n_asked += 1
                change -= g.walk_price * (_walked(g, t, s) - walked)
        bare = _lacking(g, t)
        for d in range(count):
            s = drawn[d]
            for p in range(g.first[s], g.first[s + 1]):
                u = g.unit[p]
                if u >= 0 and t.where[u] < 0 and marked[u] != 2 * number + 1 and marked[u] != 2 * number:
                    marked[u] = 2 * number
                    asked[n_asked] = u
                    n_asked += 1
        if marked[seed_unit] == 2 * number:
            marked[seed_unit] = 2 * number + 1
        mode = np.random.randint(4)
        for x in range(n_asked):
            u = asked[x]
            if mode == 0:
                keys[x] = np.random.random()
            elif mode == 1:
                keys[x] = -g.points[g.unit_pair[g.unit_at[u]]] * (0.7 + 0.6 * np.random.random())
            elif mode == 2:
                keys[x] = (g.unit_at[u + 1] - g.unit_at[u]) * (0.7 + 0.6 * np.random.random())
            else:
                value = g.points[g.unit_pair[g.unit_at[u]]] / (20.0 + g.duration[g.unit_pair[g.unit_at[u]]])
                keys[x] = -value * (0.7 + 0.6 * np.random.random())
            if u == seed_unit and np.random.random() < 0.5:
                keys[x] = -1e18
        order = np.argsort(keys[:n_asked])
        for x in order:
            u = asked[x]
            anywhere = marked[u] == 2 * number + 1
            best_gain, best_pair, best_at = 0, -1, -1
            for e in range(g.unit_at[u], g.unit_at[u + 1]):
                p = g.unit_pair[e]
                s = g.shift[p]
                if not anywhere and touched[s] != number:
                    continue
                more, at = _insertion(g, t, s, p, BLINK)
                if at < 0:
                    continue
                gain = g.points[p] - g.walk_price * more
                if bare:
                    for r in range(g.row_at[p], g.row_at[p + 1]):
                        if g.row[r] == g.guaranteed_row:
                            gain += PROMISED * g.coefficient[r]
                if gain <= best_gain:
                    continue
                fine, helped = _changed(g, t, p, 1, False)
                if fine and gain + helped > best_gain:
                    best_gain, best_pair, best_at = gain + helped, p, at
            if best_pair >= 0 and logged < most:
                s = g.shift[best_pair]
                walked = _walked(g, t, s)
                _put(g, t, s, best_pair, best_at)
                timed(g, t, s)
                helped = _changed(g, t, best_pair, 1, True)[1]
                change += g.points[best_pair] + helped - g.walk_price * (_walked(g, t, s) - walked)
                log[logged, 0], log[logged, 1], log[logged, 2] = best_pair, best_at, 1
                logged += 1
        change -= PROMISED * (_lacking(g, t) - short)
        if change >= 0 or change > heat * np.log(np.random.random()):
            now += change
            if now > record:
                record = now
                best[:] = t.route
                best_length[:] = t.length
            continue
        for x in range(logged - 1, -1, -1):
            p, at, way = log[x, 0], log[x, 1], log[x, 2]
            s = g.shift[p]
            if way == 1:
                _take(g, t, s, at)
            else:
                _put(g, t, s, p, at)
            _changed(g, t, p, -way, True)
        for x in range(logged):
            timed(g, t, g.shift[log[x, 0]])
    return now, record
