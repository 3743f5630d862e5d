"""The service circle of a scenario: its coverage, and the same with additions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.coverage.additions import Addition, AddSite, added
from matcher.coverage.covered import ELDER_PACE, Coverage, coverage
from matcher.coverage.doors import Doors, homes_of
from matcher.coverage.ground_of import doors_in, frame_of, ground_of
from matcher.coverage.sites import sites_of
from matcher.problem import Place
from matcher.roster import Roster
from matcher.walking.doors import Door

if TYPE_CHECKING:
    from matcher.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Circle:
    """`now`, and with everything added (`then`; None without additions)."""

    now: Coverage
    then: Coverage | None = None


def circle(
    scenario: Scenario,
    additions: Sequence[Addition] = (),
    *,
    homes: Sequence[Place] | None = None,
    residents: Mapping[str, int] | None = None,
    roster: Roster | None = None,
    pace: float = ELDER_PACE,
    limit: int = 15,
) -> Circle:
    """`homes`: places people live at, by default those of the problem (`homes_of`); they need not be in it.

    Raises InvalidProblem with every fault of residents and additions, and for a pace or limit out of bounds.
    """
    problem = scenario.problem
    doors = Doors.of(homes_of(problem) if homes is None else homes, residents)
    ground = ground_of(scenario, [p for p in doors.places if p.id not in problem.place_of])
    sites = sites_of(problem, roster)
    new = [mode for a in additions if isinstance(a, AddSite) for mode in a.modes]
    more = frozenset(new)
    now = coverage(problem, ground, doors=doors, sites=sites, uses=more, roster=roster, pace=pace, limit=limit)
    if not additions:
        return Circle(now)

    def drawn(site: AddSite) -> Door:
        return doors_in(frame_of(scenario), [Place(site.id, "", site.x, site.y, site.access_seconds)])[0]

    ground, sites = added(ground, sites, additions, days=problem.days, drawn=drawn)
    then = coverage(problem, ground, doors=doors, sites=sites, roster=roster, pace=pace, limit=limit)
    return Circle(now, then)
