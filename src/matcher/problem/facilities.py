"""Borrowed rooms, yards and car parks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from matcher.problem.faults import raise_if, tested
from matcher.problem.time import Window


@dataclass(frozen=True, slots=True)
class Opening:
    """`[start, end)`; with `steward`, bookings in it count only if that visit is served."""

    start: int
    end: int
    steward: str | None = None

    def __post_init__(self) -> None:
        Window(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A borrowed room, yard or car park.

    `modes`: mode -> capacity in people. Exclusive: at most `concurrent` bookings at a time; shared: the people of
    all bookings at one time within the mode's capacity. `cost` points an hour booked (0 to 20).
    Openings do not overlap; a booking may run across openings that touch.
    """

    id: str
    place: str
    modes: Mapping[str, int]
    openings: tuple[Opening, ...]
    name: str = ""
    owner: str = ""
    exclusive: bool = True
    concurrent: int = 1
    changeover: int = 0
    cost: int = 0

    def __post_init__(self) -> None:
        spans = sorted(self.openings, key=lambda o: (o.start, o.end))
        clash = [(a, b) for a, b in pairwise(spans) if b.start < a.end]
        raise_if(
            f"facility {self.id}",
            tested(
                ("modes", bool(self.modes), "has no mode; give at least one mode with its capacity"),
                ("concurrent", self.concurrent >= 1, f"concurrent ({self.concurrent}) must be at least 1"),
                ("changeover", self.changeover >= 0, f"changeover ({self.changeover}) must not be negative"),
                ("cost", self.cost >= 0, f"cost ({self.cost}) must not be negative"),
                ("openings", not clash, f"openings overlap ({clash[:1]}); join or separate them"),
                *(("modes", n >= 1, f"capacity ({n}) of mode {m} must be at least 1") for m, n in self.modes.items()),
            ),
        )
        object.__setattr__(self, "openings", tuple(spans))

    def openings_covering(self, start: int, end: int) -> tuple[Opening, ...] | None:
        """The openings that together cover `[start, end)`, in order; None where a minute is closed."""
        covered, used = start, []
        for opening in self.openings:
            if opening.start <= covered < opening.end:
                used.append(opening)
                covered = opening.end
                if covered >= end:
                    return tuple(used)
        return None

    def booking_cost(self, duration: int) -> int:
        """Points for `duration` booked minutes, rounded down."""
        return self.cost * duration // 60
