"""15-minute reach: which doors are within a walk of some origins, in how many minutes, and the streets covered.

Membership is decided by time on the network, never by the drawn outline. The outline is the set of street lines whose
every point is reached; no hull or circle is drawn around them, since that would claim what lies behind a wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from matcher.errors import InvalidProblem
from matcher.walking.doors import Door, asking_faults
from matcher.walking.minutes import Points, Timed, between, whole_seconds
from matcher.walking.nearest import Floats, Ints
from matcher.walking.snap import Snapped, snap
from matcher.walking.streets import Streets
from matcher.walks import FAR

Line = NDArray[np.float64]
"""Points of a polyline, one row each: x, y in metres."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Homes:
    """Doors snapped once, streets timed at one pace: ask for reach many times."""

    timed: Timed
    snapped: Snapped
    points: Points

    @property
    def door_ids(self) -> tuple[str, ...]:
        return tuple(door.id for door in self.snapped.doors)


def homes_on(streets: Streets, doors: Sequence[Door], *, pace: float) -> Homes:
    """Doors made ready for reach at one pace (metres a second). Raises InvalidProblem as `walks_between` does."""
    faults = asking_faults([pace], 1)
    if faults:
        raise InvalidProblem(faults)
    timed = Timed.of(streets, pace)
    snapped = snap(streets, doors)
    return Homes(timed=timed, snapped=snapped, points=timed.points(snapped))


def minutes_from(homes: Homes, origins: Sequence[Door], *, limit_minutes: int) -> NDArray[np.int32]:
    """Minutes from each origin (row) to each home (column), `FAR` beyond the limit; the same numbers as the walks.

    An origin to the home of the same id is 0.
    """
    faults = asking_faults([1.0], limit_minutes)
    if faults:
        raise InvalidProblem(faults)
    snapped = snap(homes.timed.streets, origins)
    out = np.full((len(origins), len(homes.snapped.doors)), FAR, dtype=np.int32)
    limit = 60 * limit_minutes
    access = homes.snapped.access_seconds
    points = homes.timed.points(snapped)
    for block, near, ms in between(homes.timed, points, homes.points, limit_ms=1000 * limit + 499):
        seconds = whole_seconds(ms) + snapped.access_seconds[block][:, None] + access[near]
        out[np.ix_(block, near)] = np.where(seconds <= limit, np.ceil(np.minimum(seconds, limit) / 60.0), FAR)
    column = {door.id: j for j, door in enumerate(homes.snapped.doors)}
    for i, origin in enumerate(origins):
        if origin.id in column:
            out[i, column[origin.id]] = 0
    return out


@dataclass(frozen=True, eq=False, kw_only=True)
class Reach:
    """What lies within the limit of at least one origin."""

    origin_ids: tuple[str, ...]
    door_ids: tuple[str, ...]
    limit_minutes: int
    minutes: NDArray[np.int32]
    outline: tuple[Line, ...]

    @property
    def nearest(self) -> NDArray[np.int32]:
        """Minutes from each home to its nearest origin, `FAR` beyond the limit."""
        least: NDArray[np.int32] = self.minutes.min(axis=0, initial=FAR)
        return least

    @property
    def reached(self) -> tuple[str, ...]:
        return tuple(d for d, m in zip(self.door_ids, self.nearest.tolist(), strict=True) if m < FAR)

    @property
    def covered_m(self) -> float:
        """Metres of street in the outline, as drawn."""
        return float(sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in self.outline))


def reach(homes: Homes, origins: Sequence[Door], *, limit_minutes: int = 15) -> Reach:
    """Reach of a place or a set of facilities over the homes, with the covered streets."""
    return Reach(
        origin_ids=tuple(door.id for door in origins),
        door_ids=homes.door_ids,
        limit_minutes=limit_minutes,
        minutes=minutes_from(homes, origins, limit_minutes=limit_minutes),
        outline=covered(homes.timed, origins, limit_minutes=limit_minutes),
    )


def covered(timed: Timed, origins: Sequence[Door], *, limit_minutes: int) -> tuple[Line, ...]:
    """Lines of street (edges and parts of edges) reached within the limit, access seconds of the origin included."""
    snapped = snap(timed.streets, origins)
    points = timed.points(snapped)
    limit = 60_000.0 * limit_minutes
    start = 1000 * snapped.access_seconds
    left = limit - start
    at_junction = limit - _from_any(timed, points, start=start, limit=limit)
    chains = timed.streets.chains
    total = timed.chain_ms.astype(np.float64)
    spans: dict[int, list[tuple[float, float]]] = {}
    for c in np.flatnonzero((at_junction[chains.u] > 0) | (at_junction[chains.v] > 0)).tolist():
        spans[c] = [(0.0, at_junction[chains.u[c]]), (total[c] - at_junction[chains.v[c]], total[c])]
    for k, c in enumerate(points.chain.tolist()):
        middle = float(points.to_u[k])
        spans.setdefault(c, []).append((middle - left[k], middle + left[k]))
    lines = []
    for c in sorted(spans):
        at, x, y = _shape(timed, c)
        for low, high in _merged(spans[c], 0.0, float(total[c])):
            inside = (at > low) & (at < high)
            where = np.concatenate([[low], at[inside], [high]])
            px = np.concatenate([[np.interp(low, at, x)], x[inside], [np.interp(high, at, x)]])
            py = np.concatenate([[np.interp(low, at, y)], y[inside], [np.interp(high, at, y)]])
            moved = np.ones(len(where), dtype=bool)
            moved[1:] = (np.diff(px) != 0) | (np.diff(py) != 0)
            if moved.sum() > 1:
                lines.append(np.column_stack([px[moved], py[moved]]))
    return tuple(lines)


def _from_any(timed: Timed, points: Points, *, start: Ints, limit: float) -> Floats:
    """Milliseconds from the nearest point to every junction: one search from a node joined to all points."""
    nodes = timed.graph.shape[0]
    best = np.full(nodes, np.inf)
    np.minimum.at(best, points.u, start + points.to_u)
    np.minimum.at(best, points.v, start + points.to_v)
    first = np.flatnonzero(np.isfinite(best))
    graph = timed.graph
    joined = csr_matrix(
        (
            np.concatenate([graph.data, best[first]]),
            np.concatenate([graph.indices, first.astype(np.int32)]),
            np.append(graph.indptr, graph.indptr[-1] + len(first)),
        ),
        shape=(nodes + 1, nodes + 1),
    )
    found: Floats = dijkstra(joined, indices=[nodes], limit=limit)[0, :nodes]
    return found


def _shape(timed: Timed, chain: int) -> tuple[Floats, Floats, Floats]:
    """Milliseconds along a chain and the coordinates there; a wait repeats its point one step later."""
    chains, pieces = timed.streets.chains, timed.streets.pieces
    span = slice(int(chains.ptr[chain]), int(chains.ptr[chain + 1]))
    order, back = chains.piece[span], chains.reversed[span]
    nodes = np.where(back, pieces.b[order], pieces.a[order])
    last = pieces.a[order[-1]] if back[-1] else pieces.b[order[-1]]
    nodes = np.append(nodes, last)
    at = np.concatenate([[0], np.cumsum(timed.piece_ms[order])]).astype(np.float64)
    return at, pieces.x[nodes], pieces.y[nodes]


def _merged(spans: Sequence[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    """The union of spans inside [low, high], empty ones dropped."""
    out: list[tuple[float, float]] = []
    for start, end in sorted((max(a, low), min(b, high)) for a, b in spans):
        if end <= start:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
