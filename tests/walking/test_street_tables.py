"""Street tables <-> Network: lossless, defaults, and every fault with its row and column."""

from __future__ import annotations

import pytest
from drawn import drawn, networks
from hypothesis import given

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import Datum, Gate, Network
from matcher.walking.tables import Table, lay_gates, network_of, rows_of

NODES = [{"node": "p", "x": "0", "y": "0"}, {"node": "q", "x": "30", "y": "40"}, {"node": "007", "x": "0", "y": "40.5"}]
KINDS_HINT = "use one of street, path, steps, signal, zebra, gate, wall"


def columns(network: Network) -> tuple[object, ...]:
    arrays = (network.x, network.y, network.a, network.b, network.length_m, network.extra_seconds)
    return (network.node_ids, *(column.tolist() for column in arrays), network.kind_names(), network.gates)


def faults(*tables: object, datum: Datum = Datum.LOCAL) -> list[ProblemError]:
    with pytest.raises(InvalidProblem) as caught:
        network_of(*tables, datum=datum)  # type: ignore[arg-type]
    return list(caught.value.errors)


def test_tables_become_a_network() -> None:
    edges = [
        {"a": "p", "b": "q", "length_m": "", "kind": "", "extra_seconds": ""},
        {"a": "q", "b": "007", "length_m": "45.5", "kind": "steps", "extra_seconds": "20"},
    ]
    gates = [{"gate": "北门", "a": "q", "b": "p", "open": "否"}, {"gate": "g2", "a": "q", "b": "007"}]
    expected = drawn(
        {"p": (0, 0), "q": (30, 40), "007": (0, 40.5)},
        [("p", "q"), ("q", "007", "steps", 45.5, 20)],
        [Gate("北门", 0, open=False), Gate("g2", 1, open=True)],
    )
    assert columns(network_of(NODES, edges, gates, datum=Datum.LOCAL)) == columns(expected)
    assert expected.length_m.tolist() == [50.0, 45.5]


@given(networks())
def test_tables_round_trip(network: Network) -> None:
    """Gates are named by the ends of their edge, so parallel edges with gates cannot be written: they are dropped."""
    ends = [frozenset(pair) for pair in zip(network.a.tolist(), network.b.tolist(), strict=True)]
    walls = {e for e, kind in enumerate(network.kind_names()) if kind == "wall"}
    network = network.replaced(
        gates=tuple(g for g in network.gates if ends.count(ends[g.edge]) == 1 and g.edge not in walls)
    )
    again = network_of(*rows_of(network), datum=Datum.LOCAL)
    assert columns(again) == columns(network)


def test_degrees_round_trip_as_text() -> None:
    nodes = [
        {"node": "p", "lon": "116.5871234", "lat": "35.4151000"},
        {"node": "q", "lon": "116.5900000", "lat": "35.41"},
    ]
    network = network_of(nodes, [{"a": "p", "b": "q"}], datum=Datum.GCJ02)
    again = [dict(nodes[0]), nodes[1] | {"lat": "35.4100000"}]
    assert (rows_of(network)[0], network.frame.datum) == (again, Datum.GCJ02)


def test_every_fault_of_the_nodes() -> None:
    nodes = [
        {"node": "p", "x": "0", "y": "abc"},
        {"node": "p", "x": "", "y": "1e99"},
        {"node": "", "lon": "116.5", "lat": "35.4"},
    ]
    assert faults(nodes, []) == [
        ProblemError("street_nodes row 3, column node", "duplicate", 'the node "p" is given more than once',
                     "give each its own name"),
        ProblemError("street_nodes row 4, column node", "missing", "the node has no name"),
        ProblemError("street_nodes row 2, column y", "not_a_number", '"abc" is not a number'),
        ProblemError("street_nodes row 3, column x", "missing", "the number is missing"),
        ProblemError("street_nodes row 3, column y", "out_of_bounds",
                     "1e99 is out of bounds, -20000000 to 20000000"),
        ProblemError("street_nodes row 4, column lon", "mixed_datum", "lon and lat are given but the datum is local",
                     "give x, y in metres, or set the datum to WGS-84 or GCJ-02"),
    ]  # fmt: skip


def test_metres_under_a_datum_of_degrees_and_swapped_degrees() -> None:
    nodes = [{"node": "p", "x": "1", "y": "2"}, {"node": "q", "lon": "35.4", "lat": "116.5"}]
    assert faults(nodes, [], datum=Datum.WGS84) == [
        ProblemError("street_nodes row 2, column x", "mixed_datum", "x and y are given but the datum is wgs84",
                     "give lon, lat in degrees, or set the datum to local"),
        ProblemError("street_nodes row 3, column lat", "out_of_bounds", "116.5 is out of bounds, -90 to 90",
                     "are lon and lat swapped?"),
    ]  # fmt: skip


