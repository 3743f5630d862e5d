"""Minutes between any two lists of doors, whatever they come from: streets, a table, or straight lines.

One question for callers that do not care about the source. Doors too far from any street reach nothing and are named
(`off_street`), never moved onto one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.errors import InvalidProblem
from matcher.walking.doors import Door, asking_faults, door_faults
from matcher.walking.minutes import Timed, between, whole_seconds
from matcher.walking.model import TimeModel
from matcher.walking.nearest import Floats, Ints
from matcher.walking.network import Network
from matcher.walking.snap import Snapped, nearest
from matcher.walking.streets import Streets
from matcher.walks import FAR, Walks

Minutes = NDArray[np.int32]


@dataclass(frozen=True, eq=False, kw_only=True)
class Ground:
    """Doors in metres and how one walks between them: on `streets`, by `table` (doors it does not hold reach nothing),
    or, without either, by straight lines times the detour of `model`."""

    doors: tuple[Door, ...]
    model: TimeModel
    streets: Streets | None = None
    table: Walks | None = None

    def __post_init__(self) -> None:
        if faults := door_faults(self.doors):
            raise InvalidProblem(faults)

    @classmethod
    def on(cls, network: Network, doors: Sequence[Door], *, model: TimeModel | None = None) -> Ground:
        """Doors on a network. Raises InvalidProblem for doubled doors and coordinates that are no numbers."""
        streets = Streets.of(network, model=model)
        return cls(doors=tuple(doors), model=streets.model, streets=streets)

    @property
    def source(self) -> str:
        """`streets`, `table` or `approximate`: shown wherever a minute is shown."""
        return "streets" if self.streets is not None else "approximate" if self.table is None else "table"

    @cached_property
    def index(self) -> dict[str, int]:
        return {door.id: i for i, door in enumerate(self.doors)}

    @cached_property
    def snapped(self) -> Snapped | None:
        """Where the doors meet the streets."""
        return None if self.streets is None else nearest(self.streets, self.doors)

    @cached_property
    def walkable(self) -> NDArray[np.bool_]:
        """The doors a walk can start or end at."""
        if self.snapped is not None:
            near: NDArray[np.bool_] = self.snapped.distance_m <= self.model.snap_limit_m
            return near
        known = None if self.table is None else self.table.index
        return np.array([known is None or door.id in known for door in self.doors], dtype=bool)

    @property
    def off_street(self) -> tuple[str, ...]:
        """Doors no walk can start or end at."""
        return tuple(self.doors[i].id for i in np.flatnonzero(~self.walkable).tolist())

    def with_doors(self, doors: Sequence[Door]) -> Ground:
        """With more doors after those it has."""
        return replace(self, doors=(*self.doors, *doors)) if doors else self

    def with_network(self, network: Network) -> Ground:
        """The same doors on other streets."""
        return replace(self, streets=Streets.of(network, model=self.model))

    def at(self, pace: float) -> Afoot:
        """Made ready for walks at one pace, metres a second; raises InvalidProblem for a pace out of bounds."""
        if faults := asking_faults([pace], 1):
            raise InvalidProblem(faults)
        return Afoot(self, pace)


class Afoot:
    """A ground at one pace."""

    def __init__(self, ground: Ground, pace: float) -> None:
        self.ground, self.pace = ground, pace
        self.access = np.array([door.access_seconds for door in ground.doors], dtype=np.int64)
        self.metres = np.array([(door.x, door.y) for door in ground.doors], dtype=np.float64).reshape(-1, 2)
        if ground.streets is not None and ground.snapped is not None:
            self.timed = Timed.of(ground.streets, pace)
            # Where there is no street at all a door has no piece; `walkable` keeps it out of every walk.
            there = replace(ground.snapped, piece=np.maximum(ground.snapped.piece, 0))
            self.points = self.timed.points(there) if len(ground.streets.pieces.a) else None
        elif ground.table is not None:
            paces = ground.table.by_pace
            self.matrix = paces[pace if pace in paces else min(paces)]
            self.rows = np.array([ground.table.index.get(door.id, -1) for door in ground.doors], dtype=np.int64)

    def minutes(self, origins: Ints, goals: Ints, *, limit: int) -> Minutes:
        """Minutes from each of `origins` (a row each) to each of `goals`, numbers of the ground's doors; `FAR` beyond
        `limit`, 0 from a door to itself."""
        out = np.full((len(origins), len(goals)), FAR, dtype=np.int32)
        start, end = (np.flatnonzero(self.ground.walkable[which]) for which in (origins, goals))
        if len(start) and len(end):
            a, b = origins[start], goals[end]
            # Streets lead both ways alike, so the shorter list is searched from.
            turned = len(a) > len(b) and self.ground.streets is not None
            found = self._found(b, a, limit).T if turned else self._found(a, b, limit)
            out[np.ix_(start, end)] = found
        out[origins[:, None] == goals[None, :]] = 0
        return out

    def _found(self, a: Ints, b: Ints, limit: int) -> Minutes:
        if self.ground.streets is not None:
            return self._on_streets(a, b, limit)
        if self.ground.table is not None:
            given = self.matrix.dense(self.rows[a], self.rows[b])
            return np.where(given <= limit, given, FAR).astype(np.int32)
        apart = self.metres[a][:, None, :] - self.metres[b][None, :, :]
        metres_a_second = self.pace / self.ground.model.detour
        seconds: Floats = np.floor(np.hypot(apart[..., 0], apart[..., 1]) / metres_a_second + 0.5)
        seconds += self.access[a][:, None] + self.access[b]
        return _within(seconds, limit)

    def _on_streets(self, a: Ints, b: Ints, limit: int) -> Minutes:
        out = np.full((len(a), len(b)), FAR, dtype=np.int32)
        if self.points is None:
            return out
        sources, targets = self.points.take(a), self.points.take(b)
        for block, near, ms in between(self.timed, sources, targets, limit_ms=60_000 * limit + 499):
            seconds = whole_seconds(ms) + self.access[a[block]][:, None] + self.access[b[near]]
            out[np.ix_(block, near)] = _within(seconds, limit)
        return out


def _within(seconds: Floats, limit: int) -> Minutes:
    """Whole minutes, rounded up once; `FAR` beyond the limit."""
    kept = np.ceil(np.minimum(seconds, 60.0 * limit) / 60.0)
    return np.where(seconds <= 60 * limit, kept, FAR).astype(np.int32)
