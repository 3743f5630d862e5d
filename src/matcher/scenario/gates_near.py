"""Closed gates near a place, with all walks as they would be if each were open: for "one more gate open"."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matcher.problem import Place
from matcher.scenario.scenario import Scenario
from matcher.scenario.walks_of import doors_of
from matcher.walking.network import Gate
from matcher.walks import Walks

NEAR_M = 800.0
"""Straight-line metres within which a gate may help somebody get to a place."""
MOST = 3


def gates_near(scenario: Scenario, place_id: str, *, most: int = MOST) -> dict[str, Walks]:
    """The nearest closed gates, each with the walks of the scenario were it open; empty where walks come from no
    streets."""
    network = scenario.network
    if network is None or scenario.problem.walks.source != "streets":
        return {}
    here = scenario.problem.place_of[place_id]
    door = doors_of([here], network.frame)[0]
    closed = [gate for gate in network.gates if not gate.open]
    ends = [(int(network.a[g.edge]), int(network.b[g.edge])) for g in closed]
    metres = [
        float(np.hypot((network.x[a] + network.x[b]) / 2 - door.x, (network.y[a] + network.y[b]) / 2 - door.y))
        for a, b in ends
    ]
    near = sorted((m, gate.id, gate) for m, gate in zip(metres, closed, strict=True) if m <= NEAR_M)
    return {gate.id: walks_with(scenario, [gate], scenario.problem.places) for _, _, gate in near[:most]}


def walks_with(scenario: Scenario, opened: Iterable[Gate], places: Iterable[Place]) -> Walks:
    """The walks of the scenario with these gates open."""
    from matcher.walking.minutes import walks_between

    assert scenario.network is not None
    network = scenario.network.with_gates(Gate(g.id, g.edge, open=True) for g in opened)
    walks = scenario.problem.walks
    return walks_between(
        network,
        doors_of(tuple(places), network.frame),
        paces=tuple(walks.by_pace),
        limit_minutes=walks.limit,
        model=scenario.walking.model,
    )
