"""Places and streets of a plan. Streets of several communities are joined where their nodes lie on one point."""

from __future__ import annotations

from typing import Any

from matcher_api.planning.scope import Scope

Value = dict[str, Any]
Ends = tuple[str, str]


def ground_rows(scope: Scope) -> dict[str, list[Value]]:
    kept = scope.kept
    first, second = ("x", "y") if kept.communities[0].datum == "local" else ("lon", "lat")
    node, shown = _nodes(scope)
    owner: dict[Ends, str] = {}
    edges, gates = [], []
    for e in kept.edges:
        a, b = node[e.community_id, e.a], node[e.community_id, e.b]
        # A street on the border is in the files of both communities.
        if owner.setdefault((min(a, b), max(a, b)), e.community_id) == e.community_id:
            row = {"a": a, "b": b, "length_m": e.length_m, "kind": e.kind, "extra_seconds": e.extra_seconds}
            edges.append(row)
    guard: dict[Ends, str] = {}
    for g in kept.gates:
        a, b = node.get((g.community_id, g.a), g.a), node.get((g.community_id, g.b), g.b)
        if guard.setdefault((min(a, b), max(a, b)), g.community_id) == g.community_id:
            gates.append({"gate": scope.local(g.community_id, g.code), "a": a, "b": b, "open": g.open})
    codes = {(p.community_id, p.code): p.id for p in kept.places}
    used = _used(scope)
    return {
        "places": [
            {
                "place": scope.key(p.id),
                "kind": p.kind,
                first: p.x,
                second: p.y,
                "access_seconds": p.access_seconds,
                "building": p.building,
                "community": p.area,
            }
            for p in kept.places
            if p.id in used
        ],
        "street_nodes": [{"node": name, first: x, second: y} for name, (x, y) in shown.items()],
        "street_edges": edges,
        "gates": gates,
        "walks": [
            {"a": scope.key(there), "b": scope.key(back), "minutes": w.minutes}
            for w in kept.walks
            if (there := codes.get((w.community_id, w.a))) in used
            and (back := codes.get((w.community_id, w.b))) in used
        ],
    }


def _nodes(scope: Scope) -> tuple[dict[tuple[str, str], str], dict[str, tuple[float, float]]]:
    """Names by (community, code), and the nodes by name."""
    at: dict[tuple[float, float], tuple[str, str]] = {}
    names: dict[tuple[str, str], str] = {}
    shown: dict[str, tuple[float, float]] = {}
    for n in scope.kept.nodes:
        name = scope.local(n.community_id, n.code)
        community, there = at.setdefault((round(n.x, 7), round(n.y, 7)), (n.community_id, name))
        mine = name if community == n.community_id else there
        names[n.community_id, n.code] = mine
        shown.setdefault(mine, (n.x, n.y))
    return names, shown


def _used(scope: Scope) -> frozenset[str | None]:
    """For planning only the places somebody walks from or to: homes of others may lie off the streets."""
    if scope.ids:
        return frozenset(p.id for p in scope.kept.places)
    return scope.also | frozenset([
        *(p.home_id for p in scope.people.values()),
        *(f.place_id for f in scope.rooms.values()),
        *(place for v in scope.visits.values() for place in (v.place_id, v.origin_id)),
    ])  # fmt: skip
