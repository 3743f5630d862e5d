"""Ruin and recreate, compiled: take a few visits out of some shifts, put visits back where they earn most, keep what
is better or, by simulated annealing, not much worse.

Schrimpf, Schneider, Stamm-Wilbrandt & Dueck 2000, "Record breaking optimization results using the ruin and recreate
principle", Journal of Computational Physics 159(2); strings of neighbours as in Christiaens & Vanden Berghe 2020,
"Slack induction by string removals for vehicle routing problems", Transportation Science 54(2). Every row of the
programme holds before and after every insertion, so that nothing has to be mended afterwards; only the row of
guaranteed visits may be short for a while, at a price. Whole numbers throughout but for the annealing.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from matcher.solver.ruin_ground import chance, drawn_below, inner, insertion, put, take, timed, walked_in
from matcher.solver.ruin_rows import allowed, apply, lacking, switch
from matcher.solver.ruin_teams import BLINK, PROMISED, team_in, team_out

MOST_SHIFTS, MOST_STRING = 3, 5
"""Shifts ruined at once, and visits taken out of each, at most."""
MOST_MOVES = 4_096
"""Visits put in or taken out in one round, at most."""
VOWED = 0.3
"""How often a guaranteed visit is made room for, while some are lacking."""
TEAMS_OUT, TEAMS_IN = 0.5, 0.1
"""How often a team leaves with the string it stands in, and how often one that nobody asked for is tried."""


@inner
def _ruin(
    g: Any, t: Any, s: int, log: Any, logged: int, asked: Any, n_asked: int, marked: Any, mark: int
) -> tuple[int, int, int]:
    """Takes a string of visits out of shift s, and whole teams with it: (points it changes, entries of the log, units
    to put back)."""
    n, change = t.length[s], 0
    if n == 0:
        return change, logged, n_asked
    string = 1 + drawn_below(t, min(n, MOST_STRING))
    at = drawn_below(t, n - string + 1)
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
            if chance(t) < TEAMS_OUT:
                gain, logged = team_out(g, t, u, log, logged)
                change += gain
        else:
            fine, gain = allowed(g, t, p, -1)
            if fine:
                walked = walked_in(g, t, s)
                take(g, t, s, at)
                if timed(g, t, s):
                    apply(g, t, p, -1)
                    change += gain - g.points[p] - g.walk_price * (walked_in(g, t, s) - walked)
                    log[logged, 0], log[logged, 1], log[logged, 2] = p, at, -1
                    logged += 1
                else:
                    put(g, t, s, p, at)
                    timed(g, t, s)
        if logged == before:
            at += 1
            continue
        asked[n_asked] = u
        marked[u] = mark
        n_asked += 1
    return change, logged, n_asked


@inner
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
        more, at = insertion(g, t, s, p, BLINK)
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
        fine, helped = allowed(g, t, p, 1)
        if fine and gain + helped > best_gain:
            best_gain, best_pair, best_at, best_change = gain + helped, p, at, worth + helped
    if best_pair < 0 or logged >= len(log):
        return 0, logged
    s = g.shift[best_pair]
    put(g, t, s, best_pair, best_at)
    timed(g, t, s)
    apply(g, t, best_pair, 1)
    log[logged, 0], log[logged, 1], log[logged, 2] = best_pair, best_at, 1
    return best_change, logged + 1


@inner
def _undo(g: Any, t: Any, log: Any, logged: int) -> None:
    for x in range(logged - 1, -1, -1):
        what, at, way = log[x, 0], log[x, 1], log[x, 2]
        if abs(way) == 3:
            switch(g, t, what, at, -way // 3)
            continue
        if way == 1:
            take(g, t, g.shift[what], at)
        else:
            put(g, t, g.shift[what], what, at)
        apply(g, t, what, -way)
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
    t.luck[0] = seed
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
        short = lacking(g, t)
        heat = hot * (cold / hot) ** (number / rounds)
        wanted = drawn_below(t, units)
        if chance(t) < 0.6:
            for _ in range(20):
                if t.where[wanted] < 0:
                    break
                wanted = drawn_below(t, units)
        if short > 0 and len(g.vows) > 0 and chance(t) < VOWED:
            for _ in range(20):
                vow = g.vows[drawn_below(t, len(g.vows))]
                if t.where[vow] < 0:
                    wanted = vow
                    break
        pairs = g.unit_at[wanted + 1] - g.unit_at[wanted]
        if pairs == 0:
            continue
        ruined, count = 1 + drawn_below(t, MOST_SHIFTS), 0
        if t.where[wanted] >= 0:
            drawn[0], count = t.where[wanted], 1
        while count < ruined:
            drawn[count] = g.shift[g.unit_pair[g.unit_at[wanted] + drawn_below(t, pairs)]]
            count += 1
        for d in range(count):
            if touched[drawn[d]] == number:
                continue
            touched[drawn[d]] = number
            gain, logged, n_asked = _ruin(g, t, drawn[d], log, logged, asked, n_asked, marked, 2 * number + 1)
            change += gain
        bare = lacking(g, t) > 0
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
        mode = drawn_below(t, 4)
        for x in range(n_asked):
            u = asked[x]
            p = g.unit_pair[g.unit_at[u]]
            points = g.points[p] + (g.on_points[g.on[g.on_at[u]]] if g.team[u] else 0)
            noise = 0.7 + 0.6 * chance(t)
            if mode == 0:
                keys[x] = chance(t)
            elif mode == 1:
                keys[x] = -points * noise
            elif mode == 2:
                keys[x] = (g.unit_at[u + 1] - g.unit_at[u]) * noise
            else:
                keys[x] = -points / (20.0 + g.duration[p]) * noise
            if u == wanted and chance(t) < 0.5:
                keys[x] = -1e18
        for x in np.argsort(keys[:n_asked]):
            u = asked[x]
            anywhere = marked[u] == 2 * number + 1
            if not g.team[u]:
                gain, logged = _recreate(g, t, u, anywhere, bare, touched, number, log, logged)
                change += gain
            elif anywhere or chance(t) < TEAMS_IN:
                gain, logged = team_in(g, t, u, bare, log, logged)
                change += gain
        change -= PROMISED * (lacking(g, t) - short)
        if change < 0 and change <= heat * np.log(chance(t)):
            _undo(g, t, log, logged)
            continue
        now += change
        if now > record:
            record = now
            best[:] = t.route
            best_length[:] = t.length
            best_placed[:] = t.placed
    return now, record
