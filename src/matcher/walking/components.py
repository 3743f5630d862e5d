"""Connected parts of a network, and what is lost by keeping only the largest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from matcher.walking.network import KIND_CODE, Network


@dataclass(frozen=True, slots=True)
class Fallen:
    """What `largest_component` dropped: how many separate parts, their nodes, edges and kilometres of street."""

    components: int
    nodes: int
    edges: int
    km: float


def component_of(network: Network) -> NDArray[np.int64]:
    """The number of the connected part of every node, 0 the longest; closed gates count as open, walls do not join.

    Parts are numbered by falling length of street; ties by their first node.
    """
    joins = network.kind != KIND_CODE["wall"]
    a, b = network.a[joins], network.b[joins]
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(network.nodes, network.nodes))
    count, label = connected_components(graph, directed=False)
    metres = np.zeros(count)
    np.add.at(metres, label[a], network.length_m[joins])
    _, first = np.unique(label, return_index=True)
    number = np.empty(count, dtype=np.int64)
    number[np.lexsort((first, -metres))] = np.arange(count)
    return number[label]


def largest_component(network: Network) -> tuple[Network, Fallen]:
    """The network without the parts its longest connected part cannot reach, and what fell out. Walls stay."""
    part = component_of(network)
    wall = network.kind == KIND_CODE["wall"]
    keep_edge = wall | (part[network.a] == 0)
    keep_node = part == 0
    keep_node[network.a[wall]] = True
    keep_node[network.b[wall]] = True
    number = np.cumsum(keep_node) - 1
    new_edge = np.cumsum(keep_edge) - 1
    kept = Network(
        node_ids=tuple(np.array(network.node_ids, dtype=object)[keep_node].tolist()),
        x=network.x[keep_node],
        y=network.y[keep_node],
        a=number[network.a[keep_edge]],
        b=number[network.b[keep_edge]],
        length_m=network.length_m[keep_edge],
        kind=network.kind[keep_edge],
        extra_seconds=network.extra_seconds[keep_edge],
        gates=tuple(replace(g, edge=int(new_edge[g.edge])) for g in network.gates if keep_edge[g.edge]),
        frame=network.frame,
    )
    fallen = Fallen(
        components=max(0, len(np.unique(part[~keep_node]))),
        nodes=int((~keep_node).sum()),
        edges=int((~keep_edge).sum()),
        km=round(float(network.length_m[~keep_edge].sum()) / 1000, 3),
    )
    return kept, fallen
