"""Nodes and edges of a synthetic city: sidewalks around blocks, crossings, lanes behind gates, open alleys."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from matcher.walking.city_plan import Axis, Block, Rectangle, StreetPlan, block_stream
from matcher.walking.network import Gate, Network, kind_codes

Side = Literal["south", "east", "north", "west"]
SIDES: tuple[Side, ...] = ("south", "east", "north", "west")
WALL_M, LANE_M, ALLEY_M = 14.0, 62.0, 85.0
"""From sidewalk to the lanes of a compound; between lanes of a compound; between alleys of open fabric."""
ZEBRA_SHARE = 0.75
SPLITS = (0.4, 0.65, 0.75)
"""Shares of the gated blocks that are one compound, two side by side, two end to end (added up); the rest are four."""
MORE_GATES = (0.88, 0.58, 0.28)
"""Shares of the compounds that use a second, third, fourth gate."""
RING_SHARE = 0.8
"""Share of the ends of a compound where its lanes are joined too, not only by the spine."""


@dataclass
class Draft:
    """A network being drawn. Coordinates are kept to 0.1 m."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    rings: dict[tuple[int, Side], list[tuple[float, int]]] = field(default_factory=dict)

    def node(self, x: float, y: float) -> int:
        self.x.append(round(x, 1))
        self.y.append(round(y, 1))
        return len(self.x) - 1

    def edge(self, a: int, b: int, kind: str = "street") -> int:
        self.edges.append((a, b, kind))
        return len(self.edges) - 1

    def line(self, points: dict[float, int], kind: str = "path") -> None:
        """Joins nodes in order of their position."""
        ordered = [points[at] for at in sorted(points)]
        for a, b in pairwise(ordered):
            self.edge(a, b, kind)

    def on_ring(self, block: Block, side: Side, at: float) -> int:
        """The node of a block's sidewalk at a coordinate along one side."""
        for position, node in self.rings.setdefault((block.number, side), []):
            if abs(position - at) < 0.05:
                return node
        ring = block.sidewalk
        x, y = {
            "south": (at, ring.y0),
            "north": (at, ring.y1),
            "west": (ring.x0, at),
            "east": (ring.x1, at),
        }[side]
        node = self.node(x, y)
        self.rings[block.number, side].append((at, node))
        return node

    def network(self) -> Network:
        a = np.array([e[0] for e in self.edges], dtype=np.int32)
        b = np.array([e[1] for e in self.edges], dtype=np.int32)
        x, y = np.array(self.x), np.array(self.y)
        return Network(
            node_ids=tuple(f"n{i}" for i in range(len(x))),
            x=x,
            y=y,
            a=a,
            b=b,
            length_m=np.round(np.hypot(x[a] - x[b], y[a] - y[b]), 1),
            kind=kind_codes([e[2] for e in self.edges]),
            extra_seconds=np.zeros(len(a), dtype=np.int32),
            gates=tuple(self.gates),
        )


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane or alley buildings stand on, from `x0` to `x1` at `y`; `compound` None: open fabric."""

    block: int
    compound: str | None
    x0: float
    x1: float
    y: float


def draw(
    plan: StreetPlan, columns: Axis, rows: Axis, blocks: tuple[Block, ...], *, seed: int
) -> tuple[Draft, list[Lane]]:
    """The whole network, and the lanes for buildings."""
    draft, lanes = Draft(), []
    for block in blocks:
        ring = block.sidewalk
        corners = {(x, y): draft.node(x, y) for x in (ring.x0, ring.x1) for y in (ring.y0, ring.y1)}
        draft.rings[block.number, "south"] = [(x, corners[x, ring.y0]) for x in (ring.x0, ring.x1)]
        draft.rings[block.number, "north"] = [(x, corners[x, ring.y1]) for x in (ring.x0, ring.x1)]
        draft.rings[block.number, "west"] = [(y, corners[ring.x0, y]) for y in (ring.y0, ring.y1)]
        draft.rings[block.number, "east"] = [(y, corners[ring.x1, y]) for y in (ring.y0, ring.y1)]
        rng = block_stream(seed, block.number, "inside")
        if block.kind == "gated":
            lanes += _compounds(draft, plan, block, rng)
        elif block.kind == "open":
            lanes += _open(draft, block, rng)
    _crossings(draft, columns, rows, blocks, seed=seed)
    for points in draft.rings.values():
        draft.line(dict(points), "street")
    return draft, lanes


def _compounds(draft: Draft, plan: StreetPlan, block: Block, rng: np.random.Generator) -> list[Lane]:
    """One, two or four compounds wall to wall; gates only where a compound touches a street."""
    ring, lanes = block.sidewalk, []
    mx, my = ring.middle
    split = rng.random()
    if split < SPLITS[0]:
        parts: list[tuple[Rectangle, tuple[Side, ...]]] = [(ring, SIDES)]
    elif split < SPLITS[1]:
        parts = [
            (Rectangle(ring.x0, ring.y0, mx, ring.y1), ("south", "north", "west")),
            (Rectangle(mx, ring.y0, ring.x1, ring.y1), ("south", "north", "east")),
        ]
    elif split < SPLITS[2]:
        parts = [
            (Rectangle(ring.x0, ring.y0, ring.x1, my), ("south", "east", "west")),
            (Rectangle(ring.x0, my, ring.x1, ring.y1), ("east", "north", "west")),
        ]
    else:
        parts = [
            (Rectangle(ring.x0, ring.y0, mx, my), ("south", "west")),
            (Rectangle(mx, ring.y0, ring.x1, my), ("south", "east")),
            (Rectangle(ring.x0, my, mx, ring.y1), ("north", "west")),
            (Rectangle(mx, my, ring.x1, ring.y1), ("north", "east")),
        ]
    for k, (outline, sides) in enumerate(parts):
        lanes += _compound(draft, plan, block, f"b{block.number}c{k + 1}", outline, sides, rng)
    return lanes


def _compound(
    draft: Draft,
    plan: StreetPlan,
    block: Block,
    name: str,
    outline: Rectangle,
    sides: tuple[Side, ...],
    rng: np.random.Generator,
) -> list[Lane]:
    """Lanes from west to east joined by one spine; a gate a street side, of which the first drawn are open."""
    x0, x1 = outline.x0 + WALL_M, outline.x1 - WALL_M
    low, high = outline.y0 + WALL_M + 8, outline.y1 - WALL_M - 8
    count = max(2, round((high - low) / LANE_M) + 1)
    ys = [round(low + (high - low) * i / (count - 1), 1) for i in range(count)]
    spine = round(x0 + (x1 - x0) * float(rng.uniform(0.3, 0.7)), 1)
    at: list[dict[float, int]] = [{x: draft.node(x, y) for x in (x0, spine, x1)} for y in ys]
    order = [sides[i] for i in rng.permutation(len(sides)).tolist()]
    wish, where = float(rng.random()), rng.random(4)
    low_gates, high_gates = plan.gates
    open_gates = min(len(sides), low_gates + sum(wish < p for p in MORE_GATES[: high_gates - low_gates]))
    for k, side in enumerate(order):
        if side in ("south", "north"):
            lane = 0 if side == "south" else count - 1
            x = round(x0 + (x1 - x0) * float(0.15 + 0.7 * where[k]), 1)
            inner = at[lane].setdefault(x, -1)
            if inner < 0:
                inner = at[lane][x] = draft.node(x, ys[lane])
            outer = draft.on_ring(block, side, x)
        else:
            lane = int(where[k] * count)
            inner = at[lane][x0 if side == "west" else x1]
            outer = draft.on_ring(block, side, ys[lane])
        edge = draft.edge(outer, inner, "gate")
        draft.gates.append(Gate(id=f"{name}-{side}", edge=edge, open=k < open_gates))
    for points in at:
        draft.line(points)
    draft.line({y: points[spine] for y, points in zip(ys, at, strict=True)})
    for end in (x0, x1):
        if rng.random() < RING_SHARE:
            draft.line({y: points[end] for y, points in zip(ys, at, strict=True)})
    return [Lane(block.number, name, x0, x1, y) for y in ys]


def _open(draft: Draft, block: Block, rng: np.random.Generator) -> list[Lane]:
    """Alleys across the whole block, open to every side; some are missing."""
    ring = block.sidewalk
    columns = _between(ring.x0, ring.x1, rng)
    rows = _between(ring.y0, ring.y1, rng)
    at = {(x, y): draft.node(x, y) for x in columns for y in rows}
    lanes = []
    for y in rows:
        points = {x: at[x, y] for x in columns}
        points[ring.x0] = draft.on_ring(block, "west", y)
        points[ring.x1] = draft.on_ring(block, "east", y)
        draft.line(points)
        lanes.append(Lane(block.number, None, ring.x0 + WALL_M, ring.x1 - WALL_M, y))
    for x in columns:
        points = {y: at[x, y] for y in rows}
        if rng.random() < 0.8:
            points[ring.y0] = draft.on_ring(block, "south", x)
        if rng.random() < 0.8:
            points[ring.y1] = draft.on_ring(block, "north", x)
        draft.line(points)
    return lanes


def _between(low: float, high: float, rng: np.random.Generator) -> list[float]:
    count = max(1, math.floor((high - low) / ALLEY_M) - 1)
    step = (high - low) / (count + 1)
    return [round(low + step * (i + 1) + float(rng.uniform(-8, 8)), 1) for i in range(count)]


def _crossings(draft: Draft, columns: Axis, rows: Axis, blocks: tuple[Block, ...], *, seed: int) -> None:
    """Signals over arterials and zebras over local streets at corners, some zebras between; bridges over a canal."""
    width = len(columns.spans)
    for block in blocks:
        rng = block_stream(seed, block.number, "crossings")
        draws = rng.random(4)
        if block.column + 1 < width:
            other = blocks[block.number + 1]
            kind = "signal" if columns.gaps[block.column] == "arterial" else "zebra"
            low, high = block.sidewalk.y0, block.sidewalk.y1
            middle = [round(low + (high - low) * (0.3 + 0.4 * draws[1]), 1)] if draws[0] < ZEBRA_SHARE else []
            for y in [low, high, *middle]:
                draft.edge(
                    draft.on_ring(block, "east", y),
                    draft.on_ring(other, "west", y),
                    kind if y in (low, high) else "zebra",
                )
        if block.row + 1 < len(rows.spans):
            other = blocks[block.number + width]
            gap = rows.gaps[block.row]
            low, high = block.sidewalk.x0, block.sidewalk.x1
            if gap == "canal":
                bridged = {
                    low: block.column > 0 and columns.gaps[block.column - 1] == "arterial",
                    high: block.column + 1 < width and columns.gaps[block.column] == "arterial",
                }
                if width <= 2:  # a city without an arterial across still has its bridge
                    bridged[high] = bridged[high] or block.column == 0
                places, kind = [x for x, there in bridged.items() if there], "street"
            else:
                middle = [round(low + (high - low) * (0.3 + 0.4 * draws[3]), 1)] if draws[2] < ZEBRA_SHARE else []
                places, kind = [low, high, *middle], "signal" if gap == "arterial" else "zebra"
            for x in places:
                draft.edge(
                    draft.on_ring(block, "north", x),
                    draft.on_ring(other, "south", x),
                    "zebra" if kind == "signal" and x not in (low, high) else kind,
                )
