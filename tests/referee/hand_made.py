"""Short builders for problems made by hand: places A, B, C, people on duty (no fairness), values given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.problem import Facility, FacilityNeed, Opening, Place, Problem, Role, Visit, Volunteer, Window
from matcher.walks import Walks, walks_from_table

WALKS = {("A", "B"): 10, ("A", "C"): 15, ("B", "C"): 20}


def walks(places: tuple[str, ...], rows: Mapping[float, Mapping[tuple[str, str], int]]) -> Walks:
    """One table a pace, as `shrink.as_python` writes them."""
    by_pace = {pace: walks_from_table(places, table).by_pace[1.0] for pace, table in rows.items()}
    return Walks(place_ids=places, by_pace=by_pace)


def problem(*, walks: Mapping[tuple[str, str], int] = WALKS, **parts: Any) -> Problem:
    places = ("A", "B", "C")
    return Problem(
        name="by hand",
        places=tuple(Place(p) for p in places),
        walks=walks_from_table(places, walks),
        **{"days": 1, **parts},
    )


def person(name: str, *shifts: tuple[int, int], home: str = "A", **parts: Any) -> Volunteer:
    windows = tuple(Window(a, b) for a, b in shifts or ((540, 720),))
    return Volunteer(id=name, home=home, availabilities=windows, **{"kind": "staff", "max_walk": 15, **parts})


def single(
    name: str, start: int, end: int, duration: int, *, value: int = 100, place: str = "A", **parts: Any
) -> Visit:
    role = Role(id="r", skills=frozenset(parts.pop("skills", ())))
    return Visit(
        id=name, windows=(Window(start, end),), duration=duration, place=place, value=value, roles=(role,), **parts
    )


def team(name: str, start: int, end: int, duration: int, *, people: int = 2, value: int = 100, **parts: Any) -> Visit:
    role = Role(id="r", min=people, desired=parts.pop("desired", people), max=parts.pop("most", None))
    return Visit(
        id=name,
        windows=(Window(start, end),),
        duration=duration,
        **{"place": "A", "value": value, "roles": (role,), **parts},
    )


def booking(
    name: str, start: int, end: int, duration: int, *, mode: str = "m", value: int = 100, **parts: Any
) -> Visit:
    need = FacilityNeed(mode=mode, people=parts.pop("people", 1), origin=parts.pop("origin", None))
    return Visit(id=name, windows=(Window(start, end),), duration=duration, need=need, value=value, **parts)


def room(name: str, *openings: tuple[int, int] | tuple[int, int, str], place: str = "B", **parts: Any) -> Facility:
    return Facility(
        id=name,
        place=place,
        openings=tuple(Opening(*o) for o in openings or ((540, 720),)),
        **{"modes": {"m": 4}, **parts},
    )
