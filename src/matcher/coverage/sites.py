"""Where residents walk to: facilities with what they can be used for and when they are open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.problem import Facility, Problem, Window
from matcher.roster import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`modes`: use -> capacity in people; `open`: windows in minutes; `place`: id of its door on the ground."""

    id: str
    place: str
    modes: Mapping[str, int]
    open: tuple[Window, ...]


def sites_of(problem: Problem, roster: Roster | None = None) -> tuple[Site, ...]:
    """The facilities of a problem. With a roster, openings whose steward visit it does not hold are closed."""
    return tuple(Site(id=f.id, place=f.place, modes=dict(f.modes), open=_open(f, roster)) for f in problem.facilities)


def _open(facility: Facility, roster: Roster | None) -> tuple[Window, ...]:
    return tuple(
        Window(o.start, o.end)
        for o in facility.openings
        if o.steward is None or roster is None or o.steward in roster.planned_of
    )
