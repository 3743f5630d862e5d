"""The street network: nodes in local metres, edges with a length and a kind, gates that are open or closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.datum import Frame

KINDS = ("street", "path", "steps", "signal", "zebra", "gate", "wall")
"""`street` and `path` walk at pace, `steps` slower, `signal`, `zebra` and `gate` wait once, a `wall` cuts."""
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
LONGEST_EDGE_M = 100_000.0


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate on the middle of an edge. Passing it costs `TimeModel.gate_seconds`; closed, it cuts the edge there."""

    id: str
    edge: int
    open: bool = True


@dataclass(frozen=True, eq=False, kw_only=True)
class Network:
    """Nodes `x`, `y` (metres of `frame`) and undirected edges between node numbers `a`, `b`.

    `length_m` metres >= 0 (need not be the straight line), `kind` codes of `KINDS` (`kind_codes`), `extra_seconds`
    a wait at the middle of the edge, at any pace. Parallel edges are fine, an edge from a node to itself is not.
    The arrays are copied and read-only. Raises InvalidProblem with every fault.
    """

    node_ids: tuple[str, ...]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    length_m: NDArray[np.float64]
    kind: NDArray[np.int8]
    extra_seconds: NDArray[np.int32]
    gates: tuple[Gate, ...] = ()
    frame: Frame = field(default_factory=Frame)

    def __post_init__(self) -> None:
        object.__setattr__(self, "node_ids", tuple(self.node_ids))
        object.__setattr__(self, "gates", tuple(self.gates))
        for name, dtype in _DTYPES.items():
            column = np.array(getattr(self, name), dtype=dtype)
            column.setflags(write=False)
            object.__setattr__(self, name, column)
        if faults := _faults(self):
            raise InvalidProblem(faults)

    @property
    def nodes(self) -> int:
        return len(self.node_ids)

    @property
    def edges(self) -> int:
        return len(self.a)

    def kind_names(self) -> list[str]:
        """The kind of every edge in words."""
        return [KINDS[code] for code in self.kind.tolist()]

    def with_gates(self, gates: Iterable[Gate]) -> Network:
        """The same streets under other gates: a gate replaces the one of the same id, others are added."""
        new = {gate.id: gate for gate in self.gates} | {gate.id: gate for gate in gates}
        return self.replaced(gates=tuple(new.values()))

    def replaced(self, **changes: object) -> Network:
        """A copy with some fields changed, validated again."""
        return replace(self, **changes)  # type: ignore[arg-type]


_DTYPES = {
    "x": np.float64,
    "y": np.float64,
    "a": np.int32,
    "b": np.int32,
    "length_m": np.float64,
    "kind": np.int8,
    "extra_seconds": np.int32,
}


def kind_codes(kinds: Sequence[str]) -> NDArray[np.int8]:
    """Codes of kinds in words, for `Network.kind`; raises InvalidProblem naming every unknown one."""
    unknown = [(i, kind) for i, kind in enumerate(kinds) if kind not in KIND_CODE]
    if unknown:
        raise InvalidProblem(
            ProblemError(
                where=f"street edge {i}",
                code="unknown_kind",
                message=f'the kind "{kind}" is not known',
                hint="use one of " + ", ".join(KINDS),
            )
            for i, kind in unknown
        )
    return np.array([KIND_CODE[kind] for kind in kinds], dtype=np.int8)


def straight_m(x: ArrayLike, y: ArrayLike, a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Straight-line metres between the nodes `a` and `b`: the length of an edge nobody measured."""
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    i, j = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    return np.hypot(xs[i] - xs[j], ys[i] - ys[j])


def _faults(network: Network) -> list[ProblemError]:
    nodes, edges = network.nodes, network.edges
    shapes = [
        ProblemError(where="street_nodes", code="length", message=f"{name} has {len(column)} rows, node {nodes}")
        for name, column in (("x", network.x), ("y", network.y))
        if len(column) != nodes
    ]
    shapes += [
        ProblemError(where="street_edges", code="length", message=f"{name} has {len(column)} rows, a {edges}")
        for name in ("b", "length_m", "kind", "extra_seconds")
        if len(column := getattr(network, name)) != edges
    ]
    if shapes:
        return shapes
    faults: list[ProblemError] = []

    def say(bad: NDArray[np.bool_], what: str, code: str, message: str, *, hint: str = "") -> None:
        for i in np.flatnonzero(bad).tolist():
            name = f"node {network.node_ids[i]}" if what == "node" else f"street edge {_edge_name(network, i)}"
            faults.append(ProblemError(where=name, code=code, message=message.format(i=i), hint=hint))

    seen: set[str] = set()
    for node in network.node_ids:
        if node in seen:
            faults.append(ProblemError(where=f"node {node}", code="duplicate", message="the node is given twice"))
        seen.add(node)
    say(~(np.isfinite(network.x) & np.isfinite(network.y)), "node", "not_finite", "its coordinates are not numbers")
    outside = (network.a < 0) | (network.a >= nodes) | (network.b < 0) | (network.b >= nodes)
    say(outside, "edge", "unknown_id", f"an end is not one of the {nodes} nodes")
    say(
        (network.a == network.b) & ~outside,
        "edge",
        "loop",
        "it leads from a node to itself",
        hint="put a node in the middle of the loop",
    )
    metres = network.length_m
    say(
        ~((metres >= 0) & (metres <= LONGEST_EDGE_M)), "edge", "length_m", f"length_m must be 0 to {LONGEST_EDGE_M:.0f}"
    )
    extra = network.extra_seconds
    say((extra < 0) | (extra > 86_400), "edge", "extra_seconds", "extra_seconds must be 0 to 86400")
    say((network.kind < 0) | (network.kind >= len(KINDS)), "edge", "unknown_kind", "its kind code is unknown")
    seen = set()
    for gate in network.gates:
        if gate.id in seen:
            faults.append(ProblemError(where=f"gate {gate.id}", code="duplicate", message="the gate is given twice"))
        seen.add(gate.id)
        if not 0 <= gate.edge < edges:
            faults.append(
                ProblemError(
                    where=f"gate {gate.id}",
                    code="unknown_id",
                    message=f"edge {gate.edge} is not one of the {edges} edges",
                )
            )
    return faults


def _edge_name(network: Network, edge: int) -> str:
    ends = (int(network.a[edge]), int(network.b[edge]))
    return f"{edge} (" + "-".join(network.node_ids[e] if 0 <= e < network.nodes else f"?{e}" for e in ends) + ")"
