"""Hours of a plan as bits: which whole hours lie inside windows, packed so that thousands of doors stay small.

Hour h is the minutes `[60 h, 60 h + 60)` from midnight of the first day. It counts only if all of it is covered: less
is said than is true, never more. One bit after the last hour says "at some time, whatever the hour".
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matcher.problem import DAY, Window, merged

HOUR = 60
HOURS_A_DAY = DAY // HOUR
Hours = NDArray[np.bool_]
"""One flag an hour, and one more for "ever"; or rows of them."""
Bits = NDArray[np.uint64]
"""Hours packed into words, the last axis."""


def hours_in(windows: Iterable[Window], *, days: int, late: int = 0, early: int = 0) -> Hours:
    """The hours that lie inside one window; each window begins `late` minutes later and ends `early` minutes sooner.

    The last flag, "ever", is set by any window, however short.
    """
    flags = np.zeros(days * HOURS_A_DAY + 1, dtype=bool)
    joined = merged(tuple(windows))
    for window in joined:
        first, end = -(-(window.start + late) // HOUR), (window.end - early) // HOUR
        flags[first : max(first, min(end, len(flags) - 1))] = True
    flags[-1] = bool(joined)
    return flags


def packed(flags: Hours) -> Bits:
    """Flags along the last axis as words."""
    bits = np.packbits(flags, axis=-1, bitorder="little")
    spare = -bits.shape[-1] % 8
    wide = np.pad(bits, [(0, 0)] * (bits.ndim - 1) + [(0, spare)])
    return np.ascontiguousarray(wide).view(np.uint64)


def unpacked(bits: Bits, *, days: int) -> Hours:
    """Words as flags, "ever" the last."""
    flat = np.unpackbits(np.ascontiguousarray(bits).view(np.uint8), axis=-1, bitorder="little")
    return flat[..., : days * HOURS_A_DAY + 1].astype(bool)


def ever(bits: Bits, *, days: int) -> NDArray[np.bool_]:
    """The flag "ever" of every row."""
    at = days * HOURS_A_DAY
    return (bits[..., at // 64] >> np.uint64(at % 64) & np.uint64(1)).astype(bool)


def counted(bits: Bits, *, days: int) -> NDArray[np.int64]:
    """How many hours of every row, "ever" not counted."""
    every: NDArray[np.int64] = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return every - ever(bits, days=days)


def spans(flags: Hours) -> list[tuple[int, int, int]]:
    """(day, first hour, end hour) of every run of hours within a day, "ever" left out."""
    found = []
    for day, line in enumerate(flags[:-1].reshape(-1, HOURS_A_DAY)):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(np.int8)))
        found += [(day, int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    return found
