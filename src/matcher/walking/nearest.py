"""The nearest walkable point to points of the plane, not seen through walls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLE_M = 25.0
TOUCH_M = 0.01
"""Doors and streets this close to a wall are on it, not behind it."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Straight segments from (ax, ay) to (bx, by), numbered `name`; lower names win ties of distance."""

    ax: Floats
    ay: Floats
    bx: Floats
    by: Floats
    name: Ints


class Near:
    """Segments near a point: points along each at most SAMPLE_M apart in a k-d tree.

    A segment within r of a point has such a sample within r + SAMPLE_M / 2, so nothing is missed.
    """

    def __init__(self, segments: Segments) -> None:
        s = segments
        steps = np.maximum(np.ceil(np.hypot(s.bx - s.ax, s.by - s.ay) / SAMPLE_M).astype(np.int64), 1)
        self.owner = np.repeat(np.arange(len(steps)), steps + 1)
        along = np.arange(len(self.owner)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
        part = along / steps[self.owner]
        self.tree = cKDTree(
            np.column_stack(
                [
                    s.ax[self.owner] + part * (s.bx - s.ax)[self.owner],
                    s.ay[self.owner] + part * (s.by - s.ay)[self.owner],
                ]
            )
        )

    def within(self, points: Floats, radius: Floats) -> tuple[Ints, Ints]:
        """(point, segment) pairs holding every segment within `radius` of its point, and some a little farther."""
        balls = [np.array(b, dtype=np.int64) for b in self.tree.query_ball_point(points, radius + SAMPLE_M / 2 + 1e-6)]
        which = np.repeat(np.arange(len(points)), [len(ball) for ball in balls])
        segment = self.owner[np.concatenate(balls)] if balls else np.empty(0, dtype=np.int64)
        key = np.unique(which * (int(self.owner[-1]) + 1) + segment)
        return key // (int(self.owner[-1]) + 1), key % (int(self.owner[-1]) + 1)


class Finder:
    """Nearest points on `streets`; a street whose nearest point lies behind one of the `walls` is passed over."""

    def __init__(self, streets: Segments, walls: Segments, *, limit_m: float) -> None:
        self.streets, self.walls, self.limit_m = streets, walls, limit_m
        self.near_streets = Near(streets) if len(streets.ax) else None
        self.near_walls = Near(walls) if len(walls.ax) else None

    def find(self, x: Floats, y: Floats) -> tuple[Ints, Floats, Floats]:
        """Name of the nearest street, fraction along it from a to b, and metres, for every point.

        Name -1 and infinite metres: there is none, or walls stand before all within `limit_m`.
        """
        name = np.full(len(x), -1, dtype=np.int64)
        fraction, metres = np.zeros(len(x)), np.full(len(x), np.inf)
        if self.near_streets is None or not len(x):
            return name, fraction, metres
        points = np.column_stack([x, y])
        roughly = np.asarray(self.near_streets.tree.query(points)[0], dtype=np.float64)
        which, street = self.near_streets.within(points, roughly)
        at, away = self._project(street, x[which], y[which])
        order = np.lexsort((self.streets.name[street], away, which))
        best = order[np.searchsorted(which[order], np.arange(len(x)))]
        chosen = street[best]
        name, fraction, metres = self.streets.name[chosen], at[best], away[best]
        if self.near_walls is not None:
            reachable = metres <= self.limit_m
            for i in np.flatnonzero(reachable & self._walled(points, chosen, fraction, metres)).tolist():
                name[i], fraction[i], metres[i] = self._around(self.near_streets, points[i])
        return name, fraction, metres

    def _project(self, street: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        s = self.streets
        dx, dy = (s.bx - s.ax)[street], (s.by - s.ay)[street]
        px, py = x - s.ax[street], y - s.ay[street]
        squared = dx * dx + dy * dy
        at = np.clip((px * dx + py * dy) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
        return at, np.hypot(px - at * dx, py - at * dy)

    def _feet(self, street: Ints, at: Floats) -> Floats:
        s = self.streets
        return np.column_stack([s.ax[street] + at * (s.bx - s.ax)[street], s.ay[street] + at * (s.by - s.ay)[street]])

    def _walled(self, points: Floats, street: Ints, at: Floats, metres: Floats) -> NDArray[np.bool_]:
        """Whether a wall crosses the line from each point to its foot on its street."""
        feet = self._feet(street, at)
        out = np.zeros(len(points), dtype=bool)
        if self.near_walls is None:
            return out
        safe = np.where(np.isfinite(metres), metres, 0.0)
        which, wall = self.near_walls.within((points + feet) / 2, safe / 2)
        out[which[self._crosses(points[which], feet[which], wall)]] = True
        return out

    def _crosses(self, p: Floats, q: Floats, wall: Ints) -> NDArray[np.bool_]:
        w = self.walls
        ax, ay = w.ax[wall], w.ay[wall]
        dx, dy = w.bx[wall] - ax, w.by[wall] - ay
        length = np.hypot(dx, dy)
        dx, dy = dx / np.where(length > 0, length, 1.0), dy / np.where(length > 0, length, 1.0)
        side_p = dx * (p[:, 1] - ay) - dy * (p[:, 0] - ax)
        side_q = dx * (q[:, 1] - ay) - dy * (q[:, 0] - ax)
        apart = (np.minimum(side_p, side_q) < -TOUCH_M) & (np.maximum(side_p, side_q) > TOUCH_M)
        share = side_p / np.where(apart, side_p - side_q, 1.0)
        hit = p + share[:, None] * (q - p)
        along = dx * (hit[:, 0] - ax) + dy * (hit[:, 1] - ay)
        inside: NDArray[np.bool_] = apart & (along >= -1e-9) & (along <= length + 1e-9)
        return inside

    def _around(self, near: Near, point: Floats) -> tuple[int, float, float]:
        """The nearest street within the limit that no wall hides."""
        one = point[None, :]
        _, street = near.within(one, np.array([self.limit_m]))
        at, away = self._project(street, np.full(len(street), point[0]), np.full(len(street), point[1]))
        hidden = self._walled(np.repeat(one, len(street), axis=0), street, at, away)
        free = np.flatnonzero(~hidden & (away <= self.limit_m))
        if not len(free):
            return -1, 0.0, float("inf")
        best = free[np.lexsort((self.streets.name[street[free]], away[free]))[0]]
        return int(self.streets.name[street[best]]), float(at[best]), float(away[best])
