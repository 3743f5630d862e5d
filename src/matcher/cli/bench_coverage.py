"""Coverage of 30,000 doors by 300 sites of a made-up city, measured: `python -m matcher.cli.bench_coverage`."""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.walking.city import City

DOORS, SITES, PEOPLE, SIDE_M, DAYS = 30_000, 300, 1_000, 14_000.0, 7
USES = ("badminton", "chess", "class", "dance", "dining", "meeting", "parking", "playground")
SERVICES = ("carer", "electrician", "nurse", "plumber", "tutor", "walker")


def main() -> None:
    """Prints seconds from the network to the gap list, doors, sites, uses and gaps as one JSON object."""
    from matcher.coverage import coverage, gaps
    from matcher.walking import Door
    from matcher.walking.city import synthetic_city
    from matcher.walking.city_plan import StreetPlan
    from matcher.walking.ground import Ground

    city = synthetic_city(seed=1, plan=StreetPlan(width_m=SIDE_M, height_m=SIDE_M))
    problem = made_up(city)
    doors = [Door(p.id, p.x, p.y, p.access_seconds) for p in problem.places]
    began = perf_counter()
    found = coverage(problem, Ground.on(city.network, doors))
    lacking = gaps(found)
    told = {
        "seconds": perf_counter() - began,
        "doors": len(found.doors.places),
        "sites": len(found.sites),
        "people": PEOPLE,
        "parts": len(found.parts),
        "edges": city.network.edges,
        "gaps": len(lacking),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def made_up(city: City) -> Problem:
    """A week of that many doors, sites with two uses each, people with one skill each, a visit of each service.

    The walks of the problem are empty: coverage takes its minutes from the streets.
    """
    import numpy as np

    from matcher.problem import DAY, Facility, Opening, Place, Problem, Role, Skill, Visit, Volunteer, Window
    from matcher.walks import walks_from_table

    rng = np.random.default_rng(1)
    lived = sorted(rng.choice(len(city.buildings), size=DOORS, replace=False).tolist())
    used = sorted(rng.choice(len(city.sites), size=SITES, replace=False).tolist())
    homes = [Place(b.id, "home", b.x, b.y, b.access_seconds) for b in (city.buildings[i] for i in lived)]
    spots = [Place(s.id, s.kind, s.x, s.y, s.access_seconds) for s in (city.sites[i] for i in used)]
    places = (*homes, *spots)
    return Problem(
        name="bench",
        days=DAYS,
        places=places,
        walks=walks_from_table([p.id for p in places], {}),
        facilities=tuple(
            Facility(
                id=spot.id,
                place=spot.id,
                modes={USES[k % len(USES)]: 20, USES[(k + 3) % len(USES)]: 20},
                openings=tuple(Opening(day * DAY + 540 + 60 * (k % 4), day * DAY + 1080) for day in range(DAYS)),
            )
            for k, spot in enumerate(spots)
        ),
        volunteers=tuple(
            Volunteer(
                id=f"v{k}",
                home=homes[home].id,
                skills=(Skill(SERVICES[k % len(SERVICES)]),),
                availabilities=tuple(Window(day * DAY + 540 + 120 * (k % 3), day * DAY + 960) for day in range(DAYS)),
            )
            for k, home in enumerate(rng.choice(DOORS, size=PEOPLE).tolist())
        ),
        visits=tuple(
            Visit(
                id=skill,
                service=skill,
                place=homes[0].id,
                beneficiary="somebody",
                windows=(Window(540, 720),),
                duration=60,
                roles=(Role(id=skill, skills=frozenset({skill}), min=1 + k % 2),),
            )
            for k, skill in enumerate(SERVICES)
        ),
    )


if __name__ == "__main__":
    main()
