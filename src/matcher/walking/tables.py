"""Rows of the tables street_nodes, street_edges and gates <-> Network.

Rows are mappings of column name to text, as a CSV file or a sheet gives them. Every fault is reported with table, row
and column; rows are numbered as in the file, the header being row 1, unless their numbers are given.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.datum import Datum, Frame
from matcher.walking.network import KIND_CODE, KINDS, LONGEST_EDGE_M, Gate, Network, straight_m

Row = Mapping[str, str]

NODE_COLUMNS = {
    Datum.LOCAL: ("node", "x", "y"),
    Datum.WGS84: ("node", "lon", "lat"),
    Datum.GCJ02: ("node", "lon", "lat"),
}
EDGE_COLUMNS = ("a", "b", "length_m", "kind", "extra_seconds")
GATE_COLUMNS = ("gate", "a", "b", "open")

YES = frozenset({"yes", "true", "1", "y", "open", "是", "开", "开放"})
NO = frozenset({"no", "false", "0", "n", "closed", "否", "关", "关闭"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of one table and their numbers in the file (2, 3, ... where not given)."""

    name: str
    rows: Sequence[Row]
    numbers: Sequence[int] = ()

    def where(self, i: int, column: str) -> str:
        number = self.numbers[i] if self.numbers else i + 2
        return f"{self.name} row {number}, column {column}"

    def text(self, i: int, column: str) -> str:
        return (self.rows[i].get(column) or "").strip()


def network_of(
    nodes: Sequence[Row] | Table,
    edges: Sequence[Row] | Table,
    gates: Sequence[Row] | Table = (),
    *,
    datum: Datum,
    frame: Frame | None = None,
) -> Network:
    """The network of three tables. `frame`: the plane to use; by default the one about the nodes.

    An empty `length_m` is the straight line, an empty `kind` street, an empty `extra_seconds` 0, an empty `open` yes.
    Raises InvalidProblem with every fault.
    """
    node_table, edge_table, gate_table = (
        _table("street_nodes", nodes),
        _table("street_edges", edges),
        _table("gates", gates),
    )
    faults: list[ProblemError] = []
    ids = _ids(node_table, "node", faults)
    first, second = positions(node_table, datum=datum, faults=faults)
    if frame is None:
        frame = Frame.about(datum, first, second)
    elif frame.datum is not datum:
        raise ValueError(f"frame is of {frame.datum}, the tables of {datum}")
    x, y = (first, second) if datum is Datum.LOCAL else frame.metres(first, second)
    index = {node: i for i, node in reversed(list(enumerate(ids)))}
    a, b = (_ends(edge_table, column, index, faults) for column in ("a", "b"))
    for i in np.flatnonzero((a == b) & (a >= 0)).tolist():
        message = f'the edge leads from "{edge_table.text(i, "a")}" to itself'
        faults.append(ProblemError(edge_table.where(i, "b"), "loop", message, "put a node in the middle of the loop"))
    length = _lengths(edge_table, a, b, x=x, y=y, faults=faults)
    kind = _kinds(edge_table, faults)
    extra = _extras(edge_table, faults)
    found = _gates(gate_table, index, a, b, kind=kind, faults=faults)
    if faults:
        raise InvalidProblem(faults)
    return Network(
        node_ids=tuple(ids),
        x=x,
        y=y,
        a=a.astype(np.int32),
        b=b.astype(np.int32),
        length_m=length,
        kind=kind,
        extra_seconds=extra,
        gates=found,
        frame=frame,
    )


def lay_gates(network: Network, gates: Sequence[Row] | Table) -> Network:
    """The network under the gates of a table too: one of a known name replaces it. For streets read from elsewhere.

    Raises InvalidProblem with every fault.
    """
    faults: list[ProblemError] = []
    index = {node: i for i, node in enumerate(network.node_ids)}
    found = _gates(_table("gates", gates), index, network.a, network.b, kind=network.kind, faults=faults)
    if faults:
        raise InvalidProblem(faults)
    return network.with_gates(found)


