"""Windows of the day itself, just before, at and just after their limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.small_week import at
from matcher_api.assignments.day_times import DayTimes

TIMES = DayTimes(start=at(9), end=at(10), early=30, late=120, grace=15)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "may"),
    [(at(8.5) - MINUTE, False), (at(8.5), True), (at(9), True), (at(10), True), (at(10) + MINUTE, False)],
)
def test_checking_in(moment: object, may: bool) -> None:
    assert TIMES.may_check_in(moment) is may  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "may"), [(at(9) - MINUTE, False), (at(9), True), (at(12), True), (at(12) + MINUTE, False)]
)
def test_checking_out(moment: object, may: bool) -> None:
    assert TIMES.may_check_out(moment, checked_in=at(9)) is may  # type: ignore[arg-type]


def test_a_no_show_is_one_after_the_grace() -> None:
    assert TIMES.missed == at(9.25)


@pytest.mark.parametrize(
    ("came", "left", "minutes"),
    [
        (at(9), at(10), 60),
        (at(8.5), at(10), 60),  # waiting does not count
        (at(9) + 5 * MINUTE, at(10) - timedelta(seconds=1), 54),  # whole minutes
        (at(9), at(11.5), 150),  # it took longer: that is true, too
        (at(8.5), at(8.75), 0),
        (at(9.5), at(9.5), 0),
    ],
)
def test_minutes_served(came: object, left: object, minutes: int) -> None:
    assert TIMES.served(came, left) == minutes  # type: ignore[arg-type]
