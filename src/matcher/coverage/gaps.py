"""What doors lack, by neighbourhood: the most residents first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matcher.coverage.covered import Coverage, Covered
from matcher.coverage.wanted import Wanted
from matcher.walks import FAR

Why = Literal["none", "off_street", "far", "closed"]
WHYS: tuple[Why, ...] = ("none", "off_street", "far", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Doors of one neighbourhood (`area`, the community of their places, may be empty) that lack one thing.

    `why`: there is none at all, or no crew for it anywhere (`none`); no street leads to the door (`off_street`); all
    lie farther than the limit, or too few people live near enough (`far`); within reach, but never open or staffed for
    a whole hour (`closed`).
    `least`, `most` minutes to the nearest, None where it lies farther than was looked or there is none.
    """

    wanted: Wanted
    area: str
    why: Why
    residents: int
    doors: tuple[str, ...]
    least: int | None
    most: int | None


def gaps(coverage: Coverage) -> tuple[Gap, ...]:
    """By residents affected, the most first; equal ones by name. Doors nobody lives behind are left out."""
    found = [gap for part in coverage.parts for gap in _of(coverage, part)]
    return tuple(sorted(found, key=lambda g: (-g.residents, g.wanted, g.area, g.why)))


def whys(coverage: Coverage, part: Covered) -> NDArray[np.int8]:
    """Why each door lacks it, as a number of `WHYS`; -1 where it does not."""
    off = np.array([door in coverage.off_street for door in coverage.doors.ids], dtype=bool)
    why = np.full(len(off), -1, dtype=np.int8)
    why[~part.served] = WHYS.index("closed")
    why[~part.reached] = WHYS.index("far")
    why[~part.reached & off] = WHYS.index("off_street")
    if not part.there:
        why[:] = WHYS.index("none")
    return why


def _of(coverage: Coverage, part: Covered) -> Iterator[Gap]:
    places, weights = coverage.doors.places, coverage.doors.weights
    why = whys(coverage, part)
    groups: dict[tuple[str, int], list[int]] = {}
    for i in np.flatnonzero((why >= 0) & (weights > 0)).tolist():
        groups.setdefault((places[i].community, int(why[i])), []).append(i)
    for (area, reason), rows in groups.items():
        minutes = part.minutes[rows]
        known = minutes[minutes < FAR]
        yield Gap(
            wanted=part.wanted,
            area=area,
            why=WHYS[reason],
            residents=int(weights[rows].sum()),
            doors=tuple(places[i].id for i in rows),
            least=int(known.min()) if len(known) else None,
            most=int(known.max()) if len(known) and len(known) == len(minutes) else None,
        )
