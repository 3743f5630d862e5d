"""Series: days by RRULE, windows by the community's own clock; rules that might not end are refused."""

from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from matcher_api.calendars.kinds import DayKinds
from matcher_api.visits.recurrence import LONGEST, MOST, Series, occurrences

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)


def series(rule: str, **change: object) -> Series:
    base = {"start": time(9), "minutes": 120, "first_day": MONDAY, "last_day": date(2026, 12, 31)}
    return Series(rule=rule, **{**base, **change})  # type: ignore[arg-type]


def days(rule: str, kinds: DayKinds | None = None, **change: object) -> list[str]:
    found, faults = occurrences(series(rule, **change), SHANGHAI, lambda: kinds or DayKinds())
    assert faults == []
    return [o.day.isoformat()[5:] for o in found]


def codes(rule: str, **change: object) -> list[tuple[str, str]]:
    found, faults = occurrences(series(rule, **change), SHANGHAI, DayKinds)
    assert found == []
    return [(f.field, f.code) for f in faults]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["11-23", "11-24", "11-25"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4", ["11-23", "11-26", "11-30", "12-03"]),
        ("freq=weekly;interval=2;byday=TU;until=20261222", ["11-24", "12-08", "12-22"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["11-30", "12-31"]),
        ("FREQ=MONTHLY;BYDAY=1WE", ["12-02"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["11-30", "12-31"]),
    ],
)
def test_days_of_a_rule(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_the_last_day_and_until_count_as_whole_days() -> None:
    assert days("FREQ=DAILY", last_day=date(2026, 11, 24)) == ["11-23", "11-24"]
    assert days("FREQ=DAILY;UNTIL=20261124") == ["11-23", "11-24"]
    assert days("FREQ=DAILY;UNTIL=20261123T160000Z") == ["11-23", "11-24"]  # midnight in Shanghai: the 24th
    assert days("FREQ=DAILY;UNTIL=20261123T155900Z") == ["11-23"]


def test_a_window_runs_across_midnight_and_the_end_of_a_month() -> None:
    night = series("FREQ=MONTHLY;BYMONTHDAY=30;COUNT=1", start=time(22), minutes=180)
    (found,), faults = occurrences(night, SHANGHAI, DayKinds)
    assert faults == []
    assert (found.start, found.end) == (
        datetime(2026, 11, 30, 14, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC)
    )  # fmt: skip
    assert found.end.astimezone(SHANGHAI).isoformat() == "2026-12-01T01:00:00+08:00"


def test_another_zone_keeps_its_clock_when_it_is_put_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = series("FREQ=DAILY;COUNT=3", first_day=date(2027, 3, 27), last_day=None, start=time(2, 30))
    found, _ = occurrences(spring, berlin, DayKinds)
    assert [o.start.isoformat()[5:16] for o in found] == ["03-27T01:30", "03-28T01:30", "03-29T00:30"]
    assert {o.end - o.start for o in found} == {found[0].end - found[0].start}


def test_the_calendar_moves_workdays() -> None:
    kinds = DayKinds(holidays={date(2026, 11, 25): "节"}, workdays={date(2026, 11, 28): "调休"})
    assert days("FREQ=DAILY;COUNT=7", kinds, days="workday") == ["11-23", "11-24", "11-26", "11-27", "11-28"]
    assert days("FREQ=DAILY;COUNT=7", kinds, days="restday") == ["11-25", "11-29"]


def test_skipped_days_are_left_out_and_must_be_of_the_series() -> None:
    skipped = (date(2026, 11, 26),)
    assert days("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", skipped=skipped) == ["11-23", "11-30"]
    assert codes("FREQ=WEEKLY;BYDAY=MO;COUNT=3", skipped=skipped) == [("repeat.skipped", "recurrence_skipped")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("every monday", ["recurrence_text"]),
        ("COUNT=3", ["recurrence_text"]),
        ("FREQ=SECONDLY", ["recurrence_value"]),
        ("FREQ=YEARLY", ["recurrence_value"]),
        ("FREQ=DAILY;BYHOUR=9;BYSECOND=1", ["recurrence_key", "recurrence_key"]),
        ("FREQ=DAILY;FREQ=WEEKLY", ["recurrence_twice"]),
        ("FREQ=WEEKLY;INTERVAL=0;BYDAY=XX;COUNT=-1", ["recurrence_value"] * 3),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", ["recurrence_key"]),
        ("FREQ=WEEKLY;BYDAY=1MO", ["recurrence_value"]),
        ("FREQ=WEEKLY;BYMONTHDAY=1", ["recurrence_key"]),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=15", ["recurrence_value"]),
        ("FREQ=MONTHLY;BYSETPOS=4;BYMONTHDAY=1", ["recurrence_value"]),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261201", ["recurrence_key"]),
        ("FREQ=DAILY;UNTIL=20261399", ["recurrence_value"]),
        ("FREQ=DAILY;COUNT=３", ["recurrence_value"]),
    ],
)
def test_rules_that_are_not_read(rule: str, expected: list[str]) -> None:
    assert [code for _, code in codes(rule)] == expected


def test_a_series_ends() -> None:
    assert codes("FREQ=DAILY", last_day=None) == [("repeat.last_day", "recurrence_endless")]
    assert codes("FREQ=DAILY", last_day=date(2026, 11, 22)) == [("repeat.last_day", "recurrence_dates")]
    assert codes("FREQ=WEEKLY", last_day=MONDAY + LONGEST + (MONDAY - date(2026, 11, 22))) == [
        ("repeat.last_day", "recurrence_span")
    ]
    assert len(days(f"FREQ=DAILY;COUNT={MOST}", last_day=None)) == MOST
    assert codes(f"FREQ=DAILY;COUNT={MOST + 1}", last_day=None) == [("repeat.rule", "recurrence_too_many")]


def test_a_day_that_never_comes_is_told_soon() -> None:
    began = clock.process_time()
    assert codes("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;COUNT=1", first_day=date(2027, 2, 1), last_day=None) == [
        ("repeat.rule", "recurrence_none")
    ]
    assert clock.process_time() - began < 5  # not a measurement: an endless loop would not come back
