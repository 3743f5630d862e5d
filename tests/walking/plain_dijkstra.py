"""Walking seconds once more, the plain way: every edge split at its middle and at every door, one heap, floats."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import pairwise

from matcher.walking import KINDS, Network, TimeModel

Spot = tuple[int, float, int]
"""Edge, fraction of its length from a, and which half a door on its very middle belongs to (0 or 1)."""


def plain_seconds(network: Network, spots: Sequence[Spot], *, pace: float, model: TimeModel) -> list[list[float]]:
    graph: dict[Hashable, list[tuple[Hashable, float]]] = defaultdict(list)

    def join(one: Hashable, other: Hashable, seconds: float) -> None:
        graph[one].append((other, seconds))
        graph[other].append((one, seconds))

    waits = {"signal": model.signal_seconds, "zebra": model.zebra_seconds, "gate": model.gate_seconds}
    for edge in range(network.edges):
        kind = KINDS[network.kind[edge]]
        if kind == "wall":
            continue
        gates = [gate for gate in network.gates if gate.edge == edge]
        wait = int(network.extra_seconds[edge]) + waits.get(kind, 0)
        wait += model.gate_seconds * (len(gates) - 1 if kind == "gate" and gates else len(gates))
        metres_a_second = pace * (model.steps_factor if kind == "steps" else 1.0)
        seconds = float(network.length_m[edge]) / metres_a_second
        stops: list[tuple[float, float, Hashable]] = [
            (0.0, 0.0, ("node", int(network.a[edge]))),
            (0.5, 0.25, ("middle", edge, 0)),
            (0.5, 0.75, ("middle", edge, 1)),
            (1.0, 1.0, ("node", int(network.b[edge]))),
        ]
        stops += [
            (f, 0.2 if f < 0.5 or (f == 0.5 and half == 0) else 0.8, ("door", k))
            for k, (e, f, half) in enumerate(spots)
            if e == edge
        ]
        stops.sort(key=lambda stop: stop[:2])
        for (f, _, one), (g, _, other) in pairwise(stops):
            if one == ("middle", edge, 0) and other == ("middle", edge, 1):
                if all(gate.open for gate in gates):
                    join(one, other, wait)
            else:
                join(one, other, (g - f) * seconds)
    return [_from(graph, ("door", k), [("door", j) for j in range(len(spots))]) for k in range(len(spots))]


def _from(
    graph: dict[Hashable, list[tuple[Hashable, float]]], start: Hashable, goals: Sequence[Hashable]
) -> list[float]:
    best: dict[Hashable, float] = {start: 0.0}
    heap: list[tuple[float, int, Hashable]] = [(0.0, 0, start)]
    pushed = 0
    while heap:
        seconds, _, here = heapq.heappop(heap)
        if seconds > best[here]:
            continue
        for there, more in graph[here]:
            if seconds + more < best.get(there, float("inf")):
                best[there] = seconds + more
                pushed += 1
                heapq.heappush(heap, (seconds + more, pushed, there))
    return [best.get(goal, float("inf")) for goal in goals]
