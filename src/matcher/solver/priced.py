"""The shifts whose routes were too many to list, priced one by one; shifts that are alike are priced once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.solver.pricing import MOST_STEPS, STEP_WORK, Priced, first_memory, priced, quick_ways
from matcher.solver.relaxation import relaxed_best
from matcher.solver.routes import Routes, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.programme import Programme

Way = tuple[int, tuple[int, ...]]
"""(shift, options in the order walked, by number within the shift)."""


Memories = dict[tuple[bytes, ...], Any]
"""What the visits of a shift remember (see `pricing.nearest`), by all that says what can be done in it."""

NOTHING = Priced(0, True, (), 0)


@dataclass(frozen=True)
class PricedShifts:
    """`best`: shift -> no route of it has a larger reduced gain; `exact`: each is that of a real route."""

    best: dict[int, int]
    ways: tuple[Way, ...]
    exact: bool
    work: float


def price_shifts(
    programme: Programme,
    routes: Routes,
    pair_reduced: Ints,
    walk_price: int,
    *,
    memories: Memories | None = None,
    patience: int = 1,
) -> PricedShifts:
    """Bounds on every exploded shift at these gains, and rich routes of theirs. `memories` grow (see `priced`)."""
    memories = {} if memories is None else memories
    best: dict[int, int] = {}
    ways: list[Way] = []
    exact, steps = True, 0
    known: dict[tuple[bytes, ...], Priced | None] = {}
    for shift, arrays, gain in _exploded(programme, routes, pair_reduced):
        key = key_of(arrays, gain)
        if key not in known:
            near = memory_of(memories, arrays) if arrays else None
            answer = priced(arrays, gain, walk_price, near=near, patience=patience) if arrays else NOTHING
            known[key] = answer
            steps += patience * MOST_STEPS if answer is None else answer.steps
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
        key = (*key_of(arrays, gain), str(floor).encode())
        if key not in known:
            known[key] = quick_ways(arrays, gain, walk_price, floor=floor, ways=most) if arrays else NOTHING
            steps += known[key].steps
        ways += [(shift, way) for way in known[key].ways]
    return PricedShifts({}, tuple(ways), False, steps * STEP_WORK)


def _exploded(programme: Programme, routes: Routes, pair_reduced: Ints) -> Iterator[tuple[int, tuple[Any, ...], Ints]]:
    """The arrays are empty where no gain is above 0."""
    first = programme.candidates.first
    for shift, _ in routes.exploded:
        gain = pair_reduced[int(first[shift]) : int(first[shift + 1])]
        if np.any(gain > 0):
            yield shift, shift_arrays(programme.problem, programme.options, programme.candidates, shift), gain
        else:
            yield shift, (), gain


def exploded_shifts(
    programme: Programme, routes: Routes, pair_reduced: Ints
) -> Iterator[tuple[int, tuple[Any, ...], Ints]]:
    """(shift, arrays, reduced gains of its pairs) of every exploded shift."""
    first = programme.candidates.first
    for shift, _ in routes.exploded:
        arrays = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
        yield shift, arrays, pair_reduced[int(first[shift]) : int(first[shift + 1])]


def memory_of(memories: Memories, arrays: tuple[Any, ...]) -> Any:
    """What is remembered in such a shift so far: to be grown in place."""
    key = key_of(arrays, np.zeros(0, dtype=np.int64))
    if key not in memories:
        memories[key] = first_memory(arrays)
    return memories[key]


def key_of(arrays: tuple[Any, ...], gain: Ints) -> tuple[bytes, ...]:
    return (*(np.asarray(a).tobytes() for a in arrays), gain.tobytes())
