"""Dates and times as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from matcher.scenario.calendar import Calendar
from matcher.scenario.moments import NotAMoment, date_in, minute_in

CALENDAR = Calendar(date(2026, 11, 23))
NINE = 540


@pytest.mark.parametrize(
    "text",
    [
        "540",
        "540.0",
        " 540 ",
        "５４０",
        "2026-11-23 09:00",
        "2026-11-23 9:00:00",
        "2026-11-23T09:00:00+08:00",
        "2026-11-23T01:00:00Z",
        "2026-11-23 03:00+02:00",
        "2026-11-22T20:00:00-05:00",
        "2026/11/23 9:00",
        "2026.11.23 9:00",
        "2026年11月23日 9:00",
        "2026年11月23日9时00分",
        "2026年11月23日9时",
        "2026年11月23日 上午9:00",
        "２０２６－１１－２３　０９：００",
        "2026/11/23 星期一 9:00",
        "2026-11-23 9:00 am",
    ],
)
def test_nine_in_the_morning(text: str) -> None:
    assert minute_in(text, CALENDAR, days=7) == NINE


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("2026-11-23 24:00", 1440),
        ("2026-11-24", 1440),
        ("2026-11-24 00:00:00", 1440),
        ("2026-11-23 下午 3:30", 930),
        ("2026-11-23 3:30 PM", 930),
        ("2026-11-23 12:15 AM", 15),
        ("2026-11-23 中午12:00", 720),
        ("2026-11-22 23:59", -1),
        ("-1", -1),
        ("2027-01-01 00:00", 39 * 1440),
    ],
)
def test_other_times(text: str, minute: int) -> None:
    assert minute_in(text, CALENDAR, days=7) == minute


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tomorrow", "not_a_time"),
        ("1e9", "not_a_time"),
        ("nan", "not_a_time"),
        ("9.5", "not_a_time"),
        ("2026-11-23 25:00", "not_a_time"),
        ("2026-11-23 24:01", "not_a_time"),
        ("2026-11-23 09:60", "not_a_time"),
        ("2026-11-23 09:00:30", "not_whole"),
        ("2026-11-31 09:00", "not_a_date"),
        ("2026-11-23T09:00+99:00", "not_a_time"),
        ("0001-01-01T00:00+14:00", "not_a_time"),
        ("09:00", "no_day"),
        ("1000000000", "out_of_bounds"),
        ("999999999999999999999999999999", "not_a_time"),
        ("2206-11-23 09:00", "out_of_bounds"),
        ("11/23/2026 9:00", "not_a_time"),
        ("", "not_a_time"),
    ],
)
def test_what_is_no_time(text: str, code: str) -> None:
    with pytest.raises(NotAMoment) as caught:
        minute_in(text, CALENDAR, days=7)
    assert caught.value.code == code


def test_a_time_alone_is_of_the_only_day_or_of_the_day_of_its_start() -> None:
    assert minute_in("9:00", CALENDAR, days=1) == NINE
    assert minute_in("9:00", CALENDAR, days=7, same_day_as=2 * 1440 + 30) == 2 * 1440 + NINE


def test_the_limits_of_a_year() -> None:
    assert minute_in(str(373 * 1440), CALENDAR, days=7) == 373 * 1440
    with pytest.raises(NotAMoment):
        minute_in(str(373 * 1440 + 1), CALENDAR, days=7)


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026/11/23", "2026年11月23日", "2026-11-23 00:00:00", "２０２６.１１.２３"]
)
def test_dates(text: str) -> None:
    assert date_in(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["2026-11", "2026-02-29", "2026-11-23 09:00", "23.11.2026", "x"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(NotAMoment):
        date_in(text)


def test_minutes_and_moments() -> None:
    urumqi = Calendar(date(2026, 11, 23), "Asia/Urumqi")
    assert urumqi.minute_of(datetime(2026, 11, 23, 3, 0, tzinfo=UTC)) == NINE
    assert urumqi.minute_of(datetime(2026, 11, 23, 9, 0)) == NINE  # noqa: DTZ001
    assert urumqi.datetime_of(1440 + NINE).isoformat() == "2026-11-24T09:00:00+06:00"
    assert (urumqi.day_of(date(2026, 11, 20)), urumqi.date_of(-3)) == (-3, date(2026, 11, 20))
    with pytest.raises(ValueError, match="not a whole minute"):
        urumqi.minute_of(datetime(2026, 11, 23, 9, 0, 1))  # noqa: DTZ001
