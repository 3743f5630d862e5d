"""Stars for hours served, by a table of hours: the first star's, the second's …, rising."""

from __future__ import annotations

from collections.abc import Sequence

HOUR = 60


def stars(minutes: int, table: Sequence[int]) -> int:
    """How many of the table's hours are served in full."""
    return sum(minutes >= hours * HOUR for hours in table)


def missing(minutes: int, table: Sequence[int]) -> int | None:
    """Minutes to the next star; None for who has them all."""
    left = [hours * HOUR - minutes for hours in table if minutes < hours * HOUR]
    return min(left, default=None)
