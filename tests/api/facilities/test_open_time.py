"""Opening rules, dated openings and closures as windows; pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher_api.calendars.kinds import DayKinds, kinds_of
from matcher_api.calendars.shipped import shipped
from matcher_api.facilities.models import Closure, OpeningDate, OpeningRule
from matcher_api.facilities.open_time import OpenWindow, open_windows

ZONE = "Asia/Shanghai"
MONDAY = date(2026, 11, 23)
EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
COUNTRY = kinds_of(shipped(), ())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def rule(
    start: str, minutes: int, weekdays: list[int] = EVERY_DAY, *, days: str = "any", term: str = "any",
    first: date | None = None, last: date | None = None,
) -> OpeningRule:  # fmt: skip
    return OpeningRule(
        facility_id="f", weekdays=weekdays, start=time.fromisoformat(start), minutes=minutes, days=days, term=term,
        first_day=first, last_day=last,
    )  # fmt: skip


def dated(start: str, end: str, steward: str | None = None) -> OpeningDate:
    return OpeningDate(facility_id="f", start=at(start), end=at(end), steward_visit_id=steward)


def shut(start: str, end: str, *, cancelled: bool = False) -> Closure:
    return Closure(facility_id="f", start=at(start), end=at(end), cancelled_at=at(start) if cancelled else None)


def told(
    *rows: OpeningRule | OpeningDate | Closure, first: date = MONDAY, last: date = MONDAY, days: DayKinds = COUNTRY
) -> list[str]:
    """Windows as text of the local clock."""
    windows = open_windows(
        [r for r in rows if isinstance(r, OpeningRule)],
        [r for r in rows if isinstance(r, OpeningDate)],
        [r for r in rows if isinstance(r, Closure)],
        days,
        zone=ZONE,
        first=first,
        last=last,
    )
    local = ZoneInfo(ZONE)
    return [
        f"{w.start.astimezone(local):%m-%d %H:%M}/{w.end.astimezone(local):%m-%d %H:%M}"
        + (f" {w.steward_visit_id}" if w.steward_visit_id else "")
        for w in windows
    ]


def test_nothing_says_open() -> None:
    assert told() == []


def test_a_week_of_evenings() -> None:
    weekdays = rule("18:00", 180, [0, 1, 2, 3, 4])
    assert told(weekdays, last=MONDAY + timedelta(6)) == [
        f"11-{n} 18:00/11-{n} 21:00" for n in (23, 24, 25, 26, 27)
    ]  # fmt: skip


def test_moments_are_utc() -> None:
    window = open_windows([rule("18:00", 180)], [], [], DayKinds(), zone=ZONE, first=MONDAY, last=MONDAY)
    assert window == (OpenWindow(datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 23, 13, tzinfo=UTC)),)


@pytest.mark.parametrize(
    ("first", "last", "windows"),
    [
        (MONDAY, MONDAY, ["11-23 00:00/11-23 07:30", "11-23 18:30/11-24 00:00"]),
        (MONDAY, date(2026, 11, 24), ["11-23 00:00/11-23 07:30", "11-23 18:30/11-24 07:30", "11-24 18:30/11-25 00:00"]),
        (
            date(2026, 11, 30),
            date(2026, 12, 1),
            ["11-30 00:00/11-30 07:30", "11-30 18:30/12-01 07:30", "12-01 18:30/12-02 00:00"],
        ),
        (date(2026, 12, 31), date(2026, 12, 31), ["12-31 00:00/12-31 07:30", "12-31 18:30/01-01 00:00"]),
        (date(2028, 2, 29), date(2028, 2, 29), ["02-29 00:00/02-29 07:30", "02-29 18:30/03-01 00:00"]),
    ],
)  # fmt: skip
def test_car_park_over_midnight_month_and_year(first: date, last: date, windows: list[str]) -> None:
    assert told(rule("18:30", 13 * 60), first=first, last=last) == windows


def test_the_day_it_begins_on_decides() -> None:
    """Friday's night is a workday's, Saturday's is none, Sunday's is none: Saturday morning is open, Monday's not."""
    night = rule("18:30", 13 * 60, days="workday")
    assert told(night, first=date(2026, 11, 27), last=date(2026, 11, 30)) == [
        "11-27 00:00/11-27 07:30",
        "11-27 18:30/11-28 07:30",
        "11-30 18:30/12-01 00:00",
    ]


