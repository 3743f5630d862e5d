"""Weekly rules, dated hours and absences added up: midnight, month ends, 调休, zones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher_api.calendars.kinds import DayKinds
from matcher_api.people.free_time import free_windows
from matcher_api.people.models import AvailabilityDate, AvailabilityRule

SHANGHAI = "Asia/Shanghai"
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
PLAIN = DayKinds()
MONDAY = date(2026, 11, 23)


def rule(
    start: str, minutes: int, *, weekdays: Iterable[int] = EVERY_DAY, days: str = "any", **bounds: date
) -> AvailabilityRule:
    return AvailabilityRule(
        person_id="p", weekdays=list(weekdays), start=time.fromisoformat(start), minutes=minutes, days=days, **bounds
    )


def dated(start: str, end: str, *, free: bool = True, zone: str = SHANGHAI) -> AvailabilityDate:
    a, b = (datetime.fromisoformat(t).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for t in (start, end))
    return AvailabilityDate(person_id="p", start=a, end=b, free=free)


def free(
    rules: Iterable[AvailabilityRule] = (),
    dates: Iterable[AvailabilityDate] = (),
    *,
    days: DayKinds = PLAIN,
    zone: str = SHANGHAI,
    first: date = MONDAY,
    last: date | None = None,
) -> list[str]:
    """Windows as local texts `11-23 09:00-12:00` (the end with its date where it is another day)."""
    found = free_windows(rules, dates, days, zone=zone, first=first, last=last or first)
    local = [(a.astimezone(ZoneInfo(zone)), b.astimezone(ZoneInfo(zone))) for a, b in found]
    return [
        f"{a:%m-%d %H:%M}-{b:%H:%M}" if a.date() == b.date() else f"{a:%m-%d %H:%M}-{b:%m-%d %H:%M}" for a, b in local
    ]


def test_a_rule_counts_on_its_weekdays_and_between_its_days() -> None:
    mornings = rule("09:00", 180, weekdays=[0, 2])
    assert free([mornings], last=MONDAY + timedelta(6)) == ["11-23 09:00-12:00", "11-25 09:00-12:00"]
    bounded = rule("09:00", 60, first_day=date(2026, 11, 24), last_day=date(2026, 11, 25))
    assert free([bounded], last=MONDAY + timedelta(6)) == ["11-24 09:00-10:00", "11-25 09:00-10:00"]


def test_a_night_belongs_to_the_day_it_begins() -> None:
    night = rule("22:00", 480, weekdays=[0])
    assert free([night]) == ["11-23 22:00-11-24 06:00"]
    assert free([night], first=date(2026, 11, 24)) == []


def test_a_night_over_the_end_of_a_month_and_a_year() -> None:
    assert free([rule("23:00", 120)], first=date(2026, 11, 30)) == ["11-30 23:00-12-01 01:00"]
    assert free([rule("23:00", 120)], first=date(2026, 12, 31)) == ["12-31 23:00-01-01 01:00"]
    leap = free([rule("23:00", 120)], first=date(2028, 2, 28), last=date(2028, 2, 29))
    assert leap == ["02-28 23:00-02-29 01:00", "02-29 23:00-03-01 01:00"]


def test_a_whole_day_every_day_is_one_window() -> None:
    assert free([rule("00:00", 1440)], last=MONDAY + timedelta(2)) == ["11-23 00:00-11-26 00:00"]


def test_days_follow_the_calendar() -> None:
    """National Day 2026: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked."""
    calendar = DayKinds(
        holidays=MappingProxyType({date(2026, 10, d): "国庆节" for d in range(1, 8)}),
        workdays=MappingProxyType({date(2026, 10, 10): "国庆节调休"}),
    )
    span = {"first": date(2026, 9, 30), "last": date(2026, 10, 11), "days": calendar}
    evenings, mornings = rule("18:00", 60, days="workday"), rule("09:00", 60, days="restday")
    assert [w[:5] for w in free([evenings], **span)] == ["09-30", "10-08", "10-09", "10-10"]  # type: ignore[arg-type]
    rest = free([mornings], **span)  # type: ignore[arg-type]
    assert [w[:5] for w in rest] == ["10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07", "10-11"]
    saturdays = rule("09:00", 60, weekdays=[5], days="restday")
    assert free([saturdays], **span) == ["10-03 09:00-10:00"]  # type: ignore[arg-type]


def test_overlapping_and_touching_hours_are_one() -> None:
    rules = [rule("09:00", 60), rule("10:00", 60), rule("10:30", 90)]
    assert free(rules, [dated("2026-11-23 12:00", "2026-11-23 12:30")]) == ["11-23 09:00-12:30"]
    assert free([rule("09:00", 60), rule("10:01", 60)]) == ["11-23 09:00-10:00", "11-23 10:01-11:01"]


def test_absences_cut_whatever_says_free() -> None:
    day = rule("08:00", 600)
    lunch = dated("2026-11-23 12:00", "2026-11-23 13:00", free=False)
    assert free([day], [lunch]) == ["11-23 08:00-12:00", "11-23 13:00-18:00"]
    both = [dated("2026-11-23 19:00", "2026-11-23 21:00"), dated("2026-11-23 17:00", "2026-11-23 20:00", free=False)]
    assert free([day], both) == ["11-23 08:00-17:00", "11-23 20:00-21:00"]
    edge = dated("2026-11-23 18:00", "2026-11-23 19:00", free=False)
    assert free([day], [edge]) == ["11-23 08:00-18:00"]
    week_off = dated("2026-11-20 00:00", "2026-11-27 00:00", free=False)
    assert free([day], [week_off], last=MONDAY + timedelta(4)) == ["11-27 08:00-18:00"]
    night = dated("2026-11-24 00:00", "2026-11-24 02:00", free=False)
    assert free([rule("22:00", 480, weekdays=[0])], [night]) == [
        "11-23 22:00-11-24 00:00",
        "11-24 02:00-06:00",
    ]


def test_dated_hours_begin_no_earlier_than_the_first_day() -> None:
    three_days = dated("2026-11-22 20:00", "2026-11-24 08:00")
    assert free([], [three_days]) == ["11-23 00:00-11-24 08:00"]
    assert free([], [three_days], first=date(2026, 11, 25)) == []
    assert free([], [dated("2026-11-24 00:00", "2026-11-24 01:00")]) == []


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        (SHANGHAI, "2026-11-23 01:00"),
        ("Asia/Urumqi", "2026-11-23 03:00"),
        ("Europe/Berlin", "2026-11-23 08:00"),
        ("America/New_York", "2026-11-23 14:00"),
    ],
)
def test_rules_are_local_and_windows_utc(zone: str, utc: str) -> None:
    found = free_windows([rule("09:00", 60)], [], PLAIN, zone=zone, first=MONDAY, last=MONDAY)
    start = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert found == ((start, start + timedelta(hours=1)),)
    assert all(moment.tzinfo is UTC for window in found for moment in window)


def test_nine_stays_nine_when_clocks_change() -> None:
    """Berlin sets its clocks back on 25 October 2026."""
    found = free([rule("09:00", 60)], zone="Europe/Berlin", first=date(2026, 10, 24), last=date(2026, 10, 26))
    assert found == ["10-24 09:00-10:00", "10-25 09:00-10:00", "10-26 09:00-10:00"]


_minute = st.integers(0, 4 * 1440)
_spans = st.lists(st.tuples(_minute, st.integers(1, 900), st.booleans()), max_size=8)
_rules = st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=4)


@given(rules=_rules, spans=_spans)
def test_minute_by_minute(rules: list[tuple[int, int]], spans: list[tuple[int, int, bool]]) -> None:
    """The same as asking of each minute whether a rule or date covers it and no absence does."""
    origin = datetime.combine(MONDAY, time.min, ZoneInfo(SHANGHAI)).astimezone(UTC)

    def at(minute: int) -> datetime:
        return origin + timedelta(minutes=minute)

    dates = [AvailabilityDate(person_id="p", start=at(a), end=at(a + n), free=f) for a, n, f in spans]
    weekly = [rule(f"{start // 60:02d}:{start % 60:02d}", minutes) for start, minutes in rules]
    last = MONDAY + timedelta(days=1)
    found = free_windows(weekly, dates, PLAIN, zone=SHANGHAI, first=MONDAY, last=last)
    covered: set[int] = set()
    for start, minutes in rules:
        for day in (0, 1):
            covered |= set(range(day * 1440 + start, day * 1440 + start + minutes))
    for a, n, is_free in spans:
        if is_free and a < 2 * 1440:
            covered |= set(range(a, a + n))
    for a, n, is_free in spans:
        if not is_free:
            covered -= set(range(a, a + n))
    told = {
        m for a, b in found for m in range((a - origin) // timedelta(minutes=1), (b - origin) // timedelta(minutes=1))
    }
    assert told == covered
    assert all(one[1] < other[0] for one, other in pairwise(found))
