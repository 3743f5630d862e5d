"""Short builders for the solver's stages: places A, B, C, people on duty (no fairness), values given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.problem import Facility, FacilityNeed, Opening, Place, Problem, Role, Visit, Volunteer, Window
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.solver.line import line
from matcher.solver.linear import Table
from matcher.solver.point import feasible, point_of
from matcher.walks import walks_from_table

WALKS = {("A", "B"): 10, ("A", "C"): 15, ("B", "C"): 20}
R = Role(id="r")


def problem(*, walks: Mapping[tuple[str, str], int] = WALKS, **parts: Any) -> Problem:
    places = ("A", "B", "C")
    return Problem(
        name="made",
        places=tuple(Place(p) for p in places),
        walks=walks_from_table(places, walks),
        **{"days": 1, **parts},
    )


def person(name: str, *shifts: tuple[int, int], **parts: Any) -> Volunteer:
    windows = tuple(Window(a, b) for a, b in shifts or ((540, 720),))
    return Volunteer(id=name, availabilities=windows, **{"kind": "staff", "home": "A", **parts})


def single(name: str, *windows: tuple[int, int], duration: int = 30, **parts: Any) -> Visit:
    spans = tuple(Window(a, b) for a, b in windows or ((540, 720),))
    return Visit(id=name, windows=spans, duration=duration, **{"place": "A", "value": 100, "roles": (R,), **parts})


def team(name: str, *windows: tuple[int, int], people: int = 2, most: int | None = None, **parts: Any) -> Visit:
    role = Role(id="r", min=people, desired=parts.pop("desired", people), max=most)
    return single(name, *windows, **{"roles": (role,), **parts})


def booking(name: str, *windows: tuple[int, int], mode: str = "m", people: int = 1, **parts: Any) -> Visit:
    need = FacilityNeed(mode=mode, people=people, origin=parts.pop("origin", None), max_walk=parts.pop("reach", 15))
    return single(name, *windows, **{"place": None, "need": need, "roles": (), **parts})


def room(name: str, *openings: tuple[int, int] | tuple[int, int, str], **parts: Any) -> Facility:
    spans = tuple(Opening(*o) for o in openings or ((540, 720),))
    return Facility(id=name, openings=spans, **{"place": "B", "modes": {"m": 4}, **parts})


def plan(*rows: tuple[str, int] | tuple[str, int, str | None], **teams: str) -> Roster:
    """Rows (visit, start[, facility]); `x="ann bob"` puts both in role r of visit x, `x="ann:helper"` in another."""
    people = [(visit, *(f"{name}:r".split(":")[:2])) for visit, names in teams.items() for name in names.split()]
    return Roster(
        tuple(PlannedVisit(*row) for row in rows), tuple(Assignment(visit, name, role) for visit, name, role in people)
    )


def keeps(asked: Problem, roster: Roster, *, table: Table | None = None) -> bool:
    """Whether the roster keeps every row of the programme, and its ways can be walked."""
    programme = (table or line(asked)).programme
    point = point_of(programme, roster)
    return point is not None and feasible(programme, point)
