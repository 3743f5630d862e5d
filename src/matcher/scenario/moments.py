"""Dates and times as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from matcher.problem import DAY
from matcher.scenario.calendar import Calendar
from matcher.scenario.folding import figures

FARTHEST_DAYS = 366
"""A time farther from the first day than this is a slip, not a plan."""

_DAY = r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
_CLOCK = (
    r"(?P<half>上午|下午|晚上|中午|am|pm)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?:(?P<minute>\d{1,2})\s*分?)?"
    r"(?:\s*:?\s*(?P<second>\d{1,2})(?P<rest>\.\d+)?\s*秒?)?\s*(?P<half2>am|pm)?"
)
_ZONE = r"\s*(?P<offset>z|[+-]\d{2}:?\d{2})?"
_MOMENT = re.compile(rf"^{_DAY}(?:[t\s]\s*|(?<=日))(?:星期[一二三四五六日天]|周[一二三四五六日天])?\s*{_CLOCK}{_ZONE}$")
_DATE = re.compile(rf"^{_DAY}(?:[t\s]\s*0?0:00(?::00)?(?:\.0+)?)?$")
_TIME = re.compile(rf"^{_CLOCK}$")


class NotAMoment(ValueError):
    """The text is no date or time; the message says why, `code` names the fault, `hint` a way out."""

    def __init__(self, message: str, *, code: str = "not_a_time", hint: str = "") -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def date_in(text: str) -> date:
    """The date a text says; raises NotAMoment."""
    found = _DATE.match(figures(text).lower())
    if found is None:
        raise NotAMoment(f'"{text}" is not a date', code="not_a_date", hint="write 2026-11-23")
    return _date(found, text)


def minute_in(text: str, calendar: Calendar, *, days: int, same_day_as: int | None = None) -> int:
    """Minutes from local midnight of the first day.

    Whole minutes, a date with a time (in the zone of the calendar unless it carries an offset), a date alone (its
    midnight), or a time alone: of the day of `same_day_as`, or of the only day. Raises NotAMoment.
    """
    plain = figures(text).lower()
    minute = _minute(plain, text, calendar, days=days, same_day_as=same_day_as)
    if not -FARTHEST_DAYS * DAY <= minute <= (days + FARTHEST_DAYS) * DAY:
        message = f"{text} lies more than a year outside the {days} days from {calendar.start}"
        raise NotAMoment(message, code="out_of_bounds", hint="check the year, or start and days of the scenario")
    return minute


def _minute(plain: str, text: str, calendar: Calendar, *, days: int, same_day_as: int | None) -> int:
    if re.fullmatch(r"[+-]?\d{1,15}(\.0*)?", plain):
        return int(plain.partition(".")[0])
    if found := _DATE.match(plain):
        return calendar.day_of(_date(found, text)) * DAY
    if found := _MOMENT.match(plain):
        day, clock = _date(found, text), _clock(found, text)
        offset = found["offset"]
        if offset is None:
            return calendar.day_of(day) * DAY + clock
        try:
            moment = datetime(day.year, day.month, day.day, tzinfo=_offset(offset)) + timedelta(minutes=clock)
            return calendar.minute_of(moment)
        except (ValueError, OverflowError) as fault:
            raise NotAMoment(f'"{text}" is not a time: {fault}', hint="write 2026-11-23 09:00") from fault
    if found := _TIME.match(plain):
        if same_day_as is not None:
            return same_day_as // DAY * DAY + _clock(found, text)
        if days == 1:
            return _clock(found, text)
        raise NotAMoment(f"{text} does not say which day", code="no_day", hint=f"write {calendar.start} {text.strip()}")
    raise NotAMoment(
        f'"{text}" is not a time', hint=f"write {calendar.start} 09:00, or whole minutes from its midnight"
    )


def _date(found: re.Match[str], text: str) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as fault:
        raise NotAMoment(f'"{text}" is not a date of the calendar', code="not_a_date") from fault


def _clock(found: re.Match[str], text: str) -> int:
    """Minutes of the day, 24:00 included."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found["half"] or found["half2"]
    if half in ("下午", "晚上", "pm", "中午") and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    if half in ("上午", "am") and hour == 12:
        hour = 0
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise NotAMoment(f'"{text}" is not a time of the day', hint="write 09:00 to 24:00")
    if int(found["second"] or 0) or float(found["rest"] or 0):
        raise NotAMoment(f'"{text}" has seconds', code="not_whole", hint="times are whole minutes; round it")
    return 60 * hour + minute


def _offset(text: str) -> timezone:
    if text == "z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