def test_a_whole_day_every_day_is_one_window() -> None:
    assert told(rule("00:00", 1440), last=MONDAY + timedelta(2)) == ["11-23 00:00/11-26 00:00"]


def test_a_rule_longer_than_a_day_reaches_back() -> None:
    weekend = rule("18:00", 3600, [4])  # Friday 18:00 to Monday 06:00
    assert told(weekend) == ["11-23 00:00/11-23 06:00"]
    assert told(weekend, first=date(2026, 11, 24), last=date(2026, 11, 24)) == []


@pytest.mark.parametrize(
    ("days", "open_on"),
    [("workday", ["10-08", "10-09", "10-10"]), ("restday", ["10-05", "10-06", "10-07", "10-11"])],
)
def test_holiday_and_the_saturday_worked_for_it(days: str, open_on: list[str]) -> None:
    """National Day 2026: 5 to 7 October (Monday to Wednesday) are off, Saturday the 10th is worked."""
    windows = told(rule("09:00", 60, days=days), first=date(2026, 10, 5), last=date(2026, 10, 11))
    assert [w[:5] for w in windows] == open_on


def test_a_saturday_rule_for_workdays_counts_on_a_saturday_worked() -> None:
    saturdays = rule("09:00", 60, [5], days="workday")
    assert told(saturdays, first=date(2026, 10, 3), last=date(2026, 10, 17)) == ["10-10 09:00/10-10 10:00"]


def test_school_terms() -> None:
    taught = kinds_of(shipped(), ())
    taught = DayKinds(taught.holidays, taught.workdays, ((date(2026, 9, 1), date(2026, 11, 24)),))
    lesson, camp = rule("16:30", 90, term="term"), rule("09:00", 60, term="vacation")
    assert told(lesson, camp, last=date(2026, 11, 26), days=taught) == [
        "11-23 16:30/11-23 18:00",
        "11-24 16:30/11-24 18:00",
        "11-25 09:00/11-25 10:00",
        "11-26 09:00/11-26 10:00",
    ]


def test_between_dates_both_included() -> None:
    some = rule("09:00", 60, first=date(2026, 11, 24), last=date(2026, 11, 25))
    assert told(some, last=date(2026, 11, 27)) == ["11-24 09:00/11-24 10:00", "11-25 09:00/11-25 10:00"]


def test_the_last_date_keeps_its_night() -> None:
    some = rule("22:00", 240, last=MONDAY)
    assert told(some, first=date(2026, 11, 24), last=date(2026, 11, 24)) == ["11-24 00:00/11-24 02:00"]


def test_overlapping_and_touching_are_one() -> None:
    more = dated("2026-11-23 11:15", "2026-11-23 12:00")
    assert told(rule("09:00", 60), rule("10:00", 60), rule("10:30", 60), more) == ["11-23 09:00/11-23 12:00"]


@pytest.mark.parametrize(
    ("start", "end", "windows"),
    [
        ("09:00", "10:00", ["10:00/12:00"]),
        ("11:00", "12:00", ["09:00/11:00"]),
        ("10:00", "10:01", ["09:00/10:00", "10:01/12:00"]),
        ("08:00", "09:00", ["09:00/12:00"]),
        ("12:00", "13:00", ["09:00/12:00"]),
        ("09:00", "12:00", []),
    ],
)
def test_closures_cut(start: str, end: str, windows: list[str]) -> None:
    found = told(rule("09:00", 180), shut(f"2026-11-23 {start}", f"2026-11-23 {end}"))
    assert [w.replace("11-23 ", "") for w in found] == windows


