"""Walking at scale: 10,000 doors over 10 x 10 km of streets, 15 minutes. Prints seconds, pairs and peak memory.

    python benchmarks/walking.py [--doors 10000] [--kilometres 10] [--seed 1]

Streets: a crooked grid of blocks 100 m wide in which every fourth street is missing (detours) and a fifth of the
edges are crossings or gates; doors are spread evenly. Figure to reach: 2 s and 400 MB on 2 cores.
"""

from __future__ import annotations

import argparse
import json
import resource
from itertools import pairwise
from time import perf_counter

import numpy as np

from matcher.walking import KINDS, Door, Network, Streets, walks_on
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


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--doors", type=int, default=10_000)
    ask.add_argument("--kilometres", type=float, default=10.0)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    network = grid(given.kilometres, seed=given.seed)
    rng = np.random.default_rng(given.seed + 1)
    spots = rng.uniform(0, 1000 * given.kilometres, (given.doors, 2)).tolist()
    access = rng.integers(20, 100, given.doors).tolist()
    doors = [Door(str(i), x, y, seconds) for i, ((x, y), seconds) in enumerate(zip(spots, access, strict=True))]
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    marks = [perf_counter()]
    streets = Streets.of(network)
    marks.append(perf_counter())
    walks = walks_on(streets, doors, paces=[1.0], limit_minutes=15)
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
        "nodes": network.nodes,
        "edges": network.edges,
        "junctions": streets.chains.junctions,
        "doors": given.doors,
        "pairs": len(walks.by_pace[1.0].minutes),
        "streets_seconds": seconds[0],
        "walks_seconds": seconds[1],
        "peak_mb": round(peak / 1024),
        "of_it_before_mb": round(idle / 1024),
        "homes_seconds": seconds[2],
        "20_facilities_seconds": seconds[3],
        "20_facilities_with_outline_seconds": seconds[4],
    }
    print(json.dumps(report, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
