"""An upper bound on the best reduced gain of one shift without listing its routes.

Walks in time that may come back to a visit they left before the last: every real route is one of them, so the best of
them is at least the best route. Whole numbers throughout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from matcher.solver.routes import FAR, _first_start, _leg, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.programme import Programme

_NEVER = -(1 << 61)


@numba.njit(cache=True)
def _best_walk(
    walks: Any, begin: int, end: int, place: Any, visit: Any, duration: Any, waived: Any, range_at: Any, low: Any,
    high: Any, max_walk: int, gap: int, return_home: bool, gain: Any, walk_price: int,
) -> int:  # fmt: skip
    k = len(place)
    best = 0
    value = np.full((end - begin + 1, k), _NEVER, dtype=np.int64)
    for j in range(k):
        passes, steps = _leg(walks, place, waived, -1, j, max_walk, gap)
        if steps < FAR:
            start = _first_start(low, high, range_at[j], range_at[j + 1], begin + passes)
            if start < FAR and start + duration[j] <= end:
                at = start + duration[j] - begin
                value[at, j] = max(value[at, j], gain[j] - walk_price * steps)
    for t in range(end - begin + 1):
        for i in range(k):
            here = value[t, i]
            if here == _NEVER:
                continue
            back = walks[place[i], 0] if return_home else 0
            fits = back < FAR and (back <= max_walk or waived[i]) and begin + t + back <= end
            if not return_home or fits:
                best = max(best, here - walk_price * back)
            for j in range(k):
                if visit[j] == visit[i]:
                    continue
                passes, steps = _leg(walks, place, waived, i, j, max_walk, gap)
                if steps >= FAR:
                    continue
                start = _first_start(low, high, range_at[j], range_at[j + 1], begin + t + passes)
                if start >= FAR or start + duration[j] > end:
                    continue
                at = start + duration[j] - begin
                value[at, j] = max(value[at, j], here + gain[j] - walk_price * steps)
    return best


STEP_WORK = 1.2e-8
"""Units of work (about seconds) of one step of a walk."""


def relaxed_work(programme: Programme, shift: int) -> float:
    """Units of work that `relaxed_best` takes: from every option at every minute it may end to every option."""
    span, first = programme.candidates.shifts[shift], programme.candidates.first
    mine = programme.candidates.option[int(first[shift]) : int(first[shift + 1])]
    ends = sum(
        min(span.end - span.start, sum(high - low + 1 for low, high in programme.options.options[i].ranges))
        for i in mine.tolist()
    )
    return float(STEP_WORK * ends * len(mine))


def relaxed_best(programme: Programme, shift: int, pair_reduced: Ints, walk_price: int) -> int:
    """At least the largest reduced gain of any route of `shift`, and at least 0."""
    span = slice(int(programme.candidates.first[shift]), int(programme.candidates.first[shift + 1]))
    if not np.any(pair_reduced[span] > 0):  # a walk costs, never earns
        return 0
    arrays = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
    walks, begin, end, place, visit, duration, _, waived, range_at, low, high, max_walk, gap, home, _ = arrays
    return int(
        _best_walk(
            walks,
            begin,
            end,
            place,
            visit,
            duration,
            waived,
            range_at,
            low,
            high,
            max_walk,
            gap,
            home,
            pair_reduced[span],
            walk_price,
        )
    )
