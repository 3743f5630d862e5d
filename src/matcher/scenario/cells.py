"""One cell: text -> value and value -> text, by the kind of its column. `cell_text` of a value that `cell_value` read
reads the same again."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from matcher.errors import InvalidProblem
from matcher.scenario.calendar import Calendar
from matcher.scenario.choices import ALL, CHOICES, OPEN, PACES, PREFIXES, TAGS, meant, said
from matcher.scenario.columns import Column
from matcher.scenario.folding import figures, folded, heading, several, trimmed
from matcher.scenario.moments import FARTHEST_DAYS, NotAMoment, date_in, minute_in
from matcher.walking.datum import Datum

LONGEST_ID = 200
FARTHEST_DAY_NUMBER = 36_525
EVERYBODY = "all"
"""What a cell of kind at_least says for all; its value is None."""


class CellFault(Exception):
    """A cell that cannot be read: a code, a message with the value and a way out."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


class Unknowable(Exception):
    """The cell may be right, but what it means hangs on the first day, which is wrong or missing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What cells are read against: the calendar (None: the first day is unknown) and the number of days."""

    calendar: Calendar | None
    days: int
    same_day_as: int | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """What cells are written for: a calendar and a language."""

    calendar: Calendar
    days: int
    lang: str = "en"


def cell_value(column: Column, text: str, reading: Reading) -> object:
    """The value of a cell that is not empty; raises CellFault, or Unknowable."""
    kind = column.kind
    if kind in CHOICES:
        return _choice(kind, text)
    return _READERS[kind](column, text, reading)


def cell_text(column: Column, value: object, writing: Writing) -> str:
    """The cell for a value; empty for None (but kind at_least says all). Raises CellFault where it cannot be said."""
    if value is None and column.kind != "at_least":
        return ""
    text = _text(column.kind, value, writing)
    reading = Reading(writing.calendar, writing.days)
    try:
        again = cell_value(column, text, reading) if text else None
    except CellFault as fault:
        raise CellFault("unwritable", f"{value!r} cannot be written: {fault.message}", fault.hint) from fault
    if isinstance(value, frozenset) and isinstance(again, tuple):
        again = frozenset(again)
    if again != value and (text or value not in ("", (), frozenset())):
        hint = "rename it: blanks at the ends and ; 、 | inside lists do not survive in a table"
        raise CellFault("unwritable", f"{value!r} would be read back as {again!r}", hint)
    return text


def _choice(kind: str, text: str) -> object:
    key = meant(CHOICES[kind], text)
    if key is None:
        if kind in OPEN:
            return _id(text)
        known = ", ".join(f"{k} {CHOICES[kind][k][0]}" for k in CHOICES[kind])
        raise CellFault("unknown_word", f'"{text}" is not one of the words known here', f"use one of {known}")
    return key == "yes" if kind == "yes_no" else key


def _id(text: str) -> str:
    plain = folded(text)
    if len(plain) > LONGEST_ID or "\n" in plain:
        raise CellFault("id", f'"{plain[:40]}..." is no id', f"ids have at most {LONGEST_ID} characters on one line")
    return plain


def _number(column: Column, text: str) -> float:
    plain = figures(text)
    try:
        value = float(plain) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", plain.lower()) else math.nan
    except ValueError:
        value = math.nan
    if math.isnan(value):
        hint = "write it without separators of thousands" if re.fullmatch(r"[\d,' ]+(\.\d+)?", plain) else ""
        raise CellFault("not_a_number", f'"{text}" is not a number', hint)
    if column.bounds and not column.bounds[0] <= value <= column.bounds[1]:
        least, most = (plain_number(b) for b in column.bounds)
        code = "negative" if value < 0 <= column.bounds[0] else "out_of_bounds"
        raise CellFault(code, f"{text} must be {least} to {most}", _way_out(column))
    return value


def _way_out(column: Column) -> str:
    empty = (
        "" if column.required else "; leave it empty for the default" + (f" ({column.default})" * bool(column.default))
    )
    return f"correct it{empty}"


def _whole(column: Column, text: str) -> int:
    value = _number(column, text)
    if value != int(value):
        raise CellFault("not_whole", f"{text} is not a whole number", "round it")
    return int(value)


def _pace(text: str) -> float:
    plain = heading(text)
    for pace, names in PACES.items():
        if plain in names:
            return pace
    known = ", ".join(f"{n[0]} {n[1]}" for n in PACES.values())
    try:
        value = float(figures(text))
    except ValueError:
        hint = f"use metres a second, or one of {known}"
        raise CellFault("not_a_pace", f'"{text}" is not a pace', hint) from None
    if not 0.1 <= value <= 10:
        raise CellFault("out_of_bounds", f"pace {text} must be 0.1 to 10 metres a second", f"or use one of {known}")
    return value


