"""A network is validated when built; all faults at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import drawn, line

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking import KINDS, Gate, Network, TimeModel, kind_codes
from matcher.walking.components import Fallen, component_of, largest_component


def test_arrays_are_copied_and_read_only() -> None:
    x = np.array([0.0, 10.0])
    network = replace(line(10.0), x=x)
    x[0] = 5.0
    assert network.x.tolist() == [0.0, 10.0]
    with pytest.raises(ValueError, match="read-only"):
        network.x[0] = 1.0


def test_every_fault_is_reported() -> None:
    with pytest.raises(InvalidProblem) as caught:
        Network(
            node_ids=("p", "q", "q"),
            x=np.array([0.0, np.nan, 2.0]),
            y=np.zeros(3),
            a=np.array([0, 1, 0, 0], dtype=np.int32),
            b=np.array([0, 9, 1, 2], dtype=np.int32),
            length_m=np.array([1.0, -1.0, np.inf, 100_000.0]),
            kind=np.array([0, 0, len(KINDS), 0], dtype=np.int8),
            extra_seconds=np.array([0, 0, -1, 86_400], dtype=np.int32),
            gates=(Gate("g", 0), Gate("g", 4)),
        )
    assert caught.value.errors == (
        ProblemError("node q", "duplicate", "the node is given twice"),
        ProblemError("node q", "not_finite", "its coordinates are not numbers"),
        ProblemError("street edge 1 (q-?9)", "unknown_id", "an end is not one of the 3 nodes"),
        ProblemError(
            "street edge 0 (p-p)", "loop", "it leads from a node to itself", "put a node in the middle of the loop"
        ),
        ProblemError("street edge 1 (q-?9)", "length_m", "length_m must be 0 to 100000"),
        ProblemError("street edge 2 (p-q)", "length_m", "length_m must be 0 to 100000"),
        ProblemError("street edge 2 (p-q)", "extra_seconds", "extra_seconds must be 0 to 86400"),
        ProblemError("street edge 2 (p-q)", "unknown_kind", "its kind code is unknown"),
        ProblemError("gate g", "duplicate", "the gate is given twice"),
        ProblemError("gate g", "unknown_id", "edge 4 is not one of the 4 edges"),
    )


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(InvalidProblem) as caught:
        replace(line(10.0, 10.0), y=np.zeros(2), kind=kind_codes(["street"]))
    assert [(e.where, e.message) for e in caught.value.errors] == [
        ("street_nodes", "y has 2 rows, node 3"),
        ("street_edges", "kind has 1 rows, a 2"),
    ]


def test_unknown_kinds_are_named() -> None:
    with pytest.raises(InvalidProblem) as caught:
        kind_codes(["street", "stairs", "path", "road"])
    assert [(e.where, e.message) for e in caught.value.errors] == [
        ("street edge 1", 'the kind "stairs" is not known'),
        ("street edge 3", 'the kind "road" is not known'),
    ]


def test_gates_are_laid_over_a_network() -> None:
    network = replace(line(10.0, 10.0), gates=(Gate("g", 0),))
    changed = network.with_gates([Gate("g", 0, open=False), Gate("h", 1)])
    assert changed.gates == (Gate("g", 0, open=False), Gate("h", 1, open=True))
    assert network.gates == (Gate("g", 0, open=True),)


def test_parameters_of_the_time_model_are_bounded() -> None:
    with pytest.raises(InvalidProblem) as caught:
        TimeModel(steps_factor=0.0, signal_seconds=-1, snap_limit_m=float("nan"), detour=0.99)
    assert [e.code for e in caught.value.errors] == ["steps_factor", "signal_seconds", "snap_limit_m", "detour"]


def islands() -> Network:
    """A long part with a closed gate in it, a short part, a lone node, and a wall between the parts."""
    spots = {
        "s1": (0.0, 500.0), "s2": (100.0, 500.0), "p": (0.0, 0.0), "q": (100.0, 0.0), "r": (300.0, 0.0),
        "lone": (0.0, 900.0), "w": (50.0, 250.0),
    }  # fmt: skip
    edges = [("s1", "s2"), ("p", "q"), ("q", "r"), ("p", "w", "wall"), ("w", "s1", "wall")]
    return drawn(spots, edges, [Gate("lost", 0), Gate("shut", 2, open=False)])


def test_only_the_largest_part_is_kept_and_the_rest_reported() -> None:
    network = islands()
    assert component_of(network).tolist() == [1, 1, 0, 0, 0, 2, 3]
    kept, fallen = largest_component(network)
    assert fallen == Fallen(components=2, nodes=2, edges=1, km=0.1)
    assert kept.node_ids == ("s1", "p", "q", "r", "w")
    edges = list(zip(kept.a.tolist(), kept.b.tolist(), kept.kind_names(), strict=True))
    assert edges == [(1, 2, "street"), (2, 3, "street"), (1, 4, "wall"), (4, 0, "wall")]
    assert kept.gates == (Gate("shut", 1, open=False),)


def test_a_connected_network_loses_nothing() -> None:
    kept, fallen = largest_component(line(10.0, 20.0))
    assert (kept.node_ids, fallen) == (("0", "1", "2"), Fallen(components=0, nodes=0, edges=0, km=0.0))


def test_the_largest_part_is_the_one_with_most_street() -> None:
    spots = {"p": (0.0, 0.0), "q": (10.0, 0.0), "r": (20.0, 0.0), "s": (0.0, 90.0), "t": (90.0, 90.0)}
    kept, fallen = largest_component(drawn(spots, [("p", "q"), ("q", "r"), ("s", "t")]))
    assert (kept.node_ids, fallen) == (("s", "t"), Fallen(components=1, nodes=3, edges=2, km=0.02))
