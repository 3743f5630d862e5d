"""A straight street of 2 km with homes, a hall and people along it: places are named by their metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matcher.coverage import Coverage, Doors, coverage
from matcher.problem import DAY, Facility, Opening, Place, Problem, Role, Skill, Visit, Volunteer, Window
from matcher.walking import Door, Network, kind_codes
from matcher.walking.ground import Ground
from matcher.walks import walks_from_table

END = 2000


def street(*lengths: float) -> Network:
    """A straight street through nodes n0, n1 ...; one edge where no lengths are given."""
    at = np.concatenate([[0.0], np.cumsum(lengths or (END,))])
    edges = len(at) - 1
    return Network(
        node_ids=tuple(f"n{i}" for i in range(len(at))),
        x=at,
        y=np.zeros(len(at)),
        a=np.arange(edges),
        b=np.arange(1, edges + 1),
        length_m=np.diff(at),
        kind=kind_codes(["street"] * edges),
        extra_seconds=np.zeros(edges, dtype=np.int32),
    )


def home(metres: float, *, access: int = 0, area: str = "", y: float = 0.0) -> Place:
    return Place(f"h{metres:g}", "home", metres, y, access, community=area)


def hall(metres: float, *spans: tuple[int, int], modes: Mapping[str, int] | None = None, **more: Any) -> Facility:
    """Open in those hours, by default all day."""
    openings = tuple(Opening(60 * a, 60 * b) for a, b in spans or ((0, 24),))
    return Facility(id=f"f{metres:g}", place=f"p{metres:g}", modes=modes or {"chess": 10}, openings=openings, **more)


def person(name: str, metres: float, *spans: tuple[float, float], skills: Sequence[str] = (), **more: Any) -> Volunteer:
    """Lives at a home there, free in those hours."""
    free = tuple(Window(int(60 * a), int(60 * b)) for a, b in spans)
    return Volunteer(id=name, home=f"h{metres:g}", availabilities=free, skills=tuple(Skill(s) for s in skills), **more)


def service(code: str, *roles: tuple[str, int], at: float = 0.0, **more: Any) -> Visit:
    """A visit of a service at somebody's home; roles are (skill or empty, people)."""
    values: dict[str, Any] = {"place": f"h{at:g}", "beneficiary": "li"} | more
    return Visit(
        id=f"v-{code}",
        service=code,
        windows=(Window(0, DAY),),
        duration=30,
        roles=tuple(
            Role(id=f"r{k}", skills=frozenset({skill} if skill else ()), min=least)
            for k, (skill, least) in enumerate(roles)
        ),
        **values,
    )


def town(homes: Sequence[Place], facilities: Sequence[Facility] = (), days: int = 1, **more: Any) -> Problem:
    """A problem along the street. Its walks are empty: coverage takes its own."""
    spots = {f.place: Place(f.place, "room", float(f.place[1:])) for f in facilities}
    places = (*homes, *spots.values(), *more.pop("places", ()))
    paces = {v.pace for v in more.get("volunteers", ())} | {1.0}
    walks = walks_from_table([p.id for p in places], {}, paces=sorted(paces))
    return Problem(name="town", days=days, places=places, walks=walks, facilities=tuple(facilities), **more)


def ground(problem: Problem, network: Network | None = None) -> Ground:
    some = [Door(p.id, p.x, p.y, p.access_seconds) for p in problem.places]
    return Ground.on(street() if network is None else network, some)


def seen(problem: Problem, network: Network | None = None, **more: Any) -> Coverage:
    """Its coverage at 1 m/s unless said otherwise; `residents` weigh the doors."""
    residents = more.pop("residents", None)
    if residents is not None:
        from matcher.coverage import homes_of

        more["doors"] = Doors.of(homes_of(problem), residents)
    return coverage(problem, ground(problem, network), **{"pace": 1.0, **more})


def hours(found: Coverage, code: str, door: str) -> list[int]:
    """The hours of the plan at which something is open or staffed for a door."""
    part = next(p for p in found.parts if p.wanted.code == code)
    flags = part.open_at(found.doors.ids.index(door))
    return np.flatnonzero(flags[:-1]).tolist()


def reached(found: Coverage, code: str) -> list[str]:
    part = next(p for p in found.parts if p.wanted.code == code)
    return [found.doors.ids[i] for i in np.flatnonzero(part.reached).tolist()]
