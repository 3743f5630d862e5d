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
MOST_MOVES = 4_096
"""Visits put in or taken out in one round, at most."""
MOST_PLACEMENTS = 12
"""Placements of a team that are tried at once."""
TEAMS_OUT, TEAMS_IN = 0.5, 0.1
"""How often a team leaves with the string it stands in, and how often one that nobody asked for is tried."""
BLINK = 0.01
"""How often a place is overlooked, so that the same visits do not always come back to the same places."""


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
def _judged(g: Any, t: Any, p: int) -> tuple[bool, int]:
    """Whether the rows of pair p hold as they are now, and what their helpers then earn more."""
    gain, before = 0, -1
    for e in range(g.row_at[p], g.row_at[p + 1]):
        r = g.row[e]
        h = g.helper[r]
        if h < 0:
            held = t.held[r]
            if r != g.guaranteed_row and (held > g.row_high[r] or (g.row_low[r] != -NONE and held < g.row_low[r])):
                return False, 0
        elif h != before:
            need, before = _need(g, t, h), h
            if need > g.helper_most[h]:
                return False, 0
            gain += (need - t.level[h]) * g.helper_points[h]
    return True, gain


@numba.njit(cache=True, nogil=True)
def _held(g: Any, t: Any, p: int, sign: int) -> None:
    for e in range(g.row_at[p], g.row_at[p + 1]):
        t.held[g.row[e]] += sign * g.coefficient[e]


@numba.njit(cache=True, nogil=True)
def _allowed(g: Any, t: Any, p: int, sign: int) -> tuple[bool, int]:
    """Whether every row holds with pair p in (sign 1) or out (-1), and what helpers then earn more."""
    _held(g, t, p, sign)
    fine, gain = _judged(g, t, p)
    _held(g, t, p, -sign)
    return fine, gain


@numba.njit(cache=True, nogil=True)
def _apply(g: Any, t: Any, p: int, sign: int) -> None:
    _held(g, t, p, sign)
    for e in range(g.row_at[p], g.row_at[p + 1]):
        h = g.helper[g.row[e]]
        if h >= 0:
            t.level[h] = _need(g, t, h)


@numba.njit(cache=True, nogil=True)
def _switch(g: Any, t: Any, u: int, y: int, sign: int) -> None:
    """Placement y of team u goes on (sign 1) or off."""
    for e in range(g.on_row_at[y], g.on_row_at[y + 1]):
        t.held[g.on_row[e]] += sign * g.on_coefficient[e]
    t.placed[u] = y if sign > 0 else -1


@numba.njit(cache=True, nogil=True)
def _team_allowed(g: Any, t: Any, u: int, y: int, crew: Any, size: int, sign: int) -> tuple[bool, int]:
    """The same as `_allowed` for a placement with all its people."""
    _switch(g, t, u, y, sign)
    for x in range(size):
        _held(g, t, crew[x], sign)
    fine, gain = True, 0
    for e in range(g.on_row_at[y], g.on_row_at[y + 1]):
        r = g.on_row[e]
        held = t.held[r]
        if r != g.guaranteed_row and (held > g.row_high[r] or (g.row_low[r] != -NONE and held < g.row_low[r])):
            fine = False
            break
    if fine:
        for x in range(size):
            one, more = _judged(g, t, crew[x])
            gain += more
            if not one:
                fine = False
                break
    for x in range(size):
        _held(g, t, crew[x], -sign)
    _switch(g, t, u, y, -sign)
    return fine, gain


@numba.njit(cache=True, nogil=True)
def _put(g: Any, t: Any, s: int, p: int, at: int) -> None:
    for k in range(t.length[s], at, -1):
        t.route[s, k] = t.route[s, k - 1]
    t.route[s, at] = p
    t.length[s] += 1
    u = g.unit[p]
    t.where[u] = s
    if g.team[u]:
        t.crew[u, t.crew_size[u]] = p
        t.crew_size[u] += 1


@numba.njit(cache=True, nogil=True)
def _take(g: Any, t: Any, s: int, at: int) -> int:
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


