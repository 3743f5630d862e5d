"""Street networks from OpenStreetMap files (.osm.pbf, .osm), read with osmium (extra `[map]`).

Coordinates are WGS-84; lengths are straight lines between the points of a way on the local plane. Data of
OpenStreetMap is (c) its contributors, ODbL 1.0: whoever publishes something made of it must say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import numpy as np

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.components import Fallen, largest_component
from matcher.walking.datum import Datum, Frame
from matcher.walking.network import Gate, Network, kind_codes, straight_m
from matcher.walking.osm_rules import TagRules, Tags


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A network read from OpenStreetMap, and what was left out: ways by reason, parts not connected to the rest."""

    network: Network
    fallen: Fallen
    walked_ways: int
    refused_ways: Mapping[str, int]
    incomplete_ways: int


def read_osm(path: str | Path, *, rules: TagRules | None = None) -> Network:
    """The walkable network of a file: its largest connected part. `survey` also says what was left out.

    Raises InvalidProblem for a file that cannot be read, one without walkable streets, or without osmium installed.
    """
    return survey(path, rules=rules).network


def survey(path: str | Path, *, rules: TagRules | None = None) -> Survey:
    """`read_osm` with the report of what was left out."""
    draft = _read(Path(path), rules or TagRules())
    if not draft.a:
        raise _fault(path, "no_streets", "it holds no walkable street", "check the area and the tag rules")
    network, fallen = largest_component(draft.network())
    return Survey(
        network=network,
        fallen=fallen,
        walked_ways=draft.walked,
        refused_ways=dict(sorted(draft.refused.items())),
        incomplete_ways=draft.incomplete,
    )


def _osmium() -> ModuleType:
    try:
        import osmium
    except ImportError as missing:
        raise InvalidProblem(
            [
                ProblemError(
                    where="streets",
                    code="missing_extra",
                    message="OpenStreetMap files need the package osmium, which is not installed",
                    hint='install the extra: pip install "matcher[map]"',
                )
            ]
        ) from missing
    module: ModuleType = osmium
    return module


def _fault(path: str | Path, code: str, message: str, hint: str) -> InvalidProblem:
    return InvalidProblem([ProblemError(where=str(path), code=code, message=message, hint=hint)])


@dataclass(frozen=True, slots=True)
class _Way:
    id: int
    nodes: tuple[int, ...]
    tags: Tags


def _read(path: Path, rules: TagRules) -> _Draft:
    osmium = _osmium()
    if not path.is_file():
        raise _fault(path, "not_found", "there is no such file", "give the path of an .osm.pbf or .osm file")
    ways: list[_Way] = []
    walls: list[_Way] = []
    draft = _Draft()
    spots: dict[int, tuple[float, float]] = {}
    tags_of: dict[int, Tags] = {}
    try:
        for thing in osmium.FileProcessor(str(path), osmium.osm.WAY):
            tags = {tag.k: tag.v for tag in thing.tags}
            if "highway" in tags:
                if reason := rules.refusal(tags):
                    draft.refused[reason] += 1
                else:
                    ways.append(_Way(thing.id, tuple(n.ref for n in thing.nodes), tags))
            elif rules.wall_ways and tags.get("barrier") in rules.walls:
                walls.append(_Way(thing.id, tuple(n.ref for n in thing.nodes), tags))
        wanted = {node for way in (*ways, *walls) for node in way.nodes}
        for thing in osmium.FileProcessor(str(path), osmium.osm.NODE):
            if thing.id in wanted:
                spots[thing.id] = (thing.lon, thing.lat)
                if len(thing.tags):
                    tags_of[thing.id] = {tag.k: tag.v for tag in thing.tags}
    except (RuntimeError, OSError) as broken:
        raise _fault(path, "unreadable", f"it is no OpenStreetMap file: {broken}", "give .osm.pbf or .osm") from broken
    ways.sort(key=lambda way: way.id)
    walls.sort(key=lambda way: way.id)
    draft.spots = spots
    _trace(draft, ways, tags_of, rules)
    for wall in walls:
        _add(draft, wall, "wall")
    draft.walked = len(ways)
    return draft