def test_every_fault_of_the_edges() -> None:
    edges = [
        {"a": "p", "b": "z", "kind": "road", "extra_seconds": "1.5"},
        {"a": "", "b": "q", "length_m": "-1", "extra_seconds": "86401"},
        {"a": "q", "b": "q"},
        {"a": "p", "b": "q", "length_m": "34.9"},
        {"a": "p", "b": "q", "length_m": "35", "extra_seconds": "nan"},
    ]
    known = "add it there or correct it here"
    assert faults(NODES, edges) == [
        ProblemError("street_edges row 3, column a", "missing", "the node is missing"),
        ProblemError("street_edges row 2, column b", "unknown_id", 'the node "z" is not in street_nodes', known),
        ProblemError("street_edges row 4, column b", "loop", 'the edge leads from "q" to itself',
                     "put a node in the middle of the loop"),
        ProblemError("street_edges row 3, column length_m", "out_of_bounds", "-1 is out of bounds, 0 to 100000"),
        ProblemError("street_edges row 5, column length_m", "length_m",
                     "34.9 m is shorter than the straight line between its ends, 50 m", "leave it empty to take that"),
        ProblemError("street_edges row 2, column kind", "unknown_kind", 'the kind "road" is not known', KINDS_HINT),
        ProblemError("street_edges row 2, column extra_seconds", "not_whole",
                     "1.5 is not a whole number of seconds", "round it"),
        ProblemError("street_edges row 3, column extra_seconds", "out_of_bounds",
                     "86401 is out of bounds, 0 to 86400"),
        ProblemError("street_edges row 6, column extra_seconds", "not_a_number", '"nan" is not a number'),
    ]  # fmt: skip


def test_every_fault_of_the_gates() -> None:
    edges = [{"a": "p", "b": "q"}, {"a": "q", "b": "p"}, {"a": "q", "b": "007", "kind": "wall"}]
    gates = [
        {"gate": "g", "a": "p", "b": "q", "open": "maybe"},
        {"gate": "g", "a": "p", "b": "007"},
        {"gate": "h", "a": "007", "b": "q"},
        {"gate": "i", "a": "p", "b": "x"},
    ]
    assert faults(NODES, edges, Table(name="gates", rows=gates, numbers=[2, 3, 7, 8])) == [
        ProblemError("gates row 3, column gate", "duplicate", 'the gate "g" is given more than once',
                     "give each its own name"),
        ProblemError("gates row 8, column b", "unknown_id", 'the node "x" is not in street_nodes',
                     "add it there or correct it here"),
        ProblemError("gates row 2, column open", "not_yes_or_no", '"maybe" is neither yes nor no',
                     "write yes or no, 是 or 否"),
        ProblemError("gates row 2, column a", "no_single_edge", '2 street edges lead between "p" and "q"',
                     "put a node on one of them"),
        ProblemError("gates row 3, column a", "no_single_edge", 'no street edges lead between "p" and "007"',
                     "a gate lies on the middle of one edge"),
        ProblemError("gates row 7, column a", "gate_on_wall", 'the edge between "007" and "q" is a wall',
                     "a gate lies on the street that leads through the wall"),
    ]  # fmt: skip


def test_ends_hundreds_of_kilometres_apart_are_a_slip() -> None:
    nodes = [{"node": "p", "lon": "116.5", "lat": "35.4"}, {"node": "q", "lon": "119.5", "lat": "35.4"}]
    assert [(e.where, e.code) for e in faults(nodes, [{"a": "p", "b": "q"}], datum=Datum.WGS84)] == [
        ("street_edges row 2, column a", "length_m")
    ]


def test_empty_tables_are_an_empty_network() -> None:
    network = network_of([], [], [], datum=Datum.WGS84)
    assert (network.nodes, network.edges, rows_of(network)) == (0, 0, ([], [], []))


def test_gates_are_laid_over_streets_read_from_elsewhere() -> None:
    network = drawn({"p": (0, 0), "q": (10, 0), "r": (20, 0)}, [("p", "q"), ("q", "r")], [Gate("old", 0), Gate("g", 0)])
    found = lay_gates(network, [{"gate": "g", "a": "r", "b": "q", "open": "no"}])
    assert found.gates == (Gate("old", 0), Gate("g", 1, open=False))
    with pytest.raises(InvalidProblem) as caught:
        lay_gates(network, [{"gate": "g", "a": "p", "b": "s"}])
    assert [e.where for e in caught.value.errors] == ["gates row 2, column b"]