def test_several_closures_and_a_cancelled_one() -> None:
    assert told(
        rule("09:00", 180),
        shut("2026-11-23 09:30", "2026-11-23 10:00"),
        shut("2026-11-23 09:45", "2026-11-23 10:30"),
        shut("2026-11-23 11:00", "2026-11-23 11:30"),
        shut("2026-11-23 09:00", "2026-11-23 12:00", cancelled=True),
    ) == ["11-23 09:00/11-23 09:30", "11-23 10:30/11-23 11:00", "11-23 11:30/11-23 12:00"]


def test_stewards() -> None:
    """What is open anyway needs none; where two overlap the first to open counts; closures cut both."""
    assert told(
        rule("09:00", 60),
        dated("2026-11-23 08:00", "2026-11-23 11:00", "v1"),
        dated("2026-11-23 10:30", "2026-11-23 12:00", "v2"),
        dated("2026-11-23 12:00", "2026-11-23 13:00", "v2"),
        shut("2026-11-23 12:30", "2026-11-23 12:40"),
    ) == [
        "11-23 08:00/11-23 09:00 v1",
        "11-23 09:00/11-23 10:00",
        "11-23 10:00/11-23 11:00 v1",
        "11-23 11:00/11-23 12:30 v2",
        "11-23 12:40/11-23 13:00 v2",
    ]


def test_a_dated_opening_is_cut_at_the_days_asked() -> None:
    assert told(dated("2026-11-22 20:00", "2026-11-24 02:00", "v1")) == ["11-23 00:00/11-24 00:00 v1"]


HOURS = st.integers(0, 71)


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime, datetime]:
    start = draw(HOURS)
    return at("2026-11-23 00:00") + timedelta(hours=start), at("2026-11-23 00:00") + timedelta(
        hours=start + draw(st.integers(1, 30))
    )


@settings(max_examples=150, deadline=None)
@given(
    rules=st.lists(
        st.tuples(st.integers(0, 23), st.integers(1, 30), st.sets(st.integers(0, 6), min_size=1)), max_size=3
    ),
    dates=st.lists(st.tuples(spans(), st.sampled_from([None, "v1", "v2"])), max_size=4),
    closures=st.lists(spans(), max_size=3),
)  # fmt: skip
def test_every_hour_against_the_definition(
    rules: list[tuple[int, int, set[int]]],
    dates: list[tuple[tuple[datetime, datetime], str | None]],
    closures: list[tuple[datetime, datetime]],
) -> None:
    """Hour by hour over three days: closed beats open, open without a steward beats open with one."""
    first, last = MONDAY, MONDAY + timedelta(2)
    found = open_windows(
        [rule(f"{h:02}:00", 60 * n, sorted(week)) for h, n, week in rules],
        [OpeningDate(facility_id="f", start=a, end=b, steward_visit_id=s) for (a, b), s in dates],
        [Closure(facility_id="f", start=a, end=b) for a, b in closures],
        DayKinds(),
        zone=ZONE,
        first=first,
        last=last,
    )
    assert all(a.end <= b.start for a, b in pairwise(found)) and all(w.start < w.end for w in found)
    for n in range(72):
        hour = at("2026-11-23 00:00") + timedelta(hours=n)
        covering = [w for w in found if w.start <= hour < w.end]
        weekly = any(
            hour - timedelta(hours=length) < at(f"{day} {h:02}:00") <= hour and day.weekday() in week
            for h, length, week in rules
            for day in (MONDAY + timedelta(k) for k in range(-3, 3))
        )
        plain = weekly or any(a <= hour < b and s is None for (a, b), s in dates)
        stewards = {s for (a, b), s in dates if a <= hour < b and s is not None}
        closed = any(a <= hour < b for a, b in closures)
        if closed or not (plain or stewards):
            assert covering == []
        else:
            assert len(covering) == 1
            assert covering[0].steward_visit_id in ({None} if plain else stewards)
