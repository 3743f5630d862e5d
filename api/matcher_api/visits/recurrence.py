"""Series: an RRULE (RFC 5545) of days, each with a window of the community's own time.

Only rules that surely come to an end are read: by day, week or month, a bounded text, at most `MOST` days within
`LONGEST`. Days are those of the community; a window starts at the clock's time there and lasts so many minutes,
across midnight if need be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from matcher_api.calendars.kinds import DayKinds
from matcher_api.errors import Fault
from matcher_api.visits.faults import fault

MOST = 400
LONGEST = timedelta(days=1100)
"""From the first day to the last."""
DayWord = Literal["any", "workday", "restday"]

_DAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_NUMBER = r"[1-9]\d{0,2}"
_MONTH_DAY = r"-?([1-9]|[12]\d|3[01])"
_VALUES = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY",
    "INTERVAL": r"[1-9]\d?",
    "COUNT": _NUMBER,
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "BYDAY": rf"([+-]?[1-5])?{_DAY}(,([+-]?[1-5])?{_DAY}){{0,13}}",
    "BYMONTHDAY": rf"{_MONTH_DAY}(,{_MONTH_DAY}){{0,30}}",
    "BYSETPOS": r"-?[1-4]",
    "WKST": _DAY,
}
_ONLY_MONTHLY = ("BYMONTHDAY", "BYSETPOS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`rule` as in an RRULE line; `days`: any, workday or restday; `skipped`: days of the rule that are left out."""

    rule: str
    start: time
    minutes: int
    first_day: date
    last_day: date | None = None
    days: DayWord = "any"
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    day: date
    start: datetime
    end: datetime


def occurrences(
    series: Series, zone: ZoneInfo, kinds: Callable[[], DayKinds], *, field: str = "repeat"
) -> tuple[list[Occurrence], list[Fault]]:
    """All of them in order, or every fault. `kinds` is asked only where the series looks at the calendar."""
    parts, faults = _parts(series.rule, f"{field}.rule")
    last, more = _last(series, parts, zone, field)
    faults += more
    if faults or last is None:
        return [], faults
    dates = list(_dates(series, parts, last))
    strange = [d for d in series.skipped if d not in dates]
    faults += [fault(f"{field}.skipped", "recurrence_skipped", day=d) for d in strange]
    if series.days != "any":
        calendar = kinds()
        dates = [d for d in dates if calendar.kind(d) == series.days]
    dates = [d for d in dates if d not in series.skipped]
    if len(dates) > MOST:
        faults.append(fault(f"{field}.rule", "recurrence_too_many", limit=MOST))
    if not dates:
        faults.append(fault(f"{field}.rule", "recurrence_none"))
    return ([] if faults else [occurrence(d, series.start, series.minutes, zone) for d in dates]), faults


def occurrence(day: date, start: time, minutes: int, zone: ZoneInfo) -> Occurrence:
    """The window of one day; a clock time that a zone skips counts from the moment the clock jumps to."""
    begin = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
    return Occurrence(day, begin, begin + timedelta(minutes=minutes))


def _parts(rule: str, field: str) -> tuple[Mapping[str, str], list[Fault]]:
    parts: dict[str, str] = {}
    faults: list[Fault] = []
    for piece in rule.upper().removeprefix("RRULE:").split(";"):
        key, equals, value = (text.strip() for text in piece.partition("="))
        if not (equals and re.fullmatch(r"[A-Z]+", key)):
            return {}, [fault(field, "recurrence_text")]
        if key in parts:
            faults.append(fault(field, "recurrence_twice", key=key))
        elif key not in _VALUES:
            faults.append(fault(field, "recurrence_key", key=key))
        elif re.fullmatch(_VALUES[key], value, re.ASCII) is None:
            faults.append(fault(field, "recurrence_value", key=key, value=value))
        parts[key] = value
    if "FREQ" not in parts:
        faults.append(fault(field, "recurrence_text"))
    return parts, faults or _combined(parts, field)


def _combined(parts: Mapping[str, str], field: str) -> list[Fault]:
    """Combinations that could ask for a day that never comes are refused, so that expanding surely ends."""
    faults: list[Fault] = []
    often = parts["FREQ"]
    if often != "MONTHLY":
        faults += [fault(field, "recurrence_key", key=f"{key} ({often})") for key in _ONLY_MONTHLY if key in parts]
        if re.search(r"\d", parts.get("BYDAY", "")):
            faults.append(fault(field, "recurrence_value", key=f"BYDAY ({often})", value=parts["BYDAY"]))
    if often == "DAILY" and "BYDAY" in parts:
        faults.append(fault(field, "recurrence_key", key="BYDAY (DAILY)"))
    if "BYMONTHDAY" in parts and re.search(r"\d", parts.get("BYDAY", "")):
        faults.append(fault(field, "recurrence_value", key="BYDAY + BYMONTHDAY", value=parts["BYDAY"]))
    if "BYSETPOS" in parts and ("BYMONTHDAY" in parts or re.search(r"\d", parts.get("BYDAY", "1"))):
        faults.append(fault(field, "recurrence_value", key="BYSETPOS", value=parts["BYSETPOS"]))
    if "UNTIL" in parts and "COUNT" in parts:
        faults.append(fault(field, "recurrence_key", key="COUNT + UNTIL"))
    return faults


def _last(series: Series, parts: Mapping[str, str], zone: ZoneInfo, field: str) -> tuple[date | None, list[Fault]]:
    """The last day that counts: what is given, UNTIL, or the longest a series may be where COUNT ends it."""
    ends = [] if series.last_day is None else [series.last_day]
    faults: list[Fault] = []
    if until := parts.get("UNTIL"):
        try:
            ends.append(_until(until, zone))
        except (ValueError, OverflowError):
            faults.append(fault(f"{field}.rule", "recurrence_value", key="UNTIL", value=until))
    if not ends and "COUNT" not in parts and not faults:
        faults.append(fault(f"{field}.last_day", "recurrence_endless"))
    last = min(ends, default=series.first_day + LONGEST)
    if last < series.first_day:
        faults.append(fault(f"{field}.last_day", "recurrence_dates"))
    if last - series.first_day > LONGEST:
        faults.append(fault(f"{field}.last_day", "recurrence_span", days=LONGEST.days))
    return last, faults


def _until(text: str, zone: ZoneInfo) -> date:
    """A day counts as a whole; a moment of UTC is brought to the day it falls on in the zone."""
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  a date has no zone
    moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  its zone follows
    return moment.replace(tzinfo=UTC).astimezone(zone).date() if text.endswith("Z") else moment.date()


def _dates(series: Series, parts: Mapping[str, str], last: date) -> Iterator[date]:
    text = ";".join(f"{key}={value}" for key, value in parts.items() if key != "UNTIL")
    rule = rrulestr(text, dtstart=datetime.combine(series.first_day, time.min))
    for moment in islice(rule, LONGEST.days + 1):
        if moment.date() > last:
            return
        yield moment.date()
