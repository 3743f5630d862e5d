"""What an addition changes: two coverages of the same doors, held against each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.coverage.covered import Coverage
from matcher.coverage.wanted import Wanted
from matcher.walks import FAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Of one use or service. `served`: residents within reach of something open or staffed, before and after;
    `gained`, `lost`: doors that are so now, or no longer. `closer`: residents whose nearest is fewer minutes away,
    or found at all. `hours`: hours a resident more (or fewer), over all residents."""

    wanted: Wanted
    before: int
    after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    closer: int
    hours: int

    @property
    def any(self) -> bool:
        return bool(self.gained or self.lost or self.closer or self.hours)


def difference(before: Coverage, after: Coverage) -> tuple[Gain, ...]:
    """Every use and service of `after` that changes, the most residents gained first.

    Both are of the same doors; what `before` does not know at all counts as never reached there.
    """
    weights, ids = after.doors.weights, after.doors.ids
    nothing = np.zeros(len(ids), dtype=bool)
    found = []
    for part in after.parts:
        old = before.part_of.get(part.wanted)
        was = nothing if old is None else old.served
        minutes = np.full(len(ids), FAR, dtype=np.int32) if old is None else old.minutes
        gained, lost = part.served & ~was, was & ~part.served
        more = part.hours - (0 if old is None else old.hours)
        gain = Gain(
            wanted=part.wanted,
            before=int(weights[was].sum()),
            after=int(weights[part.served].sum()),
            gained=tuple(ids[i] for i in np.flatnonzero(gained).tolist()),
            lost=tuple(ids[i] for i in np.flatnonzero(lost).tolist()),
            closer=int(weights[part.minutes < minutes].sum()),
            hours=int((weights * more).sum()),
        )
        if gain.any:
            found.append(gain)
    return tuple(sorted(found, key=lambda g: (g.before - g.after, -g.hours, g.wanted)))
