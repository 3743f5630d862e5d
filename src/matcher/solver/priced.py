"""The shifts whose routes were too many to list, priced one by one; shifts that are alike are priced once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from matcher.solver.pricing import MOST_STEPS, STEP_WORK, Priced, first_memory, priced, quick_ways
from matcher.solver.relaxation import relaxed_best
from matcher.solver.routes import Routes, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.programme import Programme

Answer = TypeVar("Answer")
Way = tuple[int, tuple[int, ...]]
"""(shift, options in the order walked, by number within the shift)."""


Memories = dict[tuple[bytes, ...], Any]
"""What the visits of a shift remember (see `pricing.nearest`), by all that says what can be done in it."""

WORKERS = 2
"""Threads that set labels."""
MANY = 8
"""Shifts from which on they are priced side by side."""
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
    floors: Ints,
    memories: Memories | None = None,
    patience: int = 1,
    out: Callable[[], bool] | None = None,
) -> PricedShifts:
    """Bounds on every exploded shift at these gains, at least its `floors` each, and rich routes of theirs.
    `memories` grow (see `priced`). Once `out` says that there is no time left, shifts still to come get the plain
    relaxation's bound."""
    memories = {} if memories is None else memories
    asked = []
    for shift, arrays, gain in _exploded(programme, routes, pair_reduced):
        floor = int(floors[shift])
        asked.append((shift, arrays, gain, floor, (*key_of(arrays, gain), str(floor).encode())))
    nears = {key: memory_of(memories, arrays) for _, arrays, _, _, key in asked if arrays}

    def one(arrays: tuple[Any, ...], gain: Ints, floor: int, key: tuple[bytes, ...]) -> Priced | None:
        if not arrays:
            return NOTHING
        if out is not None and out():
            return None
        return priced(arrays, gain, walk_price, floor=floor, near=nears[key], patience=patience)

    known = _each({key: (arrays, gain, floor, key) for _, arrays, gain, floor, key in asked}, one)
    best: dict[int, int] = {}
    ways: list[Way] = []
    exact = True
    for shift, _, _, floor, key in asked:
        found = known[key]
        if found is None:
            exact = False
            best[shift] = max(floor, relaxed_best(programme, shift, pair_reduced, walk_price))
            continue
        best[shift], exact = max(floor, found.best), exact and found.exact
        ways += [(shift, way) for way in found.ways]
    steps = sum(patience * MOST_STEPS if answer is None else answer.steps for answer in known.values())
    return PricedShifts(best, tuple(ways), exact, steps * STEP_WORK)


def quick_shifts(
    programme: Programme, routes: Routes, pair_reduced: Ints, walk_price: int, *, floors: Ints, most: int
) -> PricedShifts:
    """Routes of exploded shifts worth more than their shift's `floors`, found quickly; bounds nothing."""
    asked = []
    for shift, arrays, gain in _exploded(programme, routes, pair_reduced):
        floor = max(0, int(floors[shift]))
        asked.append((shift, arrays, gain, floor, (*key_of(arrays, gain), str(floor).encode())))

    def one(arrays: tuple[Any, ...], gain: Ints, floor: int) -> Priced:
        return quick_ways(arrays, gain, walk_price, floor=floor, ways=most) if arrays else NOTHING

    known = _each({key: (arrays, gain, floor) for _, arrays, gain, floor, key in asked}, one)
    ways = [(shift, way) for shift, _, _, _, key in asked for way in known[key].ways]
    return PricedShifts({}, tuple(ways), False, sum(answer.steps for answer in known.values()) * STEP_WORK)


def _each(
    asked: dict[tuple[bytes, ...], tuple[Any, ...]], answer: Callable[..., Answer]
) -> dict[tuple[bytes, ...], Answer]:
    """The answer to each, found side by side: labels are set without Python's lock."""
    if len(asked) < MANY:
        return {key: answer(*given) for key, given in asked.items()}
    with ThreadPoolExecutor(WORKERS) as workers:
        return dict(zip(asked, workers.map(lambda given: answer(*given), asked.values()), strict=True))


def _exploded(programme: Programme, routes: Routes, pair_reduced: Ints) -> Iterator[tuple[int, tuple[Any, ...], Ints]]:
    """The arrays are empty where no gain is above 0."""
    first = programme.candidates.first
    for shift, _ in routes.exploded:
        gain = pair_reduced[int(first[shift]) : int(first[shift + 1])]
        if np.any(gain > 0):
            yield shift, _arrays(programme, shift), gain
        else:
            yield shift, (), gain


def exploded_shifts(
    programme: Programme, routes: Routes, pair_reduced: Ints
) -> Iterator[tuple[int, tuple[Any, ...], Ints]]:
    """(shift, arrays, reduced gains of its pairs) of every exploded shift."""
    first = programme.candidates.first
    for shift, _ in routes.exploded:
        yield shift, _arrays(programme, shift), pair_reduced[int(first[shift]) : int(first[shift + 1])]


def _arrays(programme: Programme, shift: int) -> tuple[Any, ...]:
    known = programme.shift_arrays
    if shift not in known:
        known[shift] = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
    return known[shift]


def memory_of(memories: Memories, arrays: tuple[Any, ...]) -> Any:
    """What is remembered in such a shift so far: to be grown in place."""
    key = key_of(arrays, np.zeros(0, dtype=np.int64))
    if key not in memories:
        memories[key] = first_memory(arrays)
    return memories[key]


def key_of(arrays: tuple[Any, ...], gain: Ints) -> tuple[bytes, ...]:
    return (*(np.asarray(a).tobytes() for a in arrays), gain.tobytes())
