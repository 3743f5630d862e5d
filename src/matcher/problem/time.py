"""Whole minutes from local midnight of the first day, and windows of them."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.problem.faults import raise_if, tested

DAY = 1440
NIGHT_START, NIGHT_END = 22 * 60, 6 * 60
"""A minor never works in `[22:00, 06:00)` of any day."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """`[start, end)` in minutes; past 1440 is the night that belongs to the day it starts."""

    start: int
    end: int

    def __post_init__(self) -> None:
        raise_if(
            "window",
            tested(
                ("start", self.start >= 0, f"start ({self.start}) must not be negative"),
                ("end", self.end > self.start, f"end ({self.end}) must be after start ({self.start})"),
            ),
        )


def merged(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Sorted, with overlapping and touching windows joined."""
    joined: list[Window] = []
    for window in sorted(windows):
        if joined and window.start <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, window.end))
        else:
            joined.append(window)
    return tuple(joined)


def less(window: Window, start: int, end: int) -> tuple[Window, ...]:
    """What is left of a window without `[start, end)`: none, one or two."""
    before = (window.start, min(window.end, start))
    after = (max(window.start, end), window.end)
    return tuple(Window(a, b) for a, b in (before, after) if a < b)
