"""A community while it is being made: what a Problem holds, still open to change, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import hypot

import numpy as np

from matcher.problem import DAY, Facility, Pair, Pin, Place, Published, Quota, Visit, Volunteer, Window
from matcher.scenario.faker_provider import COMMUNITIES, Fiction
from matcher.scenario.generate_parameters import Parameters
from matcher.walking.city import Building, City, Site, SiteKind

LATER_KIND_M, ACROSS_M = 200.0, 400.0
"""Metres a site counts as farther for being of a later kind, or beyond the canal."""


@dataclass(frozen=True, eq=False)
class Community:
    """The buildings of one community and all sites of the city, nearest to its middle first."""

    number: int
    code: str
    name: str
    buildings: tuple[Building, ...]
    sites: tuple[Site, ...]

    @cached_property
    def middle(self) -> tuple[float, float]:
        return (
            sum(b.x for b in self.buildings) / len(self.buildings),
            sum(b.y for b in self.buildings) / len(self.buildings),
        )

    def within(self, spot: Building | Site | Place, metres: float) -> tuple[Building, ...]:
        """Its buildings within a straight line of a spot; the nearest one where there is none."""
        near = tuple(b for b in self.buildings if hypot(b.x - spot.x, b.y - spot.y) <= metres)
        return near or (min(self.buildings, key=lambda b: hypot(b.x - spot.x, b.y - spot.y)),)


@dataclass
class Draft:
    """`stream(what, community)` gives each part random numbers of its own: a change of one leaves the others alone."""

    parameters: Parameters
    city: City
    communities: tuple[Community, ...]
    fiction: Fiction
    places: dict[str, Place] = field(default_factory=dict)
    volunteers: list[Volunteer] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    taken_sites: set[str] = field(default_factory=set)

    def stream(self, what: str, community: Community | None = None) -> np.random.Generator:
        number = 0 if community is None else community.number + 1
        return np.random.default_rng([self.parameters.seed, number, *what.encode()])

    def people_of(self, community: Community) -> list[Volunteer]:
        """Everybody of a community."""
        return [v for v in self.volunteers if v.id.startswith(f"{community.code}-")]

    def heart(self, community: Community) -> str:
        """The place of the building nearest its middle: from there a class or a talk of the community is walked to."""
        x, y = community.middle
        return self.stand(min(community.buildings, key=lambda b: hypot(b.x - x, b.y - y)), community)

    def stand(self, spot: Building | Site, community: Community) -> str:
        """The id of a building or site as a place of the scenario; only doors in use become places."""
        if spot.id not in self.places:
            home = isinstance(spot, Building)
            self.places[spot.id] = Place(
                id=spot.id,
                kind="home" if isinstance(spot, Building) else spot.kind,
                x=spot.x,
                y=spot.y,
                access_seconds=spot.access_seconds,
                building=self._address(spot) if isinstance(spot, Building) else "",
                community=community.name if home else "",
            )
        return spot.id

    def site(self, kinds: Sequence[SiteKind], community: Community) -> Site:
        """The nearest site of these kinds that is left, an earlier kind even where it is a little farther; a used one
        where all are."""
        x, y = community.middle

        def farness(site: Site) -> tuple[float, str]:
            canal = self.city.canal_y
            across = canal is not None and (site.y > canal) != (y > canal)
            later = LATER_KIND_M * kinds.index(site.kind)
            return hypot(site.x - x, site.y - y) + later + ACROSS_M * across, site.id

        left = [s for s in community.sites if s.kind in kinds and s.id not in self.taken_sites]
        chosen = min(left, key=farness, default=None)
        if chosen is not None:
            self.taken_sites.add(chosen.id)
            return chosen
        return next((s for s in community.sites if s.kind in kinds), community.sites[0])

    def _address(self, building: Building) -> str:
        number = int(building.id.split("-")[1])
        compound = None if building.compound is None else self._compounds[building.compound]
        return self.fiction.building(compound=compound, block=building.block, number=number)

    @cached_property
    def _compounds(self) -> dict[str, int]:
        names = dict.fromkeys(b.compound for b in self.city.buildings if b.compound is not None)
        return {name: i for i, name in enumerate(names)}


def communities_of(
    city: City, count: int, *, area_m2: float, names: Sequence[str] = COMMUNITIES
) -> tuple[Community, ...]:
    """The middle of the city, `area_m2` of it, cut into `count` parts with about as many buildings each: bands from
    south to north, each from west to east."""
    bands = round(count**0.5)
    while count % bands:
        bands -= 1
    x, y = city.plan.width_m / 2, city.plan.height_m / 2
    share = min(1.0, area_m2 / (city.plan.width_m * city.plan.height_m))
    inner = sorted(city.buildings, key=lambda b: (max(abs(b.x - x), abs(b.y - y)), b.id))
    inner = inner[: max(count, round(share * len(inner)))]
    out: list[Community] = []
    for band in _parts(sorted(inner, key=lambda b: (b.y, b.x)), bands):
        for part in _parts(sorted(band, key=lambda b: (b.x, b.y)), count // bands):
            number = len(out)
            middle = sum(b.x for b in part) / len(part), sum(b.y for b in part) / len(part)
            sites = sorted(city.sites, key=lambda s: (hypot(s.x - middle[0], s.y - middle[1]), s.id))
            name = names[number] if number < len(names) else f"第{number + 1}"
            out.append(Community(number, f"c{number + 1:02d}", f"{name}社区", tuple(part), tuple(sites)))
    return tuple(out)


def _parts(buildings: list[Building], count: int) -> list[list[Building]]:
    cuts = [len(buildings) * i // count for i in range(count + 1)]
    return [buildings[a:b] for a, b in pairwise(cuts)]


def pick(rng: np.random.Generator, things: Sequence[object], weights: Sequence[float] | None = None) -> int:
    """The number of one of `things`, by weight."""
    if weights is None:
        return int(rng.integers(len(things)))
    total = sum(weights)
    return int(
        np.searchsorted(np.cumsum([w / total for w in weights]), rng.random(), side="right").clip(0, len(things) - 1)
    )


def at(day: int, clock: str) -> int:
    """Minutes of a clock time such as 18:30 on a day."""
    hour, minute = clock.split(":")
    return day * DAY + 60 * int(hour) + int(minute)


def span(day: int, first: str, last: str) -> Window:
    """From a clock time to another of the same day; of the next one where it is not later."""
    start, end = at(day, first), at(day, last)
    return Window(start, end if end > start else end + DAY)
