"""A synthetic gated city: streets, walled compounds with gates, buildings with doors, and places of common use.

Deterministic by seed, numpy only. Calibrated to a real district (Longgang), where the median of walk length over
straight line between doors is 2.0 / 1.7 / 1.55 for pairs 100-300 / 300-600 / 600-1000 m apart. Measured here with
`detours` on 2.4 x 2.4 km, means of seeds 1-10: 1.99 / 1.77 / 1.51 (single cities 1.77-2.23, 1.68-1.84, 1.48-1.54).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher.walking.city_plan import Block, StreetPlan, axis_of, block_stream, blocks_of
from matcher.walking.city_streets import Lane, draw
from matcher.walking.doors import Door
from matcher.walking.minutes import walks_between
from matcher.walking.model import TimeModel
from matcher.walking.network import Network

SiteKind = Literal["school", "park", "office", "room", "car_park", "market"]
BUILDING_M = 52.0
DETOUR_BANDS = ((100.0, 300.0), (300.0, 600.0), (600.0, 1000.0))


@dataclass(frozen=True, slots=True)
class Building:
    """A building people live in. `access_seconds` from the lane to a home: 20-30 at an open street, 75-105 in a
    compound, where it is half a minute to the stair and then a lift, or stairs of 15 seconds a floor."""

    id: str
    x: float
    y: float
    access_seconds: int
    block: int
    compound: str | None
    rise: Literal["street", "stairs", "lift"]

    @property
    def door(self) -> Door:
        return Door(self.id, self.x, self.y, self.access_seconds)


@dataclass(frozen=True, slots=True)
class Site:
    """A place of common use at a street: a school's or park's gate, an office (its canteen), a room, a car park."""

    id: str
    kind: SiteKind
    x: float
    y: float
    access_seconds: int
    block: int

    @property
    def door(self) -> Door:
        return Door(self.id, self.x, self.y, self.access_seconds)


@dataclass(frozen=True, eq=False, kw_only=True)
class City:
    """Streets with everything that stands on them. Buildings and sites are sorted by block; the canal runs from west
    to east at `canal_y`."""

    plan: StreetPlan
    seed: int
    network: Network
    blocks: tuple[Block, ...]
    buildings: tuple[Building, ...]
    sites: tuple[Site, ...]
    canal_y: float | None = None


def synthetic_city(*, seed: int, plan: StreetPlan | None = None) -> City:
    """The city of a plan and a seed. Raises InvalidProblem for a plan out of bounds."""
    plan = plan or StreetPlan()
    rng = np.random.default_rng([seed, 1])
    columns = axis_of(plan.width_m, plan.arterial_m, rng)
    rows = axis_of(plan.height_m, plan.arterial_m, rng, canal=plan.canal)
    blocks = blocks_of(plan, columns, rows, seed=seed)
    draft, lanes = draw(plan, columns, rows, blocks, seed=seed)
    return City(
        plan=plan,
        seed=seed,
        network=draft.network(),
        blocks=blocks,
        buildings=_buildings(lanes, seed=seed),
        sites=tuple(site for block in blocks for site in _sites(block, seed=seed)),
        canal_y=next((rows.spans[i][1] for i, gap in enumerate(rows.gaps) if gap == "canal"), None),
    )


def _buildings(lanes: list[Lane], *, seed: int) -> tuple[Building, ...]:
    """Rows of buildings north of each lane."""
    out: list[Building] = []
    streams = {block: block_stream(seed, block, "buildings") for block in dict.fromkeys(lane.block for lane in lanes)}
    count = dict.fromkeys(streams, 0)
    for lane in lanes:
        rng = streams[lane.block]
        for k in range(int((lane.x1 - lane.x0) // BUILDING_M)):
            count[lane.block] += 1
            lift, seconds = bool(rng.random() < 0.4), float(rng.random())
            if lane.compound is None:
                access, rise = 20 + int(11 * seconds), "street"
            elif lift:
                access, rise = 75 + int(31 * seconds), "lift"
            else:
                access, rise = 30 + 15 * (3 + int(3 * seconds)), "stairs"
            out.append(
                Building(
                    id=f"b{lane.block}-{count[lane.block]}",
                    x=round(lane.x0 + BUILDING_M * (k + 0.5) + float(rng.uniform(-6, 6)), 1),
                    y=round(lane.y + 6.0, 1),
                    access_seconds=access,
                    block=lane.block,
                    compound=lane.compound,
                    rise=rise,  # type: ignore[arg-type]
                )
            )
    return tuple(out)


def _sites(block: Block, *, seed: int) -> list[Site]:
    """What stands at the streets of a block: the gate of a school or park, else shops, offices and rooms."""
    rng = block_stream(seed, block.number, "sites")
    ring = block.sidewalk
    kinds: list[SiteKind]
    if block.kind == "school":
        kinds = ["school", "car_park"]
    elif block.kind == "park":
        kinds = ["park", "park", "car_park"]
    else:
        kinds = ["room"]
        kinds += ["office"] if rng.random() < 0.5 else ["market"]
        kinds += ["car_park"] if rng.random() < 0.4 else ["room"]
    out = []
    for k, kind in enumerate(kinds):
        along = float(rng.uniform(0.15, 0.85))
        side = int(rng.integers(4))
        x = (ring.x0 + (ring.x1 - ring.x0) * along) if side < 2 else (ring.x0 if side == 2 else ring.x1)
        y = (ring.y0 + (ring.y1 - ring.y0) * along) if side >= 2 else (ring.y0 if side == 0 else ring.y1)
        access = 20 + int(rng.integers(11))
        out.append(Site(f"s{block.number}-{k + 1}", kind, round(x, 1), round(y, 1), access, block.number))
    return out


def detours(city: City, *, sample: int = 400, seed: int = 0) -> tuple[float, ...]:
    """The median of walk length over straight line between buildings, for each of `DETOUR_BANDS`.

    From at most `sample` buildings drawn by `seed`; nan for a band without pairs. Waits and access do not count.
    """
    rng = np.random.default_rng([seed, 2])
    size = min(sample, len(city.buildings))
    chosen = [city.buildings[i] for i in sorted(rng.choice(len(city.buildings), size=size, replace=False).tolist())]
    pace = 0.2  # slow, so that whole minutes are whole dozens of metres
    lengths_only = TimeModel(signal_seconds=0, zebra_seconds=0, gate_seconds=0)
    doors = [Door(b.id, b.x, b.y) for b in chosen]
    walks = walks_between(city.network, doors, paces=[pace], limit_minutes=480, model=lengths_only)
    matrix = walks.by_pace[pace]
    i = np.repeat(np.arange(size), np.diff(matrix.indptr))
    x, y = np.array([b.x for b in chosen]), np.array([b.y for b in chosen])
    straight = np.hypot(x[i] - x[matrix.columns], y[i] - y[matrix.columns])
    walk = (matrix.minutes - 0.5) * 60 * pace
    medians = []
    for low, high in DETOUR_BANDS:
        inside = (straight >= low) & (straight < high)
        medians.append(float(np.median(walk[inside] / straight[inside])) if inside.any() else float("nan"))
    return tuple(medians)
