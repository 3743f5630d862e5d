"""Walking minutes between the places of a problem: whole minutes, one sparse matrix a pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

FAR = np.int32(1 << 28)
"""Stands for "farther than the limit" in dense matrices; sums of two stay inside int32."""


@dataclass(frozen=True, eq=False)
class WalkMatrix:
    """CSR rows of one pace: from place i to the places `columns[indptr[i]:indptr[i+1]]` (rising) in `minutes`.

    An absent pair is farther than the limit the matrix was made with; a place to itself is always 0.
    """

    indptr: NDArray[np.int64]
    columns: NDArray[np.int32]
    minutes: NDArray[np.int32]

    def get(self, i: int, j: int) -> int | None:
        if i == j:
            return 0
        low, high = int(self.indptr[i]), int(self.indptr[i + 1])
        at = low + int(self.columns[low:high].searchsorted(j))
        return int(self.minutes[at]) if at < high and self.columns[at] == j else None

    @cached_property
    def _by_column(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
        """(offsets by column, rows, minutes)."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))
        offsets = np.searchsorted(self.columns[order], np.arange(len(self.indptr)))
        return offsets, rows[order], self.minutes[order]

    def towards(self, j: int) -> NDArray[np.int32]:
        """Minutes from every place to place j, `FAR` where absent."""
        offsets, rows, minutes = self._by_column
        span = slice(int(offsets[j]), int(offsets[j + 1]))
        line = np.full(len(self.indptr) - 1, FAR, dtype=np.int32)
        line[rows[span]] = minutes[span]
        line[j] = 0
        return line

    def dense(
        self, rows: Sequence[int] | NDArray[np.int64], columns: Sequence[int] | NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """Minutes from each of `rows` to each of `columns`, `FAR` where absent."""
        wanted = np.asarray(columns, dtype=np.int64)
        line = np.full(len(self.indptr) - 1, FAR, dtype=np.int32)
        out = np.empty((len(rows), len(wanted)), dtype=np.int32)
        for k, i in enumerate(rows):
            span = slice(int(self.indptr[i]), int(self.indptr[i + 1]))
            line[self.columns[span]] = self.minutes[span]
            line[i] = 0
            out[k] = line[wanted]
            line[self.columns[span]] = FAR
            line[i] = FAR
        return out


@dataclass(frozen=True, eq=False)
class Walks:
    """The matrices of every pace in use over one list of places.

    `source` says where minutes come from: `streets`, `table` or `approximate` (straight lines; shown wherever a
    minute is shown). `limit` minutes: pairs farther than that are absent.
    """

    place_ids: tuple[str, ...]
    by_pace: Mapping[float, WalkMatrix]
    source: str = "table"
    limit: int = 1 << 20

    @cached_property
    def index(self) -> dict[str, int]:
        return {p: i for i, p in enumerate(self.place_ids)}

    def minutes(self, pace: float, a: str, b: str) -> int | None:
        """Whole minutes from `a` to `b`; None: farther than the limit."""
        return self.by_pace[pace].get(self.index[a], self.index[b])

    @cached_property
    def longest(self) -> int:
        """The longest walk of any pace, in minutes; 0 without any."""
        return max((int(m.minutes.max()) for m in self.by_pace.values() if len(m.minutes)), default=0)


def walks_from_table(
    place_ids: Sequence[str], rows: Mapping[tuple[str, str], int], *, paces: Sequence[float] = (1.0,)
) -> Walks:
    """Walks from a table of minutes; (a, b) serves for (b, a) too unless that has a row; the same for all paces."""
    places = tuple(place_ids)
    index = {p: i for i, p in enumerate(places)}
    full: dict[tuple[int, int], int] = {}
    for (a, b), minutes in rows.items():
        full[index[a], index[b]] = minutes
        if (b, a) not in rows:
            full[index[b], index[a]] = minutes
    keys = sorted(k for k in full if k[0] != k[1])
    counts = np.zeros(len(places) + 1, dtype=np.int64)
    for i, _ in keys:
        counts[i + 1] += 1
    matrix = WalkMatrix(
        indptr=np.cumsum(counts),
        columns=np.array([j for _, j in keys], dtype=np.int32),
        minutes=np.array([full[k] for k in keys], dtype=np.int32),
    )
    return Walks(place_ids=places, by_pace=dict.fromkeys(paces, matrix), source="table")