def positions(
    table: Table, *, datum: Datum, faults: list[ProblemError]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both coordinates of every row: x, y under local metres, else lon, lat; faults are added to `faults`.

    Columns of the other sort filled in mean two datums are mixed, and are a fault. Serves the table places too.
    """
    local = datum is Datum.LOCAL
    wanted, other = (("x", "y"), ("lon", "lat")) if local else (("lon", "lat"), ("x", "y"))
    out = np.zeros((2, len(table.rows)))
    for i in range(len(table.rows)):
        missing = [column for column in wanted if not table.text(i, column)]
        strangers = [column for column in other if table.text(i, column)]
        if strangers and missing:
            message = f"{' and '.join(strangers)} are given but the datum is {datum.value}"
            hint = (
                "give x, y in metres, or set the datum to WGS-84 or GCJ-02"
                if local
                else "give lon, lat in degrees, or set the datum to local"
            )
            faults.append(ProblemError(table.where(i, strangers[0]), "mixed_datum", message, hint))
            continue
        for k, column in enumerate(wanted):
            most = 20_000_000.0 if local else (180.0, 90.0)[k]
            value = _number(table, i, column, faults, least=-most, most=most)
            out[k, i] = 0.0 if value is None else value
    return out[0], out[1]


def rows_of(network: Network) -> tuple[list[dict[str, str]], list[dict[str, str]], list[dict[str, str]]]:
    """The rows of street_nodes, street_edges and gates: read back they give the same network.

    Degrees are written with 7 decimals (1 cm).
    """
    if network.frame.datum is Datum.LOCAL:
        places = [("x", [plain(v) for v in network.x.tolist()]), ("y", [plain(v) for v in network.y.tolist()])]
    else:
        lon, lat = network.frame.degrees(network.x, network.y)
        places = [("lon", [f"{v:.7f}" for v in lon.tolist()]), ("lat", [f"{v:.7f}" for v in lat.tolist()])]
    (first, one), (second, two) = places
    nodes = [{"node": n, first: p, second: q} for n, p, q in zip(network.node_ids, one, two, strict=True)]
    names = network.node_ids
    edges = [
        {"a": names[a], "b": names[b], "length_m": plain(metres), "kind": kind, "extra_seconds": str(extra)}
        for a, b, metres, kind, extra in zip(
            network.a.tolist(),
            network.b.tolist(),
            network.length_m.tolist(),
            network.kind_names(),
            network.extra_seconds.tolist(),
            strict=True,
        )
    ]
    gates = [
        {
            "gate": gate.id,
            "a": names[int(network.a[gate.edge])],
            "b": names[int(network.b[gate.edge])],
            "open": "yes" if gate.open else "no",
        }
        for gate in network.gates
    ]
    return nodes, edges, gates


def plain(value: float) -> str:
    """A number as short as it can be read back exactly."""
    return str(int(value)) if value == int(value) else repr(value)


def _table(name: str, rows: Sequence[Row] | Table) -> Table:
    return rows if isinstance(rows, Table) else Table(name=name, rows=rows)


def _ids(table: Table, column: str, faults: list[ProblemError]) -> list[str]:
    ids = [table.text(i, column) for i in range(len(table.rows))]
    counts = Counter(ids)
    seen: set[str] = set()
    for i, name in enumerate(ids):
        if not name:
            faults.append(ProblemError(table.where(i, column), "missing", f"the {column} has no name"))
        elif counts[name] > 1 and name in seen:
            message = f'the {column} "{name}" is given more than once'
            faults.append(ProblemError(table.where(i, column), "duplicate", message, "give each its own name"))
        seen.add(name)
    return ids


def _number(
    table: Table, i: int, column: str, faults: list[ProblemError], *, least: float, most: float
) -> float | None:
    text = table.text(i, column)
    if not text:
        faults.append(ProblemError(table.where(i, column), "missing", "the number is missing"))
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        faults.append(ProblemError(table.where(i, column), "not_a_number", f'"{text}" is not a number'))
        return None
    if not least <= value <= most:
        message = f"{text} is out of bounds, {plain(least)} to {plain(most)}"
        hint = "are lon and lat swapped?" if column in ("lon", "lat") and abs(value) <= 180 else ""
        faults.append(ProblemError(table.where(i, column), "out_of_bounds", message, hint))
        return None
    return value


def _ends(table: Table, column: str, index: Mapping[str, int], faults: list[ProblemError]) -> NDArray[np.int64]:
    out = np.full(len(table.rows), -1, dtype=np.int64)
    for i in range(len(table.rows)):
        name = table.text(i, column)
        if name in index and name:
            out[i] = index[name]
        elif name:
            message = f'the node "{name}" is not in street_nodes'
            faults.append(
                ProblemError(table.where(i, column), "unknown_id", message, "add it there or correct it here")
            )
        else:
            faults.append(ProblemError(table.where(i, column), "missing", "the node is missing"))
    return out


def _lengths(
    table: Table,
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    *,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    faults: list[ProblemError],
) -> NDArray[np.float64]:
    known = (a >= 0) & (b >= 0)
    straight = np.zeros(len(a))
    straight[known] = straight_m(x, y, a[known], b[known])
    out = straight.copy()
    for i in range(len(a)):
        if not table.text(i, "length_m"):
            if straight[i] > LONGEST_EDGE_M:
                message = f"its ends lie {straight[i] / 1000:.0f} km apart"
                faults.append(ProblemError(table.where(i, "a"), "length_m", message, "check the coordinates of both"))
            continue
        value = _number(table, i, "length_m", faults, least=0.0, most=LONGEST_EDGE_M)
        if value is None:
            continue
        out[i] = value
        # Surveyed lengths and drawn coordinates differ; a length far below the straight line is a slip of the pen.
        if known[i] and value < 0.8 * straight[i] - 5.0:
            message = f"{plain(value)} m is shorter than the straight line between its ends, {straight[i]:.0f} m"
            faults.append(ProblemError(table.where(i, "length_m"), "length_m", message, "leave it empty to take that"))
    return out


def _kinds(table: Table, faults: list[ProblemError]) -> NDArray[np.int8]:
    out = np.zeros(len(table.rows), dtype=np.int8)
    for i in range(len(table.rows)):
        text = table.text(i, "kind") or "street"
        if text in KIND_CODE:
            out[i] = KIND_CODE[text]
        else:
            message = f'the kind "{text}" is not known'
            faults.append(
                ProblemError(table.where(i, "kind"), "unknown_kind", message, "use one of " + ", ".join(KINDS))
            )
    return out


def _extras(table: Table, faults: list[ProblemError]) -> NDArray[np.int32]:
    out = np.zeros(len(table.rows), dtype=np.int32)
    for i in range(len(table.rows)):
        if table.text(i, "extra_seconds"):
            value = _number(table, i, "extra_seconds", faults, least=0, most=86_400)
            if value is not None and value != int(value):
                message = f"{plain(value)} is not a whole number of seconds"
                faults.append(ProblemError(table.where(i, "extra_seconds"), "not_whole", message, "round it"))
            out[i] = int(value or 0)
    return out


def _gates(
    table: Table,
    index: Mapping[str, int],
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    *,
    kind: NDArray[np.int8],
    faults: list[ProblemError],
) -> tuple[Gate, ...]:
    ids = _ids(table, "gate", faults)
    edges: dict[tuple[int, int], list[int]] = {}
    for edge, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        edges.setdefault((min(i, j), max(i, j)), []).append(edge)
    starts, ends = (_ends(table, column, index, faults) for column in ("a", "b"))
    out = []
    for i, name in enumerate(ids):
        text = table.text(i, "open").lower()
        if text and text not in YES | NO:
            message = f'"{text}" is neither yes nor no'
            faults.append(ProblemError(table.where(i, "open"), "not_yes_or_no", message, "write yes or no, 是 or 否"))
        if starts[i] < 0 or ends[i] < 0:
            continue
        between = f'"{table.text(i, "a")}" and "{table.text(i, "b")}"'
        here = edges.get((min(starts[i], ends[i]), max(starts[i], ends[i])), [])
        if len(here) != 1:
            message = f"{len(here) or 'no'} street edges lead between {between}"
            hint = "put a node on one of them" if here else "a gate lies on the middle of one edge"
            faults.append(ProblemError(table.where(i, "a"), "no_single_edge", message, hint))
        elif kind[here[0]] == KIND_CODE["wall"]:
            message = f"the edge between {between} is a wall"
            hint = "a gate lies on the street that leads through the wall"
            faults.append(ProblemError(table.where(i, "a"), "gate_on_wall", message, hint))
        else:
            out.append(Gate(id=name, edge=here[0], open=text not in NO))
    return tuple(out)
