"""`series_days`: three bookings of a series on days 0, 2 and later, by start day."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import DAY, Opening, Problem, Visit, Window
from matcher.roster import PlannedVisit, Roster
from matcher.rules import Violation
from small import SMALL

APART = 2
CHESS = SMALL.visit_of["chess"]


def club(*apart: int, series: str | None = "club") -> Problem:
    def one(i: int, days: int) -> Visit:
        return replace(CHESS, id=f"c{i}", series=series, min_days_apart=days, windows=(Window(0, 9 * DAY),))

    hall = replace(SMALL.facilities[0], openings=(Opening(0, 9 * DAY),))
    return replace(SMALL, days=9, facilities=(hall,), visits=tuple(one(i, days) for i, days in enumerate(apart)))


def on(*starts: int) -> Roster:
    return Roster(tuple(PlannedVisit(f"c{i}", s, "hall") for i, s in enumerate(starts)))


@pytest.mark.parametrize(("day", "missing"), [(APART + 1, 0), (APART, 0), (APART - 1, 1), (0, APART)])
def test_days_between_two(day: int, missing: int) -> None:
    expected = (Violation("series_days", missing, "days", visit="c1", other="c0"),) if missing else ()
    assert check(club(APART, APART), on(60, day * DAY + 600)) == expected


def test_days_count_not_hours() -> None:
    """From late on day 0 to early on day 2 are 2 days, though hardly more than 24 hours."""
    assert check(club(APART, APART), on(DAY - 60, 2 * DAY)) == ()


@pytest.mark.parametrize("apart", [(0, 2), (2, 0)])
def test_the_larger_of_the_two_binds(apart: tuple[int, int]) -> None:
    assert check(club(*apart), on(0, DAY)) == (Violation("series_days", 1, "days", visit="c1", other="c0"),)


def test_nought_asks_nothing() -> None:
    assert check(club(0, 0), on(0, 60)) == ()


def test_without_a_series_nothing_binds() -> None:
    assert check(club(APART, APART, series=None), on(0, DAY)) == ()


def test_the_worst_of_those_before() -> None:
    """c2 is 1 day after c1, which asks 1, but only 3 days after c0, which asks 5."""
    assert check(club(5, 1, 1), on(0, 2 * DAY, 3 * DAY)) == (
        Violation("series_days", 3, "days", visit="c1", other="c0"),
        Violation("series_days", 2, "days", visit="c2", other="c0"),
    )
