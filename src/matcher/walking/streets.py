"""A network made ready for walking: cut at gates and waits, pass-through nodes contracted into chains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.walking.model import TimeModel
from matcher.walking.nearest import Finder, Floats, Ints, Segments
from matcher.walking.network import KIND_CODE, KINDS, Network


@dataclass(frozen=True, eq=False, kw_only=True)
class Pieces:
    """Parts of edges that are either length or wait: an edge with a wait is half its length, the wait, the other half.

    A closed gate leaves the wait out: both halves stay, as dead ends. Ends `a`, `b` count the nodes of the network
    first, then the middles. `edge` is the edge of the network, `start` and `end` fractions of its length.
    """

    x: Floats
    y: Floats
    a: Ints
    b: Ints
    length_m: Floats
    slowness: Floats
    wait_seconds: Ints
    edge: Ints
    start: Floats
    end: Floats

    def milliseconds(self, pace: float) -> Ints:
        """Whole milliseconds along each piece, so that sums are exact whatever the order they are taken in."""
        walking = np.floor(1000.0 * self.length_m * self.slowness / pace + 0.5).astype(np.int64)
        return walking + 1000 * self.wait_seconds

    @property
    def is_length(self) -> NDArray[np.bool_]:
        return np.equal(self.wait_seconds, 0)


@dataclass(frozen=True, eq=False, kw_only=True)
class Chains:
    """The pieces joined at pass-through nodes. Chain c leads from junction `u[c]` to `v[c]` over the pieces
    `piece[ptr[c]:ptr[c+1]]`, backwards where `reversed`; `slot` is the position of a piece in `piece`."""

    junctions: int
    junction_of: Ints
    u: Ints
    v: Ints
    ptr: Ints
    piece: Ints
    reversed: NDArray[np.bool_]
    slot: Ints
    chain_of: Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class Streets:
    """A compiled network: build it once, walk on it at any pace."""

    network: Network
    model: TimeModel
    pieces: Pieces
    chains: Chains

    @classmethod
    def of(cls, network: Network, *, model: TimeModel | None = None) -> Streets:
        model = model or TimeModel()
        pieces = cut(network, model)
        return cls(network=network, model=model, pieces=pieces, chains=contract(pieces))

    @cached_property
    def finder(self) -> Finder:
        """Finds the piece nearest to a door."""
        p, n = self.pieces, self.network
        lengths = np.flatnonzero(p.is_length)
        wall = np.flatnonzero(n.kind == KIND_CODE["wall"])
        a, b, i, j = p.a[lengths], p.b[lengths], n.a[wall], n.b[wall]
        return Finder(
            Segments(p.x[a], p.y[a], p.x[b], p.y[b], lengths),
            Segments(n.x[i], n.y[i], n.x[j], n.y[j], wall.astype(np.int64)),
            limit_m=self.model.snap_limit_m,
        )


def cut(network: Network, model: TimeModel) -> Pieces:
    """The pieces of a network under a time model; walls fall out."""
    waits = np.array([model.seconds_of(kind) for kind in KINDS], dtype=np.int64)[network.kind] + network.extra_seconds
    is_gate = network.kind == KIND_CODE["gate"]
    gates = np.bincount([g.edge for g in network.gates], minlength=network.edges).astype(np.int64)
    waits += model.gate_seconds * np.maximum(gates - is_gate, 0)
    closed = np.zeros(network.edges, dtype=bool)
    closed[[g.edge for g in network.gates if not g.open]] = True
    walkable = network.kind != KIND_CODE["wall"]
    whole = np.flatnonzero(walkable & (waits == 0) & ~closed)
    halved = np.flatnonzero(walkable & ((waits > 0) | closed))
    passed = np.flatnonzero(~closed[halved])
    k, n = len(halved), network.nodes
    first = n + np.arange(k, dtype=np.int64)
    second = first + k
    a, b = network.a.astype(np.int64), network.b.astype(np.int64)
    middle_x = (network.x[a[halved]] + network.x[b[halved]]) / 2
    middle_y = (network.y[a[halved]] + network.y[b[halved]]) / 2
    edge = np.concatenate([whole, halved, halved, halved[passed]])
    wait = np.zeros(len(edge), dtype=np.int64)
    wait[len(edge) - len(passed) :] = waits[halved[passed]]
    share = np.repeat([1.0, 0.5, 0.5, 0.0], [len(whole), k, k, len(passed)])
    slow = np.where(network.kind == KIND_CODE["steps"], 1.0 / model.steps_factor, 1.0)
    return Pieces(
        x=np.concatenate([network.x, middle_x, middle_x]),
        y=np.concatenate([network.y, middle_y, middle_y]),
        a=np.concatenate([a[whole], a[halved], second, first[passed]]),
        b=np.concatenate([b[whole], first, b[halved], second[passed]]),
        length_m=network.length_m[edge] * share,
        slowness=slow[edge],
        wait_seconds=wait,
        edge=edge,
        start=np.repeat([0.0, 0.0, 0.5, 0.5], [len(whole), k, k, len(passed)]),
        end=np.repeat([1.0, 0.5, 1.0, 0.5], [len(whole), k, k, len(passed)]),
    )


def contract(pieces: Pieces) -> Chains:
    """Joins pieces at nodes of degree two; a ring without any junction keeps one node as its junction."""
    count, nodes = len(pieces.a), len(pieces.x)
    ends = np.concatenate([pieces.a, pieces.b])
    degree = np.bincount(ends, minlength=nodes)
    keep = ((degree != 2) & (degree > 0)).tolist()
    at = np.concatenate([[0], np.cumsum(degree)]).tolist()
    halves = (np.argsort(ends, kind="stable") % count if count else ends).tolist()
    a, b = pieces.a.tolist(), pieces.b.tolist()
    used = [False] * count
    u: list[int] = []
    v: list[int] = []
    ptr, order, flipped = [0], [], []

    def follow(start: int, piece: int) -> None:
        node = start
        while True:
            used[piece] = True
            back = a[piece] != node
            order.append(piece)
            flipped.append(back)
            node = a[piece] if back else b[piece]
            if keep[node]:
                break
            one, other = halves[at[node]], halves[at[node] + 1]
            piece = other if one == piece else one
        u.append(start)
        v.append(node)
        ptr.append(len(order))

    for start in [node for node in range(nodes) if keep[node]]:
        for half in range(at[start], at[start + 1]):
            if not used[halves[half]]:
                follow(start, halves[half])
    for piece in range(count):
        if not used[piece]:
            keep[a[piece]] = True
            follow(a[piece], piece)
    kept = np.flatnonzero(keep)
    junction_of = np.full(nodes, -1, dtype=np.int64)
    junction_of[kept] = np.arange(len(kept))
    ordered = np.array(order, dtype=np.int64)
    slot = np.empty(count, dtype=np.int64)
    slot[ordered] = np.arange(count)
    chain_of = np.empty(count, dtype=np.int64)
    chain_of[ordered] = np.repeat(np.arange(len(u)), np.diff(ptr))
    return Chains(
        junctions=len(kept),
        junction_of=junction_of,
        u=junction_of[np.array(u, dtype=np.int64)],
        v=junction_of[np.array(v, dtype=np.int64)],
        ptr=np.array(ptr, dtype=np.int64),
        piece=ordered,
        reversed=np.array(flipped, dtype=bool),
        slot=slot,
        chain_of=chain_of,
    )
