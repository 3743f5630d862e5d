"""What every door reaches within a walk, and at which hours that is open or staffed.

Residents walk to a facility, or to the place of a service, at the walker's pace. The crew of a service at the door
comes from home, each at their own pace and within their own longest walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.coverage.doors import Doors, homes_of
from matcher.coverage.hours import HOURS_A_DAY, Bits, Hours, counted, ever, hours_in, packed, unpacked
from matcher.coverage.sites import Site, sites_of
from matcher.coverage.staffed import Staffed, staffed
from matcher.coverage.wanted import Crew, Wanted, Way, crews_of, uses_of
from matcher.errors import InvalidProblem
from matcher.problem import Problem, Visit
from matcher.roster import Roster
from matcher.walking.doors import asking_faults
from matcher.walking.ground import Ground, Minutes
from matcher.walking.nearest import Ints
from matcher.walks import FAR

ELDER_PACE = 0.9
"""Metres a second: the 15th percentile of old people's pace (docs/domain.md)."""
LOOK = 2
"""The nearest site is named up to so many times the limit away."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Covered:
    """One use or service over all doors, in their order.

    `reached`: within the limit (a crew: enough people live within their walk). `minutes` to the nearest, `FAR` where
    none is found; `site`: its number in `sites`, -1 where there is none or it is a person's home, which stays unnamed.
    `bits`: the hours at which something reached is open or staffed. `there`: how many sites (with a crew near enough,
    where it takes one), or people for a crew at the door, there are at all, wherever. `able`: people a rule would let
    take part, wherever they live; None where it takes nobody. `rooms`: facilities that suit a service which takes one.
    """

    wanted: Wanted
    way: Way
    days: int
    reached: NDArray[np.bool_]
    minutes: Minutes
    site: Ints
    sites: tuple[str, ...]
    bits: Bits
    there: int
    crew: Crew | None = None
    able: int | None = None
    rooms: int | None = None

    @cached_property
    def hours(self) -> NDArray[np.int64]:
        """How many hours of the plan it is open or staffed for each door."""
        return counted(self.bits, days=self.days)

    def open_at(self, door: int) -> Hours:
        """The hours of one door; the last flag means "at some time"."""
        flags: Hours = unpacked(self.bits[door], days=self.days)
        return flags

    def by_hour(self, weights: NDArray[np.int64]) -> NDArray[np.int64]:
        """For how many residents it is open or staffed at each hour of the plan; `weights`: residents by door."""
        found: NDArray[np.int64] = weights @ unpacked(self.bits, days=self.days)[:, :-1]
        return found

    @property
    def served(self) -> NDArray[np.bool_]:
        """Reached, and open or staffed for a whole hour at least once."""
        return self.reached & (self.hours > 0)


@dataclass(frozen=True, eq=False, kw_only=True)
class Coverage:
    """`limit` minutes at `pace` metres a second; `source` of the walks as in `Walks`; `off_street`: doors no walk can
    start at; `assumed`: openings that depend on a steward visit count as open, as no roster says otherwise."""

    doors: Doors
    parts: tuple[Covered, ...]
    sites: tuple[Site, ...]
    ground: Ground
    pace: float
    limit: int
    days: int
    assumed: bool = False

    @property
    def source(self) -> str:
        return self.ground.source

    @property
    def residents(self) -> int:
        return int(self.doors.weights.sum())

    @cached_property
    def off_street(self) -> frozenset[str]:
        return frozenset(self.doors.ids) & frozenset(self.ground.off_street)

    @cached_property
    def part_of(self) -> dict[Wanted, Covered]:
        return {part.wanted: part for part in self.parts}


def coverage(
    problem: Problem,
    ground: Ground,
    *,
    doors: Doors | None = None,
    sites: Sequence[Site] | None = None,
    uses: frozenset[str] = frozenset(),
    roster: Roster | None = None,
    pace: float = ELDER_PACE,
    limit: int = 15,
) -> Coverage:
    """Every door by every use of facilities and every service of a problem.

    `ground` holds all places of the problem and of `doors`; `doors`: by default the homes of the problem, one
    resident each; `sites`: by default its facilities; `uses`: more uses to report; with a `roster`, openings whose
    steward it does not have are closed. Raises InvalidProblem for a pace or limit out of bounds.
    """
    if faults := asking_faults([pace], limit):
        raise InvalidProblem(faults)
    doors = Doors.of(homes_of(problem)) if doors is None else doors
    sites = sites_of(problem, roster) if sites is None else sites
    work = _Work(problem, ground, doors, tuple(sites), pace=pace, limit=limit)
    uses |= {mode for site in sites for mode in site.modes}
    parts = [work.use(wanted) for wanted in uses_of(problem, uses)]
    parts += work.services(crews_of(problem))
    return Coverage(
        doors=doors,
        parts=tuple(parts),
        sites=tuple(sites),
        ground=ground,
        pace=pace,
        limit=limit,
        days=problem.days,
        assumed=roster is None and any(o.steward for f in problem.facilities for o in f.openings),
    )


class _Work:
    def __init__(
        self, problem: Problem, ground: Ground, doors: Doors, sites: tuple[Site, ...], *, pace: float, limit: int
    ) -> None:
        self.problem, self.ground, self.doors, self.sites, self.limit = problem, ground, doors, sites, limit
        self.afoot = ground.at(pace)
        self.homes = self._numbers(doors.ids)
        self.at = self._numbers(site.place for site in sites)
        self.flags = problem.days * HOURS_A_DAY + 1
        hours = [hours_in(site.open, days=problem.days) for site in sites]
        self.open = packed(np.array(hours, dtype=bool).reshape(len(sites), self.flags))
        self.minutes = self._towards(self.at)

    def _numbers(self, places: Iterable[str]) -> Ints:
        return np.array([self.ground.index[p] for p in places], dtype=np.int64)

    def _towards(self, places: Ints) -> Minutes:
        """From every door (a column each) to every place, as far as it is looked."""
        return self.afoot.minutes(self.homes, places, limit=min(1440, LOOK * self.limit)).T

    def use(self, wanted: Wanted) -> Covered:
        mine = [i for i, site in enumerate(self.sites) if wanted.code in site.modes]
        names = [self.sites[i].id for i in mine]
        return self._walked(wanted, names, self.minutes[mine], self.open[mine])

    def services(self, crews: Sequence[Crew]) -> list[Covered]:
        """In the order of the crews."""
        found: dict[str, Covered] = {}
        to_door = [c for c in crews if c.way == "to_door"]
        for service, staff in staffed(self.problem, self.ground, to_door, self.homes).items():
            found[service] = self._at_door(next(c for c in to_door if c.service == service), staff)
        to_site = [c for c in crews if c.way == "to_facility"]
        for service, staff in staffed(self.problem, self.ground, to_site, self.at).items():
            found[service] = self._at_sites(next(c for c in to_site if c.service == service), staff)
        to_place = [c for c in crews if c.way == "to_place"]
        visits = [v for v in self.problem.visits if v.service in {c.service for c in to_place} and v.place]
        places = list(dict.fromkeys(v.place for v in visits if v.place is not None))
        at = self._numbers(places)
        minutes = self._towards(at)
        for service, staff in staffed(self.problem, self.ground, to_place, at).items():
            crew = next(c for c in to_place if c.service == service)
            mine = [v for v in visits if v.service == service]
            found[service] = self._at_places(crew, staff, mine, places, minutes)
        return [found[c.service] for c in crews]

    def _at_door(self, crew: Crew, staff: Staffed) -> Covered:
        return Covered(
            wanted=Wanted("service", crew.service),
            way="to_door",
            days=self.problem.days,
            reached=ever(staff.bits, days=self.problem.days),
            minutes=staff.nearest,
            site=np.full(len(self.homes), -1, dtype=np.int64),
            sites=(),
            bits=staff.bits,
            there=staff.able,
            crew=crew,
            able=staff.able,
        )

    def _at_sites(self, crew: Crew, staff: Staffed) -> Covered:
        """Facilities that suit, with a crew that lives near enough."""
        need = crew.visit.need
        fits = [need is not None and site.modes.get(need.mode, 0) >= need.people for site in self.sites]
        mine = np.flatnonzero(np.array(fits, dtype=bool) & ever(staff.bits, days=self.problem.days))
        names = [self.sites[i].id for i in mine.tolist()]
        bits = self.open[mine] & staff.bits[mine]
        found = self._walked(Wanted("service", crew.service), names, self.minutes[mine], bits, crew)
        return replace(found, able=staff.able, rooms=sum(fits))

    def _at_places(
        self, crew: Crew, staff: Staffed, visits: Sequence[Visit], places: Sequence[str], minutes: Minutes
    ) -> Covered:
        """Where its visits take place, inside their windows, with a crew that lives near enough."""
        held = {place: [w for v in visits if v.place == place for w in v.windows] for place in places}
        near = ever(staff.bits, days=self.problem.days)
        mine = [i for i, place in enumerate(places) if held[place] and near[i]]
        windows = np.array([hours_in(held[places[i]], days=self.problem.days) for i in mine], dtype=bool)
        bits = packed(windows.reshape(len(mine), self.flags)) & staff.bits[mine]
        wanted = Wanted("service", crew.service)
        found = self._walked(wanted, [places[i] for i in mine], minutes[mine], bits, crew)
        return replace(found, able=staff.able)

    def _walked(
        self, wanted: Wanted, names: Sequence[str], minutes: Minutes, bits: Bits, crew: Crew | None = None
    ) -> Covered:
        """What residents walk to: a row of minutes and of hours for every site."""
        doors = len(self.homes)
        nearest, site = np.full(doors, FAR, dtype=np.int32), np.full(doors, -1, dtype=np.int64)
        if names and doors:
            best = minutes.argmin(axis=0)
            nearest = minutes[best, np.arange(doors)]
            site = np.where(nearest < FAR, best, -1)
        hours = np.zeros((doors, self.open.shape[1]), dtype=np.uint64)
        for line, open_hours in zip(minutes, bits, strict=True):
            hours[line <= self.limit] |= open_hours
        return Covered(
            wanted=wanted,
            way="to_facility" if crew is None else crew.way,
            days=self.problem.days,
            reached=nearest <= self.limit,
            minutes=nearest,
            site=site,
            sites=tuple(names),
            bits=hours,
            there=len(names),
            crew=crew,
        )
