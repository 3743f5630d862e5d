"""The shifts whose routes were too many to list, priced one by one; shifts that are alike are priced once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.solver.pricing import MOST_STEPS, STEP_WORK, Priced, priced, quick_ways
from matcher.solver.relaxation import relaxed_best
from matcher.solver.routes import Routes, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.programme import Programme

Way = tuple[int, tuple[int, ...]]
"""(shift, options in the order walked, by number within the shift)."""


NOTHING = Priced(0, True, (), 0)


@dataclass(frozen=True)
class PricedShifts:
    """`best`: shift -> no route of it has a larger reduced gain; `exact`: each is that of a real route."""

    best: dict[int, int]
    ways: tuple[Way, ...]
    exact: bool
    work: float


def price_shifts(programme: Programme, routes: Routes, pair_reduced: Ints, walk_price: int) -> PricedShifts:
    """Bounds on every exploded shift at these gains, and rich routes of theirs."""
    best: dict[int, int] = {}
    ways: list[Way] = []
    exact, steps = True, 0
    known: dict[tuple[bytes, ...], Priced | None] = {}
    for shift, arrays, gain in _exploded(programme, routes, pair_reduced):
        key = _key(arrays, gain)
        if key not in known:
            answer = known[key] = priced(arrays, gain, walk_price) if arrays else NOTHING
            steps += MOST_STEPS if answer is None else answer.steps
        found = known[key]
        if found is None:
            exact = False
            best[shift] = relaxed_best(programme, shift, pair_reduced, walk_price)
            continue
        best[shift], exact = found.best, exact and found.exact
        ways += [(shift, way) for way in found.ways]
    return PricedShifts(best, tuple(ways), exact, steps * STEP_WORK)


def quick_shifts(
    programme: Programme, routes: Routes, pair_reduced: Ints, walk_price: int, *, floors: Ints, most: int
) -> PricedShifts:
    """Routes of exploded shifts worth more than their shift's `floors`, found quickly; bounds nothing."""
    ways: list[Way] = []
    steps = 0
    known: dict[tuple[bytes, ...], Priced] = {}
    for shift, arrays, gain in _exploded(programme, routes, pair_reduced):
        floor = max(0, int(floors[shift]))
        key = (*_key(arrays, gain), str(floor).encode())
        if key not in known:
            known[key] = quick_ways(arrays, gain, walk_price, floor=floor, ways=most) if arrays else NOTHING
            steps += known[key].steps
        ways += [(shift, way) for way in known[key].ways]
    return PricedShifts({}, tuple(ways), False, steps * STEP_WORK)


def _exploded(programme: Programme, routes: Routes, pair_reduced: Ints) -> Iterator[tuple[int, tuple[Any, ...], Ints]]:
    first = programme.candidates.first
    for shift, _ in routes.exploded:
        gain = pair_reduced[int(first[shift]) : int(first[shift + 1])]
        if np.any(gain > 0):
            yield shift, shift_arrays(programme.problem, programme.options, programme.candidates, shift), gain
        else:
            yield shift, (), gain


def _key(arrays: tuple[Any, ...], gain: Ints) -> tuple[bytes, ...]:
    return (*(np.asarray(a).tobytes() for a in arrays), gain.tobytes())