@dataclass
class _Draft:
    """Edges as they are collected; a node of the network is an OSM node and the number of its copy behind a gate."""

    spots: dict[int, tuple[float, float]] = field(default_factory=dict)
    a: list[tuple[int, int]] = field(default_factory=list)
    b: list[tuple[int, int]] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    gates: list[tuple[str, int, bool]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    walked: int = 0
    incomplete: int = 0

    def edge(self, a: tuple[int, int], b: tuple[int, int], kind: str) -> int:
        self.a.append(a)
        self.b.append(b)
        self.kind.append(kind)
        return len(self.a) - 1

    def network(self) -> Network:
        nodes = sorted({*self.a, *self.b})
        number = {node: i for i, node in enumerate(nodes)}
        lon = np.array([self.spots[node][0] for node, _ in nodes])
        lat = np.array([self.spots[node][1] for node, _ in nodes])
        frame = Frame.about(Datum.WGS84, lon, lat)
        x, y = frame.metres(lon, lat)
        a = np.array([number[node] for node in self.a], dtype=np.int32)
        b = np.array([number[node] for node in self.b], dtype=np.int32)
        return Network(
            node_ids=tuple(f"{node}" if not copy else f"{node}.{copy}" for node, copy in nodes),
            x=x,
            y=y,
            a=a,
            b=b,
            length_m=straight_m(x, y, a, b),
            kind=kind_codes(self.kind),
            extra_seconds=np.zeros(len(a), dtype=np.int32),
            gates=tuple(Gate(id=name, edge=edge, open=is_open) for name, edge, is_open in self.gates),
            frame=frame,
        )


def _add(draft: _Draft, way: _Way, kind: str) -> list[int]:
    """The edges of a way; points outside the file are skipped, a run of one point twice gives no edge."""
    if any(node not in draft.spots for node in way.nodes):
        draft.incomplete += 1
    edges = []
    for a, b in zip(way.nodes, way.nodes[1:], strict=False):
        if a != b and a in draft.spots and b in draft.spots:
            edges.append(draft.edge((a, 0), (b, 0), kind))
    return edges


def _trace(draft: _Draft, ways: list[_Way], tags_of: Mapping[int, Tags], rules: TagRules) -> None:
    at: dict[int, list[int]] = {}
    waited: set[int] = set()
    way_of: list[int] = []
    is_path: list[bool] = []
    for w, way in enumerate(ways):
        kind = rules.kind(way.tags)
        edges = _add(draft, way, kind)
        way_of += [w] * len(edges)
        is_path += [kind != "street"] * len(edges)
        for edge in edges:
            for node, _ in (draft.a[edge], draft.b[edge]):
                at.setdefault(node, []).append(edge)
        crossing = rules.crossing(way.tags)
        if crossing and edges:
            on_nodes = {rules.crossing(tags_of.get(node, {})) for node in way.nodes}
            # One edge carries the wait of the whole crossing: it is waited for once.
            flat = [edge for edge in edges if draft.kind[edge] != "steps"]
            if flat:
                draft.kind[flat[len(flat) // 2]] = "signal" if "signal" in on_nodes else crossing
            waited.update(edges)
    for node, edges in sorted(at.items()):
        tags = tags_of.get(node, {})
        if crossing := rules.crossing(tags):
            _wait(draft, [e for e in edges if is_path[e] and draft.kind[e] != "steps"], waited, kind=crossing)
        if barrier := rules.barrier(tags):
            _bar(draft, node, edges, barrier=barrier, way_of=way_of)


def _wait(draft: _Draft, paths: list[int], waited: set[int], *, kind: str) -> None:
    """A crossing node makes the paths that meet there wait: all but the first, so that going through waits once."""
    if waited.isdisjoint(paths):
        for edge in paths[1:] if len(paths) > 1 else paths:
            draft.kind[edge] = kind


def _bar(draft: _Draft, node: int, edges: list[int], *, barrier: str, way_of: list[int]) -> None:
    """Moves edges behind a barrier node: those of the way that runs on through it stay, others end at a copy.

    At a node in the middle of one single way, only the first edge stays. A gate joins copy and node; a wall does not.
    """
    counts = Counter(way_of[edge] for edge in edges)
    through = min((way for way, count in counts.items() if count > 1), default=-1)
    staying = {edges[0]} if len(edges) <= 2 or through < 0 else {e for e in edges if way_of[e] == through}
    copy = 0
    for edge in edges:
        if edge in staying:
            continue
        copy += 1
        for ends in (draft.a, draft.b):
            if ends[edge] == (node, 0):
                ends[edge] = (node, copy)
        if barrier != "wall":
            name = str(node) if len(edges) - len(staying) == 1 else f"{node}.{copy}"
            joint = draft.edge((node, 0), (node, copy), "gate")
            draft.gates.append((name, joint, barrier == "open"))
