"""Doors on streets: the nearest point of the nearest edge that no wall hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.doors import Door, door_faults
from matcher.walking.nearest import Floats, Ints
from matcher.walking.streets import Streets


@dataclass(frozen=True, eq=False, kw_only=True)
class Snapped:
    """Where doors meet the streets: `piece` of the streets, `fraction` along it from its end a, `distance_m` to it."""

    doors: tuple[Door, ...]
    piece: Ints
    fraction: Floats
    distance_m: Floats

    @property
    def access_seconds(self) -> Ints:
        return np.array([door.access_seconds for door in self.doors], dtype=np.int64)

    @property
    def x(self) -> Floats:
        return np.array([door.x for door in self.doors], dtype=np.float64)

    @property
    def y(self) -> Floats:
        return np.array([door.y for door in self.doors], dtype=np.float64)


def snap(streets: Streets, doors: Sequence[Door]) -> Snapped:
    """Every door on its nearest walkable edge, `distance_m` reported for each. Walls are not snapped through.

    Raises InvalidProblem naming every door farther than `TimeModel.snap_limit_m` from any street.
    """
    snapped = nearest(streets, doors)
    if faults := far_faults(streets, snapped):
        raise InvalidProblem(faults)
    return snapped


def nearest(streets: Streets, doors: Sequence[Door]) -> Snapped:
    """`snap` that refuses nothing for its distance: infinite metres and piece -1 where there is no street at all."""
    if faults := door_faults(doors):
        raise InvalidProblem(faults)
    x = np.array([door.x for door in doors], dtype=np.float64)
    y = np.array([door.y for door in doors], dtype=np.float64)
    piece, fraction, metres = streets.finder.find(x, y)
    return Snapped(doors=tuple(doors), piece=piece, fraction=fraction, distance_m=metres)


def far_faults(streets: Streets, snapped: Snapped) -> list[ProblemError]:
    """One fault for every door that snaps to nothing within the limit."""
    limit = streets.model.snap_limit_m
    faults = []
    for i in np.flatnonzero(~(snapped.distance_m <= limit)).tolist():
        metres = float(snapped.distance_m[i])
        if np.isfinite(metres):
            message = f"it lies {metres:.0f} m from the nearest street; at most {limit:.0f} m are accepted"
        elif streets.finder.near_streets is None:
            message = "there is no street to walk on"
        else:
            message = f"walls hide every street within {limit:.0f} m of it"
        hint = "check its coordinates and their datum, or draw the street that leads to it"
        faults.append(ProblemError(f"place {snapped.doors[i].id}", "far_from_street", message, hint))
    return faults
