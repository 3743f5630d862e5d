"""Walking at scale: 10,000 doors over 10 x 10 km of streets, 15 minutes. Prints seconds, pairs and peak memory.

    python benchmarks/walking.py [--streets city] [--doors 10000] [--kilometres 10] [--seed 1]

Streets: `city`, the synthetic gated city, doors of its buildings; or `grid`, a crooked grid of blocks 100 m wide in
which every fourth street is missing (detours) and a fifth of the edges are crossings or gates, doors spread evenly.
Figure to reach: 2 s and 400 MB on 2 cores.
"""

from __future__ import annotations

import argparse
import json
import resource
from itertools import pairwise
from time import perf_counter, process_time

import numpy as np

from matcher.walking import KINDS, Door, Network, Streets, walks_on
from matcher.walking.city import synthetic_city
from matcher.walking.city_plan import StreetPlan
from matcher.walking.network import straight_m
from matcher.walking.reach import homes_on, minutes_from, reach

BLOCK_M = 100.0


def grid(kilometres: float, *, seed: int) -> Network:
    """The crooked grid."""
    rng = np.random.default_rng(seed)
    side = int(1000 * kilometres / BLOCK_M) + 1
    x, y = (axis.ravel() * BLOCK_M + rng.uniform(-20, 20, side * side) for axis in np.meshgrid(*[np.arange(side)] * 2))
    node = np.arange(side * side).reshape(side, side)
    a = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    b = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    kept = rng.random(len(a)) < 0.75
    a, b = a[kept], b[kept]
    middle = side * side + np.arange(len(a))
    x, y = (np.concatenate([v, (v[a] + v[b]) / 2 + rng.uniform(-5, 5, len(a))]) for v in (x, y))
    a, b = np.concatenate([a, middle]), np.concatenate([middle, b])
    waits = [KINDS.index(kind) for kind in ("signal", "zebra", "gate")]
    kind = np.where(rng.random(len(a)) < 0.2, rng.choice(waits, len(a)), 0)
    return Network(
        node_ids=tuple(str(i) for i in range(len(x))),
        x=x,
        y=y,
        a=a,
        b=b,
        length_m=straight_m(x, y, a, b),
        kind=kind.astype(np.int8),
        extra_seconds=np.zeros(len(a), dtype=np.int32),
    )


def scattered(doors: int, kilometres: float, *, seed: int) -> tuple[Network, list[Door]]:
    """The grid, and doors spread evenly over it."""
    rng = np.random.default_rng(seed + 1)
    spots = rng.uniform(0, 1000 * kilometres, (doors, 2)).tolist()
    access = rng.integers(20, 100, doors).tolist()
    made = [Door(str(i), x, y, seconds) for i, ((x, y), seconds) in enumerate(zip(spots, access, strict=True))]
    return grid(kilometres, seed=seed), made


def city(doors: int, kilometres: float, *, seed: int) -> tuple[Network, list[Door]]:
    """The synthetic city, and doors of its buildings."""
    side = 1000 * kilometres
    made = synthetic_city(seed=seed, plan=StreetPlan(width_m=side, height_m=side))
    if len(made.buildings) < doors:
        raise SystemExit(f"only {len(made.buildings)} buildings stand on {kilometres:g} x {kilometres:g} km")
    chosen = np.random.default_rng(seed + 1).choice(len(made.buildings), doors, replace=False)
    return made.network, [made.buildings[i].door for i in chosen.tolist()]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--streets", choices=("city", "grid"), default="city")
    ask.add_argument("--doors", type=int, default=10_000)
    ask.add_argument("--kilometres", type=float, default=10.0)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    make = city if given.streets == "city" else scattered
    network, doors = make(given.doors, given.kilometres, seed=given.seed)
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [perf_counter()]
    streets = Streets.of(network)
    marks.append(perf_counter())
    cpu = process_time()
    walks = walks_on(streets, doors, paces=[1.0], limit_minutes=15)
    cpu = process_time() - cpu
    marks.append(perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    homes = homes_on(streets, doors, pace=1.0)
    marks.append(perf_counter())
    minutes_from(homes, doors[:20], limit_minutes=15)
    marks.append(perf_counter())
    reach(homes, doors[:20], limit_minutes=15)
    marks.append(perf_counter())
    seconds = [round(after - before, 3) for before, after in pairwise(marks)]
    report = {
        "streets": given.streets,
        "nodes": network.nodes,
        "edges": network.edges,
        "junctions": streets.chains.junctions,
        "doors": given.doors,
        "pairs": len(walks.by_pace[1.0].minutes),
        "streets_seconds": seconds[0],
        "walks_seconds": seconds[1],
        "walks_cpu_seconds": round(cpu, 3),
        "peak_mb": round(peak / 1024),
        "of_it_before_mb": round(idle / 1024),
        "homes_seconds": seconds[2],
        "20_facilities_seconds": seconds[3],
        "20_facilities_with_outline_seconds": seconds[4],
    }
    print(json.dumps(report, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
