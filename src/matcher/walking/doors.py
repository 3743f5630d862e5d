"""Doors: where a walk starts and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.errors import ProblemError


@dataclass(frozen=True, slots=True)
class Door:
    """A place's door at `x`, `y` (metres of the network's frame).

    `access_seconds`, whole and >= 0, pass between the street and being inside: 20-30 on an open street, 75-105 in a
    gated compound, 15 a floor of stairs, 45-90 for a lift. They include the way from the street to the door.
    """

    id: str
    x: float
    y: float
    access_seconds: int = 0


def door_faults(doors: Sequence[Door]) -> list[ProblemError]:
    """Everything wrong with the doors themselves."""
    faults = []
    seen: set[str] = set()
    for door in doors:
        where = f"place {door.id}"
        if door.id in seen:
            faults.append(ProblemError(where=where, code="duplicate", message="the place is given twice"))
        seen.add(door.id)
        if not (np.isfinite(door.x) and np.isfinite(door.y)):
            message = f"x, y ({door.x}, {door.y}) are not numbers"
            faults.append(ProblemError(where=where, code="not_finite", message=message, hint="give metres"))
        if not 0 <= door.access_seconds <= 86_400:
            message = f"access_seconds ({door.access_seconds}) must be 0 to 86400"
            faults.append(ProblemError(where=where, code="access_seconds", message=message))
    return faults


def asking_faults(paces: Sequence[float], limit_minutes: int) -> list[ProblemError]:
    """Everything wrong with the paces and the limit asked for."""
    faults = [
        ProblemError(
            where="walking",
            code="pace",
            message=f"pace ({pace}) must be above 0 and at most 10 metres a second",
            hint="1.0 is the planning default; adults 1.2, elders 0.9",
        )
        for pace in paces
        if not 0 < pace <= 10
    ]
    if not 0 < limit_minutes <= 1440:
        message = f"limit_minutes ({limit_minutes}) must be 1 to 1440"
        faults.append(ProblemError(where="walking", code="limit_minutes", message=message, hint="15 is the mission"))
    return faults