def _time(_: Column, text: str, reading: Reading) -> int:
    if reading.calendar is None:
        raise Unknowable
    try:
        return minute_in(text, reading.calendar, days=reading.days, same_day_as=reading.same_day_as)
    except NotAMoment as fault:
        raise CellFault(fault.code, str(fault), fault.hint) from fault


def _date(_: Column, text: str, reading: Reading) -> int:
    """The day number of a date; a whole number is one already."""
    plain = figures(text)
    if re.fullmatch(r"[+-]?\d{1,15}", plain):
        if abs(int(plain)) > FARTHEST_DAY_NUMBER:
            hint = "write it as a date, 2026-11-23; Excel keeps dates as such numbers when the cell is not a date"
            raise CellFault("out_of_bounds", f"{text} is no number of days from the first day", hint)
        return int(plain)
    try:
        day = date_in(text)
    except NotAMoment as fault:
        raise CellFault(fault.code, str(fault), fault.hint) from fault
    if reading.calendar is None:
        raise Unknowable
    return reading.calendar.day_of(day)


def _first_day(_: Column, text: str, __: Reading) -> object:
    try:
        return date_in(text)
    except NotAMoment as fault:
        raise CellFault(fault.code, str(fault), fault.hint) from fault


def _at_least(column: Column, text: str, _: Reading) -> int | None:
    return None if heading(text) in ALL else _whole(column, text)


def _of(_: Column, text: str, __: Reading) -> str:
    plain = _id(text)
    before, colon, after = plain.partition(":")
    if colon and heading(before) in ("sex", "性别"):
        return f"sex:{_choice('sex', after)}"
    if heading(plain) in ("recordchecked", "已核查", "背景核查", "通过背景核查"):
        return "record_checked"
    return _tag(plain)


def _tag(text: str) -> str:
    return meant(TAGS, text) or _id(text)


def _with(_: Column, text: str, __: Reading) -> tuple[str | None, str]:
    """(kind, id); kind None: still to be found out."""
    plain = _id(text)
    before, colon, after = plain.partition(":")
    kind = meant(PREFIXES, before) if colon else None
    return (kind, after.strip()) if kind else (None, plain)


def _zone(_: Column, text: str, __: Reading) -> str:
    name = folded(text)
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        raise CellFault("unknown_zone", f'"{name}" is not a time zone', "write a name such as Asia/Shanghai") from None


def _datum(_: Column, text: str, __: Reading) -> Datum:
    try:
        return Datum.read(folded(text))
    except InvalidProblem as fault:
        first = fault.errors[0]
        raise CellFault(first.code, first.message, first.hint) from fault


_READERS: dict[str, Callable[[Column, str, Reading], object]] = {
    "id": lambda _, text, __: _id(text),
    "ids": lambda _, text, __: several(text),
    "words": lambda _, text, __: several(text),
    "tags": lambda _, text, __: tuple(_tag(t) for t in several(text)),
    "text": lambda _, text, __: trimmed(text),
    "whole": lambda column, text, _: _whole(column, text),
    "wholes": lambda column, text, _: tuple(_whole(column, part) for part in several(text)),
    "number": lambda column, text, _: _number(column, text),
    "coordinate": lambda _, text, __: figures(text),
    "pace": lambda _, text, __: _pace(text),
    "time": _time,
    "date": _date,
    "first_day": _first_day,
    "at_least": _at_least,
    "of": _of,
    "with": _with,
    "zone": _zone,
    "datum": _datum,
}
KINDS = (*_READERS, *CHOICES)


def _text(kind: str, value: object, writing: Writing) -> str:
    if kind == "at_least" and value is None:
        return EVERYBODY if writing.lang == "en" else ALL[1]
    if kind == "yes_no":
        return said(kind, "yes" if value else "no", lang=writing.lang)
    if kind in CHOICES:
        return said(kind, str(value), lang=writing.lang)
    if isinstance(value, frozenset):
        return "; ".join(sorted(value))
    if kind == "with" and isinstance(value, tuple):
        return f"{value[0]}:{value[1]}"
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    if isinstance(value, int) and kind in ("time", "date"):
        return _moment_text(kind, value, writing)
    if isinstance(value, float):
        return plain_number(value)
    return str(value)


def _moment_text(kind: str, value: int, writing: Writing) -> str:
    try:
        if kind == "date":
            return writing.calendar.date_of(value).isoformat()
        return writing.calendar.local_of(value).isoformat(sep=" ", timespec="minutes")
    except OverflowError as fault:
        raise CellFault(
            "unwritable", f"{value} lies outside every calendar", f"use at most {FARTHEST_DAYS} days"
        ) from fault


def plain_number(value: float) -> str:
    """A number as short as it can be read back exactly."""
    return str(int(value)) if math.isfinite(value) and value == int(value) and abs(value) < 1e16 else repr(value)
