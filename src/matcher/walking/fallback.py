"""Walking minutes without any street: straight lines times a detour, marked approximate wherever they show.

Model: access of both ends + detour x straight line / pace, whole seconds rounded up once to minutes. Measured against
real streets, 13-37 % of the pairs this calls within 15 minutes are farther.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from matcher.errors import InvalidProblem
from matcher.walking.doors import Door, asking_faults, door_faults
from matcher.walking.model import TimeModel
from matcher.walks import WalkMatrix, Walks

ROWS = 512


def approximate_walks(
    doors: Sequence[Door], *, paces: Sequence[float], limit_minutes: int, model: TimeModel | None = None
) -> Walks:
    """Minutes between every two doors by straight lines; pairs farther than `limit_minutes` are absent.

    `source` is "approximate". Raises InvalidProblem for doubled doors and a pace or limit out of bounds.
    """
    faults = [*door_faults(doors), *asking_faults(paces, limit_minutes)]
    if faults:
        raise InvalidProblem(faults)
    detour = (model or TimeModel()).detour
    return Walks(
        place_ids=tuple(door.id for door in doors),
        by_pace={pace: _matrix(doors, metres_a_second=pace / detour, limit=60 * limit_minutes) for pace in paces},
        source="approximate",
        limit=limit_minutes,
    )


def _matrix(doors: Sequence[Door], *, metres_a_second: float, limit: int) -> WalkMatrix:
    n = len(doors)
    sizes = np.zeros(n + 1, dtype=np.int64)
    if not n:
        return WalkMatrix(indptr=sizes, columns=np.empty(0, np.int32), minutes=np.empty(0, np.int32))
    points = np.array([(door.x, door.y) for door in doors], dtype=np.float64)
    access = np.array([door.access_seconds for door in doors], dtype=np.int64)
    tree = cKDTree(points)
    radius = max(0.0, limit + 0.5 - 2 * int(access.min())) * metres_a_second + 1e-6
    columns, minutes = [], []
    for low in range(0, n, ROWS):
        balls = tree.query_ball_point(points[low : low + ROWS], radius, return_sorted=True)
        near = [np.array(ball, dtype=np.int64) for ball in balls]
        i = np.repeat(np.arange(low, low + len(near)), [len(row) for row in near])
        j = np.concatenate(near)
        metres = np.hypot(points[i, 0] - points[j, 0], points[i, 1] - points[j, 1])
        seconds = np.floor(metres / metres_a_second + 0.5).astype(np.int64) + access[i] + access[j]
        kept = (seconds <= limit) & (i != j)
        sizes[1:] += np.bincount(i[kept], minlength=n)
        columns.append(j[kept].astype(np.int32))
        minutes.append((-(-seconds[kept] // 60)).astype(np.int32))
    return WalkMatrix(indptr=np.cumsum(sizes), columns=np.concatenate(columns), minutes=np.concatenate(minutes))
