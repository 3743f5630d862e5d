"""The plan of a synthetic city: knobs, lines of streets, blocks and what each block is. Metres, x east, y north."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from matcher.errors import InvalidProblem, ProblemError

BlockKind = Literal["gated", "open", "school", "park"]
ARTERIAL_WIDTH_M, LOCAL_WIDTH_M, CANAL_WIDTH_M = 40.0, 16.0, 56.0
"""Between the sidewalks of both sides; that of a canal holds its two embankments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetPlan:
    """Knobs of a city. `gated` is the share of the blocks people live in that are walled, `gates` the open gates of a
    compound (fewest, most; at most one a street side, the others are there but closed); `impassable` the share of
    blocks that are schools and parks, `canal` whether one crosses the city, with bridges on arterials only.

    Raising `gated` or `gates` changes nothing else of the same seed: "one more gate" is a comparison.
    """

    width_m: float = 2400.0
    height_m: float = 2400.0
    arterial_m: float = 750.0
    gated: float = 0.75
    gates: tuple[int, int] = (1, 4)
    impassable: float = 0.12
    canal: bool = True

    def __post_init__(self) -> None:
        low, high = self.gates
        tests = (
            ("width_m", 400 <= self.width_m <= 50_000, "400 to 50000 metres"),
            ("height_m", 400 <= self.height_m <= 50_000, "400 to 50000 metres"),
            ("arterial_m", 400 <= self.arterial_m <= 3000, "400 to 3000 metres"),
            ("gated", 0 <= self.gated <= 1, "a share, 0 to 1"),
            ("gates", 1 <= low <= high <= 4, "two numbers, 1 to 4, the fewest first"),
            ("impassable", 0 <= self.impassable <= 0.5, "a share, 0 to 0.5"),
        )
        faults = [
            ProblemError("street plan", name, f"{name} ({getattr(self, name)}) must be {wanted}")
            for name, holds, wanted in tests
            if not holds
        ]
        if faults:
            raise InvalidProblem(faults)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(f.name for f in fields(cls))


@dataclass(frozen=True, slots=True)
class Rectangle:
    """West, south, east, north."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Block:
    """What lies between streets: `sidewalk` is the ring around it, `column`, `row` its place in the grid."""

    number: int
    column: int
    row: int
    kind: BlockKind
    sidewalk: Rectangle


@dataclass(frozen=True, slots=True)
class Axis:
    """The blocks along one axis: where each begins and ends, and what lies after each but the last."""

    spans: tuple[tuple[float, float], ...]
    gaps: tuple[Literal["arterial", "local", "canal"], ...]


def axis_of(length_m: float, arterial_m: float, rng: np.random.Generator, *, canal: bool = False) -> Axis:
    """Arterials about every `arterial_m`, a local street halfway; a canal takes the local street nearest the middle."""
    count = max(2, round(2 * length_m / arterial_m))
    jitter = rng.uniform(-0.08, 0.08, size=count)
    share = (1 + jitter) / (1 + jitter).sum()
    gaps: list[Literal["arterial", "local", "canal"]] = ["arterial" if i % 2 else "local" for i in range(count - 1)]
    if canal:
        local = range(0, count - 1, 2)
        gaps[min(local, key=lambda i: abs(i - 0.55 * count))] = "canal"
    widths = {"arterial": ARTERIAL_WIDTH_M, "local": LOCAL_WIDTH_M, "canal": CANAL_WIDTH_M}
    room = length_m - sum(widths[g] for g in gaps)
    spans, here = [], 0.0
    for i in range(count):
        end = here + room * float(share[i])
        spans.append((round(here, 1), round(end, 1)))
        here = end + (widths[gaps[i]] if i < count - 1 else 0.0)
    return Axis(tuple(spans), tuple(gaps))


def blocks_of(plan: StreetPlan, columns: Axis, rows: Axis, *, seed: int) -> tuple[Block, ...]:
    """Every block with its kind; each draws from a stream of its own, so that knobs do not disturb the others."""
    blocks = []
    for r, (y0, y1) in enumerate(rows.spans):
        for c, (x0, x1) in enumerate(columns.spans):
            number = r * len(columns.spans) + c
            shut, school, walled = block_stream(seed, number, "kind").random(3)
            kind: BlockKind = "gated" if walled < plan.gated else "open"
            if shut < plan.impassable:
                kind = "school" if school < 0.6 else "park"
            blocks.append(Block(number, c, r, kind, Rectangle(x0, y0, x1, y1)))
    return tuple(blocks)


def block_stream(seed: int, number: int, what: str) -> np.random.Generator:
    """Random numbers of one block for one purpose."""
    return np.random.default_rng([seed, number, *what.encode()])
