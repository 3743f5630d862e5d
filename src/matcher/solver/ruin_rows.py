"""The rows of the programme under the moves of ruin and recreate: what each holds, and what helpers make room for."""

from __future__ import annotations

from typing import Any

from matcher.solver.programme import NONE
from matcher.solver.ruin_ground import inner


@inner
def need_of(g: Any, t: Any, h: int) -> int:
    need = 0
    for e in range(g.helper_at[h], g.helper_at[h + 1]):
        r = g.helper_row[e]
        over = t.held[r] - g.row_high[r]
        if over > 0:
            need = max(need, -(-over // g.run[r]))
    return need


@inner
def rows_hold(g: Any, t: Any, p: int) -> tuple[bool, int]:
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
            need, before = need_of(g, t, h), h
            if need > g.helper_most[h]:
                return False, 0
            gain += (need - t.level[h]) * g.helper_points[h]
    return True, gain


@inner
def hold(g: Any, t: Any, p: int, sign: int) -> None:
    for e in range(g.row_at[p], g.row_at[p + 1]):
        t.held[g.row[e]] += sign * g.coefficient[e]


@inner
def allowed(g: Any, t: Any, p: int, sign: int) -> tuple[bool, int]:
    """Whether every row holds with pair p in (sign 1) or out (-1), and what helpers then earn more."""
    hold(g, t, p, sign)
    fine, gain = rows_hold(g, t, p)
    hold(g, t, p, -sign)
    return fine, gain


@inner
def apply(g: Any, t: Any, p: int, sign: int) -> None:
    hold(g, t, p, sign)
    for e in range(g.row_at[p], g.row_at[p + 1]):
        h = g.helper[g.row[e]]
        if h >= 0:
            t.level[h] = need_of(g, t, h)


@inner
def switch(g: Any, t: Any, u: int, y: int, sign: int) -> None:
    """Placement y of team u goes on (sign 1) or off."""
    for e in range(g.on_row_at[y], g.on_row_at[y + 1]):
        t.held[g.on_row[e]] += sign * g.on_coefficient[e]
    t.placed[u] = y if sign > 0 else -1


@inner
def team_allowed(g: Any, t: Any, u: int, y: int, crew: Any, size: int, sign: int) -> tuple[bool, int]:
    """The same as `_allowed` for a placement with all its people."""
    switch(g, t, u, y, sign)
    for x in range(size):
        hold(g, t, crew[x], sign)
    fine, gain = True, 0
    for e in range(g.on_row_at[y], g.on_row_at[y + 1]):
        r = g.on_row[e]
        held = t.held[r]
        if r != g.guaranteed_row and (held > g.row_high[r] or (g.row_low[r] != -NONE and held < g.row_low[r])):
            fine = False
            break
    if fine:
        for x in range(size):
            one, more = rows_hold(g, t, crew[x])
            gain += more
            if not one:
                fine = False
                break
    for x in range(size):
        hold(g, t, crew[x], -sign)
    switch(g, t, u, y, -sign)
    return fine, gain


@inner
def lacking(g: Any, t: Any) -> int:
    low = g.row_low[g.guaranteed_row]
    return 0 if low == -NONE else max(0, low - t.held[g.guaranteed_row])
