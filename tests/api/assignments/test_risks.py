"""What is at risk when, just before, at and after each limit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from api.small_week import at
from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.risks import Known, Risk, risks

TIMES = DayTimes(start=at(9), end=at(10), early=30, late=120, grace=15)
MINUTE = timedelta(minutes=1)
LONG_AGO = at(9) - timedelta(days=5)


def found(
    now: datetime, *, state: str = "accepted", answered: datetime | None = LONG_AGO, **known: object
) -> list[str]:
    of = Known(state=state, answered_at=answered, reconfirmed_at=None, **known)  # type: ignore[arg-type]
    return [str(r) for r in risks(of, TIMES, now, reconfirm=24, verify=48)]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(9, -1) - MINUTE, []),
        (at(9, -1), ["not_reconfirmed"]),
        (at(9.25) - MINUTE, ["not_reconfirmed"]),
        (at(9.25), ["missed_check_in"]),
    ],
)
def test_before_and_after_the_start(now: datetime, words: list[str]) -> None:
    assert found(now) == words


def test_a_yes_of_the_last_day_is_enough() -> None:
    assert found(at(8), answered=at(9, -1)) == []
    assert found(at(8), answered=at(9, -1) - MINUTE) == ["not_reconfirmed"]
    assert found(at(8), on_duty=True) == []
    said = Known(state="accepted", answered_at=LONG_AGO, reconfirmed_at=at(20, -1))
    assert risks(said, TIMES, at(8), reconfirm=24, verify=48) == ()


def test_who_seeks_a_stand_in_is_at_risk_from_then_on() -> None:
    assert found(at(9, -5), state="stand_in_sought") == ["stand_in_sought"]
    assert found(at(9.25), state="stand_in_sought") == [Risk.MISSED_CHECK_IN, Risk.STAND_IN_SOUGHT]


def test_who_came_is_not_forgotten() -> None:
    assert found(at(12), state="checked_in") == []
    assert found(at(12) + MINUTE, state="checked_in") == ["missed_check_out"]
    assert found(at(10, 2) - MINUTE, state="checked_out") == []
    assert found(at(10, 2), state="checked_out") == ["not_verified"]
    assert found(at(10, 9), state="verified") == []
