"""Walking minutes between 10,000 doors of a made-up city, measured: `python -m matcher.cli.bench_walking`."""

from __future__ import annotations

import json
import sys
from time import perf_counter

DOORS, SIDE_M, LIMIT_MINUTES, PACES = 10_000, 10_000.0, 15, (1.0,)


def main() -> None:
    """Prints seconds of `walks_between` (compiled before), doors, edges and pairs as one JSON object."""
    import numpy as np

    from matcher.walking import walks_between
    from matcher.walking.city import synthetic_city
    from matcher.walking.city_plan import StreetPlan

    small = synthetic_city(seed=0)
    walks_between(small.network, [b.door for b in small.buildings[:50]], paces=PACES, limit_minutes=LIMIT_MINUTES)
    city = synthetic_city(seed=1, plan=StreetPlan(width_m=SIDE_M, height_m=SIDE_M))
    chosen = np.random.default_rng(1).choice(len(city.buildings), size=DOORS, replace=False)
    doors = [city.buildings[i].door for i in sorted(chosen.tolist())]
    began = perf_counter()
    walks = walks_between(city.network, doors, paces=PACES, limit_minutes=LIMIT_MINUTES)
    seconds = perf_counter() - began
    pairs = len(walks.by_pace[PACES[0]].columns)
    told = {"seconds": seconds, "doors": len(doors), "edges": city.network.edges, "pairs": pairs}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
