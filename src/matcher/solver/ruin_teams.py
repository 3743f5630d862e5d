"""Moves of ruin and recreate with a whole team: one placement and all its people go, or come, at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.solver.ruin_ground import drawn_below, inner, insertion, position, put, take, timed, walked_in
from matcher.solver.ruin_rows import apply, switch, team_allowed

PROMISED = 20_000
"""Points a unit of guaranteed value that is lacking costs."""
MOST_PLACEMENTS = 12
"""Placements of a team that are tried at once."""
BLINK = 0.01
"""How often a place is overlooked, so that the same visits do not always come back to the same places."""


@inner
def team_out(g: Any, t: Any, u: int, log: Any, logged: int) -> tuple[int, int]:
    """Takes a team out if every row and route allows it: (points it changes, entries of the log)."""
    y, size = t.placed[u], t.crew_size[u]
    crew = t.crew[u, :size].copy()
    fine, gain = team_allowed(g, t, u, y, crew, size, -1)
    if not fine or logged + size + 1 >= len(log):
        return 0, logged
    first = logged
    for x in range(size):
        p = crew[x]
        s = g.shift[p]
        at = position(t, s, p)
        walked = walked_in(g, t, s)
        take(g, t, s, at)
        log[logged, 0], log[logged, 1], log[logged, 2] = p, at, -1
        logged += 1
        fine = timed(g, t, s)
        if not fine:
            break
        gain -= g.points[p] + g.walk_price * (walked_in(g, t, s) - walked)
    if not fine:
        for x in range(logged - 1, first - 1, -1):
            put(g, t, g.shift[log[x, 0]], log[x, 0], log[x, 1])
            timed(g, t, g.shift[log[x, 0]])
        return 0, first
    for x in range(size):
        apply(g, t, crew[x], -1)
    switch(g, t, u, y, -1)
    log[logged, 0], log[logged, 1], log[logged, 2] = u, y, -3
    return gain - g.on_points[y], logged + 1


@inner
def team_in(g: Any, t: Any, u: int, bare: bool, log: Any, logged: int) -> tuple[int, int]:
    """Puts a team where it earns most, if it earns anything: (points it changes, entries of the log)."""
    width = t.crew.shape[1]
    crew, best_crew = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    best_gain, best_y, best_size = 0, -1, 0
    first, last = g.on_at[u], g.on_at[u + 1]
    if first == last:
        return 0, logged
    tries = min(last - first, MOST_PLACEMENTS)
    offset = drawn_below(t, last - first)
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
                    more, at = insertion(g, t, g.shift[p], p, BLINK)
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
        fine, helped = team_allowed(g, t, u, y, crew, size, 1)
        if fine and gain + helped > best_gain:
            best_gain, best_y, best_size = gain + helped, y, size
            best_crew[:size] = crew[:size]
    if best_y < 0 or logged + best_size + 1 >= len(log):
        return 0, logged
    _, change = team_allowed(g, t, u, best_y, best_crew, best_size, 1)
    change += g.on_points[best_y]
    switch(g, t, u, best_y, 1)
    log[logged, 0], log[logged, 1], log[logged, 2] = u, best_y, 3
    logged += 1
    for x in range(best_size):
        p = best_crew[x]
        s = g.shift[p]
        more, at = insertion(g, t, s, p, 0.0)
        put(g, t, s, p, at)
        timed(g, t, s)
        apply(g, t, p, 1)
        change += g.points[p] - g.walk_price * more
        log[logged, 0], log[logged, 1], log[logged, 2] = p, at, 1
        logged += 1
    return change, logged
