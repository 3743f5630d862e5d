"""Doors on streets: the nearest point of the nearest edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from matcher.errors import InvalidProblem, ProblemError
from matcher.walking.doors import Door, door_faults
from matcher.walking.streets import Floats, Ints, Pieces, Streets

SAMPLE_M = 25.0


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
    """Every door on its nearest walkable edge, `distance_m` reported for each.

    Raises InvalidProblem naming every door farther than `TimeModel.snap_limit_m` from any street.
    """
    faults = door_faults(doors)
    if faults:
        raise InvalidProblem(faults)
    snapped = nearest(streets.pieces, doors)
    limit = streets.model.snap_limit_m
    far = np.flatnonzero(snapped.distance_m > limit).tolist()
    if far:
        raise InvalidProblem(far_fault(doors[i], float(snapped.distance_m[i]), limit=limit) for i in far)
    return snapped


def far_fault(door: Door, distance_m: float, *, limit: float) -> ProblemError:
    off = f"{distance_m:.0f} m from the nearest street" if np.isfinite(distance_m) else "without any street"
    return ProblemError(
        where=f"place {door.id}",
        code="far_from_street",
        message=f"it lies {off}; at most {limit:.0f} m are accepted",
        hint="check its coordinates and their datum, or draw the street that leads to it",
    )


def nearest(pieces: Pieces, doors: Sequence[Door]) -> Snapped:
    """The nearest piece of every door, exactly; the lowest piece number wins a tie. Infinitely far without pieces."""
    usable = np.flatnonzero(pieces.is_length)
    x = np.array([door.x for door in doors], dtype=np.float64)
    y = np.array([door.y for door in doors], dtype=np.float64)
    if not len(usable) or not len(doors):
        nowhere = np.full(len(doors), -1, dtype=np.int64)
        far = np.full(len(doors), np.inf)
        return Snapped(doors=tuple(doors), piece=nowhere, fraction=np.zeros(len(doors)), distance_m=far)
    ax, ay = pieces.x[pieces.a[usable]], pieces.y[pieces.a[usable]]
    bx, by = pieces.x[pieces.b[usable]], pieces.y[pieces.b[usable]]
    # Points along every piece at most SAMPLE_M apart: the nearest piece has one within half of that of its nearest
    # point, so all candidates lie in a ball a little larger than the distance to the nearest sample.
    steps = np.maximum(np.ceil(np.hypot(bx - ax, by - ay) / SAMPLE_M).astype(np.int64), 1)
    owner = np.repeat(np.arange(len(usable)), steps + 1)
    along = np.arange(len(owner)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
    part = along / steps[owner]
    samples = np.column_stack([ax[owner] + part * (bx - ax)[owner], ay[owner] + part * (by - ay)[owner]])
    tree = cKDTree(samples)
    points = np.column_stack([x, y])
    roughly, _ = tree.query(points)
    balls = [np.array(ball, dtype=np.int64) for ball in tree.query_ball_point(points, roughly + SAMPLE_M / 2 + 1e-6)]
    door = np.repeat(np.arange(len(doors)), [len(ball) for ball in balls])
    candidate = owner[np.concatenate(balls)]
    dx, dy = (bx - ax)[candidate], (by - ay)[candidate]
    px, py = x[door] - ax[candidate], y[door] - ay[candidate]
    squared = dx * dx + dy * dy
    fraction = np.clip((px * dx + py * dy) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
    distance = np.hypot(px - fraction * dx, py - fraction * dy)
    best = np.lexsort((usable[candidate], distance, door))
    first = best[np.searchsorted(door[best], np.arange(len(doors)))]
    return Snapped(
        doors=tuple(doors), piece=usable[candidate[first]], fraction=fraction[first], distance_m=distance[first]
    )
