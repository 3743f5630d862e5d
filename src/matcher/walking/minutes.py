"""Walking minutes between all doors that lie within the limit of each other.

Model: the fewest milliseconds along the street network (`streets`), rounded to whole seconds, plus the access seconds
of both ends, rounded up once to minutes (docs/problem.md, Walking). Dijkstra's algorithm (1959) from the junctions next
to the doors of one tile at a time, on the part of the network within reach of that tile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from matcher.errors import InvalidProblem
from matcher.walking.doors import Door, asking_faults
from matcher.walking.fallback import approximate_walks
from matcher.walking.model import TimeModel
from matcher.walking.nearest import Floats, Ints
from matcher.walking.network import Network
from matcher.walking.snap import Snapped, snap
from matcher.walking.streets import Streets
from matcher.walks import WalkMatrix, Walks

__all__ = ["Door", "approximate_walks", "walks_between", "walks_on"]

TILE_M = 1200.0
CELLS = 1 << 21
"""Cells of a dense block: bounds the memory of a tile, however crowded."""


def walks_between(
    network: Network,
    doors: Sequence[Door],
    *,
    paces: Sequence[float],
    limit_minutes: int,
    model: TimeModel | None = None,
) -> Walks:
    """Minutes between every two doors at every pace; pairs farther than `limit_minutes` are absent.

    Doors are walked to from the nearest point of the nearest edge. Raises InvalidProblem for a pace or limit out of
    bounds, doubled doors, and every door too far from any street.
    """
    return walks_on(Streets.of(network, model=model), doors, paces=paces, limit_minutes=limit_minutes)


def walks_on(streets: Streets, doors: Sequence[Door], *, paces: Sequence[float], limit_minutes: int) -> Walks:
    """`walks_between` on streets compiled before."""
    faults = asking_faults(paces, limit_minutes)
    if faults:
        raise InvalidProblem(faults)
    snapped = snap(streets, doors)
    return Walks(
        place_ids=tuple(door.id for door in doors),
        by_pace={pace: _matrix(Timed.of(streets, pace), snapped, limit=60 * limit_minutes) for pace in paces},
        source="streets",
        limit=limit_minutes,
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class Timed:
    """Streets at one pace: the graph of junctions in whole milliseconds, and where along a chain each piece starts."""

    streets: Streets
    graph: csr_matrix
    piece_ms: Ints
    before_ms: Ints
    chain_ms: Ints

    @classmethod
    def of(cls, streets: Streets, pace: float) -> Timed:
        chains = streets.chains
        piece_ms = streets.pieces.milliseconds(pace)
        total = np.concatenate([[0], np.cumsum(piece_ms[chains.piece])])
        chain_ms = total[chains.ptr[1:]] - total[chains.ptr[:-1]]
        before = np.empty(len(piece_ms), dtype=np.int64)
        before[chains.piece] = total[:-1] - np.repeat(total[chains.ptr[:-1]], np.diff(chains.ptr))
        return cls(
            streets=streets,
            graph=_graph(chains.u, chains.v, chain_ms, nodes=chains.junctions),
            piece_ms=piece_ms,
            before_ms=before,
            chain_ms=chain_ms,
        )

    def points(self, snapped: Snapped) -> Points:
        chains = self.streets.chains
        piece = snapped.piece
        within = np.floor(snapped.fraction * self.piece_ms[piece] + 0.5).astype(np.int64)
        backwards = chains.reversed[chains.slot[piece]]
        from_u = self.before_ms[piece] + np.where(backwards, self.piece_ms[piece] - within, within)
        chain = chains.chain_of[piece]
        return Points(
            chain=chain, u=chains.u[chain], v=chains.v[chain], to_u=from_u, to_v=self.chain_ms[chain] - from_u
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Points:
    """Points on chains: the two junctions next to each, and the milliseconds to both."""

    chain: Ints
    u: Ints
    v: Ints
    to_u: Ints
    to_v: Ints

    def take(self, which: Ints) -> Points:
        return Points(
            chain=self.chain[which],
            u=self.u[which],
            v=self.v[which],
            to_u=self.to_u[which],
            to_v=self.to_v[which],
        )


def _graph(u: Ints, v: Ints, ms: Ints, *, nodes: int) -> csr_matrix:
    """Both directions of every chain; of parallel chains the quickest, since CSR would add them up."""
    i, j = np.concatenate([u, v]), np.concatenate([v, u])
    w = np.concatenate([ms, ms])
    real = i != j
    i, j, w = i[real], j[real], w[real]
    order = np.lexsort((w, j, i))
    i, j, w = i[order], j[order], w[order]
    first = np.ones(len(i), dtype=bool)
    first[1:] = (i[1:] != i[:-1]) | (j[1:] != j[:-1])
    indptr = np.searchsorted(i[first], np.arange(nodes + 1))
    data = w[first].astype(np.float64)
    return csr_matrix((data, j[first].astype(np.int32), indptr.astype(np.int32)), shape=(nodes, nodes))


def between(timed: Timed, sources: Points, targets: Points, *, limit_ms: int) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Milliseconds from every source to every target that may lie within the limit, in dense blocks.

    Yields (source numbers, target numbers rising, milliseconds); inf or anything above the limit means farther.
    """
    if not len(sources.u) or not len(targets.u):
        return
    ends = np.unique(np.concatenate([sources.u, sources.v]))
    reached = dijkstra(timed.graph, indices=ends, min_only=True, limit=limit_ms)
    inside = np.flatnonzero(np.isfinite(reached))
    number = np.full(timed.graph.shape[0], len(inside), dtype=np.int64)
    number[inside] = np.arange(len(inside))
    graph = timed.graph[inside][:, inside]
    near = np.flatnonzero((number[targets.u] < len(inside)) | (number[targets.v] < len(inside)))
    near_points = targets.take(near)
    rows = max(1, CELLS // max(1, len(inside), len(near)))
    by_end = np.argsort(sources.u, kind="stable")
    for low in range(0, len(by_end), rows):
        block = by_end[low : low + rows]
        yield block, near, _block(graph, sources.take(block), near_points, number=number, limit_ms=limit_ms)


def _block(graph: csr_matrix, sources: Points, targets: Points, *, number: Ints, limit_ms: int) -> Floats:
    starts, which = np.unique(np.concatenate([sources.u, sources.v]), return_inverse=True)
    to_junction = np.full((len(starts), graph.shape[0] + 1), np.inf)
    to_junction[:, :-1] = dijkstra(graph, indices=number[starts], limit=limit_ms)
    half = len(sources.u)
    from_source = np.minimum(
        to_junction[which[:half]] + sources.to_u[:, None], to_junction[which[half:]] + sources.to_v[:, None]
    )
    ms = np.minimum(from_source[:, number[targets.u]] + targets.to_u, from_source[:, number[targets.v]] + targets.to_v)
    along_i, along_j = np.nonzero(sources.chain[:, None] == targets.chain[None, :])
    along = np.abs(sources.to_u[along_i] - targets.to_u[along_j])
    ms[along_i, along_j] = np.minimum(ms[along_i, along_j], along)
    return ms


def whole_seconds(ms: Floats) -> Floats:
    """Milliseconds to the nearest whole second, half up."""
    return np.floor((ms + 500.0) / 1000.0)


def _matrix(timed: Timed, snapped: Snapped, *, limit: int) -> WalkMatrix:
    doors = len(snapped.doors)
    points = timed.points(snapped)
    access = snapped.access_seconds
    # Homes of one building share one source.
    key, first, source_of = np.unique(
        np.column_stack([points.chain, points.to_u]), axis=0, return_index=True, return_inverse=True
    )
    source_of = source_of.reshape(-1)
    sources = points.take(first)
    least = int(access.min()) if doors else 0
    by_source = np.argsort(source_of, kind="stable")
    at = np.searchsorted(source_of[by_source], np.arange(len(key) + 1))
    rows: list[Ints] = []
    counts: list[Ints] = []
    columns: list[NDArray[np.int32]] = []
    minutes: list[NDArray[np.int16]] = []
    for tile in _tiles(snapped.x[first], snapped.y[first]):
        limit_ms = 1000 * max(0, limit - 2 * least) + 499
        for block, near, ms in between(timed, sources.take(tile), sources, limit_ms=limit_ms):
            seconds = whole_seconds(ms)
            column_of = np.flatnonzero(np.isin(source_of, near))
            spread = np.searchsorted(near, source_of[column_of])
            owners = tile[block]
            sizes = at[owners + 1] - at[owners]
            doors_here = np.concatenate([by_source[at[o] : at[o + 1]] for o in owners.tolist()])
            for low in range(0, len(doors_here), max(1, CELLS // max(1, len(column_of)))):
                high = low + max(1, CELLS // max(1, len(column_of)))
                here = doors_here[low:high]
                line = np.repeat(np.arange(len(owners)), sizes)[low:high]
                total = seconds[line][:, spread] + access[column_of] + access[here][:, None]
                total[here[:, None] == column_of[None, :]] = np.inf
                i, j = np.nonzero(total <= limit)
                rows.append(here)
                counts.append(np.bincount(i, minlength=len(here)))
                columns.append(column_of[j].astype(np.int32))
                minutes.append(np.ceil(total[i, j] / 60.0).astype(np.int16))
    return _assemble(doors, rows, counts, columns, minutes)


def _tiles(x: Floats, y: Floats) -> Iterator[Ints]:
    if not len(x):
        return
    _, tile = np.unique(
        np.column_stack([np.floor(x / TILE_M), np.floor(y / TILE_M)]).astype(np.int64), axis=0, return_inverse=True
    )
    tile = tile.reshape(-1)
    order = np.argsort(tile, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(tile[order])) + 1)


def _assemble(
    doors: int,
    rows: list[Ints],
    counts: list[Ints],
    columns: list[NDArray[np.int32]],
    minutes: list[NDArray[np.int16]],
) -> WalkMatrix:
    """The blocks as one CSR matrix, freeing each block as it is copied."""
    size = np.zeros(doors + 1, dtype=np.int64)
    for row, count in zip(rows, counts, strict=True):
        size[row + 1] = count
    indptr = np.cumsum(size)
    out_columns = np.empty(int(indptr[-1]), dtype=np.int32)
    out_minutes = np.empty(int(indptr[-1]), dtype=np.int32)
    for k, (row, count) in enumerate(zip(rows, counts, strict=True)):
        starts = np.repeat(indptr[row] - (np.cumsum(count) - count), count)
        at = starts + np.arange(len(columns[k]))
        out_columns[at] = columns[k]
        out_minutes[at] = minutes[k]
        columns[k] = columns[k][:0]
        minutes[k] = minutes[k][:0]
    return WalkMatrix(indptr=indptr, columns=out_columns, minutes=out_minutes)
