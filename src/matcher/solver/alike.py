"""Shifts that can do the very same for the very same: their routes are chosen once, and dealt out afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.solver.priced import key_of
from matcher.solver.routes import Routes, shift_arrays

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.linear import Table
    from matcher.solver.programme import Programme

Classes = tuple[tuple[int, ...], ...]
"""Groups of two and more alike shifts, each rising."""


def alike_shifts(programme: Programme, routes: Routes) -> Classes:
    """Exploded shifts with equal options, times and walks whose pairs have equal entries in equal rows."""
    groups = dict[tuple[bytes, ...], list[int]]()
    first, once = programme.candidates.first, _once(programme)
    for shift, _ in routes.exploded:
        span = slice(int(first[shift]), int(first[shift + 1]))
        arrays = shift_arrays(programme.problem, programme.options, programme.candidates, shift)
        if not once[span].all():
            continue
        rows = sparse.csr_array(programme.pair_rows[span])
        key = key_of((*arrays, programme.candidates.option[span], rows.indptr, rows.indices), rows.data)
        gains = (programme.pair_points[span], programme.pair_guaranteed[span], programme.pair_visits[span])
        groups.setdefault((*key, *(g.tobytes() for g in gains)), []).append(shift)
    return tuple(tuple(g) for g in groups.values() if len(g) > 1)


def _once(programme: Programme) -> NDArray[np.bool_]:
    """Pairs that at most one route of any roster holds: a row allows one of them, and nothing in it makes room."""
    least = np.zeros(len(programme.row_names), dtype=np.int64)
    for rows in (programme.pair_rows, programme.variable_rows):
        entries = sparse.coo_array(rows)
        np.minimum.at(least, entries.coords[1], entries.data)
    single = (programme.high <= 1) & (least >= 0)
    positive = sparse.csr_array(programme.pair_rows > 0).astype(np.int64)
    return np.asarray(positive @ single.astype(np.int64) > 0)


@dataclass(frozen=True)
class Merged:
    """`kept`: positions among the given columns, one of every route that alike shifts share; `shift`: of each, in
    whose row it counts; `stands`: for every given column, the number of the kept one; `room`: shift -> how many
    routes its row may hold, for those that changed."""

    kept: Ints
    shift: Ints
    stands: Ints
    room: dict[int, int]


def merged(table: Table, classes: Classes, chosen: Ints) -> Merged:
    """The chosen columns with every route of alike shifts once, in the row of the first of them."""
    routes, first = table.routes, table.programme.candidates.first
    lead = {shift: group[0] for group in classes for shift in group}
    seen: dict[tuple[int, ...], int] = {}
    kept: list[int] = []
    stands = np.zeros(len(chosen), dtype=np.int64)
    for position, column in enumerate(chosen.tolist()):
        shift = int(routes.shift[column])
        if shift in lead:
            pairs = routes.pairs[routes.start[column] : routes.start[column + 1]] - int(first[shift])
            known = seen.setdefault((lead[shift], *sorted(pairs.tolist())), len(kept))
            if known < len(kept):
                stands[position] = known
                continue
        stands[position] = len(kept)
        kept.append(position)
    room = {shift: len(group) if shift == group[0] else 0 for group in classes for shift in group}
    own = np.array([lead.get(s, s) for s in routes.shift[chosen[kept]].tolist()], dtype=np.int64)
    return Merged(np.array(kept, dtype=np.int64), own, stands, room)


def dealt(table: Table, classes: Classes, columns: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(shift, pairs in the order walked) of every column; where several are of one shift, those alike take them."""
    routes, first = table.routes, table.programme.candidates.first
    others = {shift: group for group in classes for shift in group}
    free = {shift for group in classes for shift in group}
    for column in columns:
        shift = int(routes.shift[column])
        pairs = tuple(routes.pairs[routes.start[column] : routes.start[column + 1]].tolist())
        if shift in others:
            mine = shift if shift in free else next(s for s in others[shift] if s in free)
            free.discard(mine)
            pairs = tuple(p - int(first[shift]) + int(first[mine]) for p in pairs)
            shift = mine
        yield shift, pairs