@numba.njit(cache=True, nogil=True)
def _position(t: Any, s: int, p: int) -> int:
    for k in range(t.length[s]):
        if t.route[s, k] == p:
            return k
    return -1


@numba.njit(cache=True, nogil=True)
def _team_out(g: Any, t: Any, u: int, log: Any, logged: int) -> tuple[int, int]:
    """Takes a team out if every row and route allows it: (points it changes, entries of the log)."""
    y, size = t.placed[u], t.crew_size[u]
    crew = t.crew[u, :size].copy()
    fine, gain = _team_allowed(g, t, u, y, crew, size, -1)
    if not fine or logged + size + 1 >= len(log):
        return 0, logged
    first = logged
    for x in range(size):
        p = crew[x]
        s = g.shift[p]
        at = _position(t, s, p)
        walked = _walked(g, t, s)
        _take(g, t, s, at)
        log[logged, 0], log[logged, 1], log[logged, 2] = p, at, -1
        logged += 1
        fine = timed(g, t, s)
        if not fine:
            break
        gain -= g.points[p] + g.walk_price * (_walked(g, t, s) - walked)
    if not fine:
        for x in range(logged - 1, first - 1, -1):
            _put(g, t, g.shift[log[x, 0]], log[x, 0], log[x, 1])
            timed(g, t, g.shift[log[x, 0]])
        return 0, first
    for x in range(size):
        _apply(g, t, crew[x], -1)
    _switch(g, t, u, y, -1)
    log[logged, 0], log[logged, 1], log[logged, 2] = u, y, -3
    return gain - g.on_points[y], logged + 1


