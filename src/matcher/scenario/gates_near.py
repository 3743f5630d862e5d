"""Closed gates near a place, with all walks as they would be if each were open: for "one more gate open"."""

from __future__ import annotations

from collections import Counter
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
    near = _closed(scenario, place_id)[:most]
    return {gate.id: walks_with(scenario, [gate], scenario.problem.places) for gate in near}


def gates_for(scenario: Scenario, visits: Iterable[str], *, most: int) -> dict[str, Walks]:
    """The closed gates that are near most of these visits, each with the walks of the scenario were it open."""
    count: Counter[str] = Counter()
    for name in visits:
        visit = scenario.problem.visit_of[name]
        place = visit.place or (visit.need.origin if visit.need is not None else None)
        if place is not None:
            count.update(gate.id for gate in _closed(scenario, place))
    closed = {gate.id: gate for gate in scenario.network.gates} if scenario.network is not None else {}
    ranked = sorted(count, key=lambda gate: (-count[gate], gate))[:most]
    return {gate: walks_with(scenario, [closed[gate]], scenario.problem.places) for gate in ranked}


def _closed(scenario: Scenario, place_id: str) -> list[Gate]:
    """Closed gates near a place, the nearest first."""
    network = scenario.network
    if network is None or scenario.problem.walks.source != "streets":
        return []
    door = doors_of([scenario.problem.place_of[place_id]], network.frame)[0]
    found = []
    for gate in network.gates:
        a, b = int(network.a[gate.edge]), int(network.b[gate.edge])
        x, y = (network.x[a] + network.x[b]) / 2, (network.y[a] + network.y[b]) / 2
        metres = float(np.hypot(x - door.x, y - door.y))
        if not gate.open and metres <= NEAR_M:
            found.append((metres, gate.id, gate))
    return [gate for _, _, gate in sorted(found, key=lambda f: f[:2])]


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