@numba.njit(cache=True, nogil=True)
def _team_in(g: Any, t: Any, u: int, bare: bool, log: Any, logged: int) -> tuple[int, int]:
    """Puts a team where it earns most, if it earns anything: (points it changes, entries of the log)."""
    width = t.crew.shape[1]
    crew, best_crew = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    best_gain, best_y, best_size = 0, -1, 0
    first, last = g.on_at[u], g.on_at[u + 1]
    if first == last:
        return 0, logged
    tries = min(last - first, MOST_PLACEMENTS)
    offset = np.random.randint(last - first)
    step = max(1, (last - first) // tries)
    for n in range(tries):
        y = g.on[first + (offset + n * step) % (last - first)]
        size, gain, fine = 0, g.on_points[y], True
        for group in range(g.group_at[y], g.group_at[y + 1]):
            for _ in range(g.group_least[group]):
                cheapest, who = 1 << 60, -1
                for e in range(g.group_pair_at[group], g.group_pair_at[group + 1]):
                    p = g.group_pair[e]
                    taken = False
                    for x in range(size):
                        if g.shift[crew[x]] == g.shift[p]:
                            taken = True
                    if taken:
                        continue
                    more, at = _insertion(g, t, g.shift[p], p, BLINK)
                    if at >= 0 and g.walk_price * more - g.points[p] < cheapest:
                        cheapest, who = g.walk_price * more - g.points[p], p
                if who < 0 or size == width:
                    fine = False
                    break
                crew[size] = who
                size += 1
                gain -= cheapest
            if not fine:
                break
        if bare and fine:
            for e in range(g.on_row_at[y], g.on_row_at[y + 1]):
                if g.on_row[e] == g.guaranteed_row:
                    gain += PROMISED * g.on_coefficient[e]
        if not fine or gain <= best_gain:
            continue
        fine, helped = _team_allowed(g, t, u, y, crew, size, 1)
        if fine and gain + helped > best_gain:
            best_gain, best_y, best_size = gain + helped, y, size
            best_crew[:size] = crew[:size]
    if best_y < 0 or logged + best_size + 1 >= len(log):
        return 0, logged
    _, change = _team_allowed(g, t, u, best_y, best_crew, best_size, 1)
    change += g.on_points[best_y]
    _switch(g, t, u, best_y, 1)
    log[logged, 0], log[logged, 1], log[logged, 2] = u, best_y, 3
    logged += 1
    for x in range(best_size):
        p = best_crew[x]
        s = g.shift[p]
        more, at = _insertion(g, t, s, p, 0.0)
        _put(g, t, s, p, at)
        timed(g, t, s)
        _apply(g, t, p, 1)
        change += g.points[p] - g.walk_price * more
        log[logged, 0], log[logged, 1], log[logged, 2] = p, at, 1
        logged += 1
    return change, logged


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
def _ruin(
    g: Any, t: Any, s: int, log: Any, logged: int, asked: Any, n_asked: int, marked: Any, mark: int
) -> tuple[int, int, int]:
    """Takes a string of visits out of shift s, and whole teams with it: (points it changes, entries of the log, units
    to put back)."""
    n, change = t.length[s], 0
    if n == 0:
        return change, logged, n_asked
    string = 1 + np.random.randint(min(n, MOST_STRING))
    at = np.random.randint(n - string + 1)
    for _ in range(string):
        if at >= t.length[s]:
            break
        p = t.route[s, at]
        u = g.unit[p]
        if u < 0:
            at += 1
            continue
        before = logged
        if g.team[u]:
            if np.random.random() < TEAMS_OUT:
                gain, logged = _team_out(g, t, u, log, logged)
                change += gain
        else:
            fine, gain = _allowed(g, t, p, -1)
            if fine:
                walked = _walked(g, t, s)
                _take(g, t, s, at)
                if timed(g, t, s):
                    _apply(g, t, p, -1)
                    change += gain - g.points[p] - g.walk_price * (_walked(g, t, s) - walked)
                    log[logged, 0], log[logged, 1], log[logged, 2] = p, at, -1
                    logged += 1
                else:
                    _put(g, t, s, p, at)
                    timed(g, t, s)
        if logged == before:
            at += 1
            continue
        asked[n_asked] = u
        marked[u] = mark
        n_asked += 1
    return change, logged, n_asked


@numba.njit(cache=True, nogil=True)
def _recreate(
    g: Any, t: Any, u: int, anywhere: bool, bare: bool, touched: Any, number: int, log: Any, logged: int
) -> tuple[int, int]:
    """Puts a visit where it earns most, if it earns anything: (points it changes, entries of the log)."""
    best_gain, best_pair, best_at, best_change = 0, -1, -1, 0
    for e in range(g.unit_at[u], g.unit_at[u + 1]):
        p = g.unit_pair[e]
        s = g.shift[p]
        if not anywhere and touched[s] != number:
            continue
        more, at = _insertion(g, t, s, p, BLINK)
        if at < 0:
            continue
        worth = g.points[p] - g.walk_price * more
        gain = worth
        if bare:
            for r in range(g.row_at[p], g.row_at[p + 1]):
                if g.row[r] == g.guaranteed_row:
                    gain += PROMISED * g.coefficient[r]
        if gain <= best_gain:
            continue
        fine, helped = _allowed(g, t, p, 1)
        if fine and gain + helped > best_gain:
            best_gain, best_pair, best_at, best_change = gain + helped, p, at, worth + helped
    if best_pair < 0 or logged >= len(log):
        return 0, logged
    s = g.shift[best_pair]
    _put(g, t, s, best_pair, best_at)
    timed(g, t, s)
    _apply(g, t, best_pair, 1)
    log[logged, 0], log[logged, 1], log[logged, 2] = best_pair, best_at, 1
    return best_change, logged + 1


@numba.njit(cache=True, nogil=True)
def _undo(g: Any, t: Any, log: Any, logged: int) -> None:
    for x in range(logged - 1, -1, -1):
        what, at, way = log[x, 0], log[x, 1], log[x, 2]
        if abs(way) == 3:
            _switch(g, t, what, at, -way // 3)
            continue
        if way == 1:
            _take(g, t, g.shift[what], at)
        else:
            _put(g, t, g.shift[what], what, at)
        _apply(g, t, what, -way)
    for x in range(logged):
        if abs(log[x, 2]) != 3:
            timed(g, t, g.shift[log[x, 0]])


@numba.njit(cache=True, nogil=True)
def anneal(
    g: Any, t: Any, best: Any, best_length: Any, best_placed: Any,
    rounds: int, seed: int, hot: float, cold: float, now: int, record: int,
) -> tuple[int, int]:  # fmt: skip
    """`rounds` ruins from the state; temperatures fall from `hot` to `cold` points. `now`: what the state is worth by
    these moves' own count, `record` the best so far, kept in the `best` arrays. Returns both."""
    np.random.seed(seed)
    units, shifts = len(t.where), len(t.length)
    log = np.empty((MOST_MOVES, 3), dtype=np.int64)  # pair, position, 1 in or -1 out; unit, placement, 3 on or -3 off
    touched = np.full(shifts, -1, dtype=np.int64)
    marked = np.full(units, -1, dtype=np.int64)
    asked = np.empty(units + 1, dtype=np.int64)
    keys = np.empty(units + 1, dtype=np.float64)
    drawn = np.empty(MOST_SHIFTS, dtype=np.int64)
    if units == 0:
        return now, record
    for number in range(rounds):
        logged, change, n_asked = 0, 0, 0
        short = _lacking(g, t)
        heat = hot * (cold / hot) ** (number / rounds)
        wanted = np.random.randint(units)
        if np.random.random() < 0.6:
            for _ in range(20):
                if t.where[wanted] < 0:
                    break
                wanted = np.random.randint(units)
        pairs = g.unit_at[wanted + 1] - g.unit_at[wanted]
        if pairs == 0:
            continue
        ruined, count = 1 + np.random.randint(MOST_SHIFTS), 0
        if t.where[wanted] >= 0:
            drawn[0], count = t.where[wanted], 1
        while count < ruined:
            drawn[count] = g.shift[g.unit_pair[g.unit_at[wanted] + np.random.randint(pairs)]]
            count += 1
        for d in range(count):
            if touched[drawn[d]] == number:
                continue
            touched[drawn[d]] = number
            gain, logged, n_asked = _ruin(g, t, drawn[d], log, logged, asked, n_asked, marked, 2 * number + 1)
            change += gain
        bare = _lacking(g, t) > 0
        for d in range(count):
            s = drawn[d]
            for p in range(g.first[s], g.first[s + 1]):
                u = g.unit[p]
                if u >= 0 and t.where[u] < 0 and marked[u] != 2 * number + 1 and marked[u] != 2 * number:
                    marked[u] = 2 * number
                    asked[n_asked] = u
                    n_asked += 1
        if t.where[wanted] < 0 and marked[wanted] != 2 * number + 1:
            if marked[wanted] != 2 * number:
                asked[n_asked] = wanted
                n_asked += 1
            marked[wanted] = 2 * number + 1
        mode = np.random.randint(4)
        for x in range(n_asked):
            u = asked[x]
            p = g.unit_pair[g.unit_at[u]]
            points = g.points[p] + (g.on_points[g.on[g.on_at[u]]] if g.team[u] else 0)
            noise = 0.7 + 0.6 * np.random.random()
            if mode == 0:
                keys[x] = np.random.random()
            elif mode == 1:
                keys[x] = -points * noise
            elif mode == 2:
                keys[x] = (g.unit_at[u + 1] - g.unit_at[u]) * noise
            else:
                keys[x] = -points / (20.0 + g.duration[p]) * noise
            if u == wanted and np.random.random() < 0.5:
                keys[x] = -1e18
        for x in np.argsort(keys[:n_asked]):
            u = asked[x]
            anywhere = marked[u] == 2 * number + 1
            if not g.team[u]:
                gain, logged = _recreate(g, t, u, anywhere, bare, touched, number, log, logged)
                change += gain
            elif anywhere or np.random.random() < TEAMS_IN:
                gain, logged = _team_in(g, t, u, bare, log, logged)
                change += gain
        change -= PROMISED * (_lacking(g, t) - short)
        if change < 0 and change <= heat * np.log(np.random.random()):
            _undo(g, t, log, logged)
            continue
        now += change
        if now > record:
            record = now
            best[:] = t.route
            best_length[:] = t.length
            best_placed[:] = t.placed
    return now, record
