"""Additions as people write them: short texts of the command line and the service, or a small JSON patch.

site     PLACE:USE,USE@HOURS     PLACE an id or x,y (lon,lat); without @HOURS open at any time
gate     GATE or NODE:NODE
opening  FACILITY@HOURS
hours    Mon-Fri 18:00-21:00; Sat,Sun 08:00-20:00; an end before the start is of the next day
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from matcher.coverage.additions import AddGate, Addition, AddOpening, AddSite
from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import DAY, Window

T = TypeVar("T")
WEEKDAYS = (
    ("mon", "周一", "一"),
    ("tue", "周二", "二"),
    ("wed", "周三", "三"),
    ("thu", "周四", "四"),
    ("fri", "周五", "五"),
    ("sat", "周六", "六"),
    ("sun", "周日", "日"),
)
_CLOCK = r"(\d{1,2}):(\d{2})"
_PART = re.compile(rf"^(?P<days>.*?)\s*{_CLOCK}\s*[-–]\s*{_CLOCK}$")
_SPOT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$")
SITE_HINT = 'write PLACE:USE,USE@HOURS, such as "b1-2:dining@Mon-Fri 11:00-13:00"; PLACE an id or x,y'
HOURS_HINT = 'write "Mon-Fri 18:00-21:00; Sat,Sun 08:00-20:00"'


class _Wrong(ValueError):
    """Why a text is not understood, and a way out."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def windows_of(text: str, *, first: date, days: int) -> tuple[Window, ...]:
    """The windows of weekly hours on the days of a plan that begins on `first`. Raises ValueError with the reason."""
    found = []
    for part in re.split(r"[;；]", text):
        said = _PART.match(part.strip().lower())
        if said is None:
            raise _Wrong(f'"{part.strip()}" is not hours of a week', HOURS_HINT)
        start, end = (60 * int(said[i]) + int(said[i + 1]) for i in (2, 4))
        if not (0 <= start < DAY and 0 < end <= DAY and int(said[3]) < 60 and int(said[5]) < 60):
            raise _Wrong(f'"{part.strip()}" has a time that is none of the day', "write 00:00 to 24:00")
        if start == end:
            raise _Wrong(f'"{part.strip()}" ends when it starts', "write 00:00-24:00 for a whole day")
        weekdays = _weekdays(said["days"].strip())
        length = (end - start) % DAY or DAY
        for day in range(days):
            if (first + timedelta(days=day)).weekday() in weekdays:
                found.append(Window(day * DAY + start, day * DAY + start + length))
    return tuple(found)


def _weekdays(text: str) -> frozenset[int]:
    if text in ("", "daily", "每天"):
        return frozenset(range(7))
    found: set[int] = set()
    for part in re.split(r"[,，、]", text):
        ends = [_weekday(end.strip()) for end in re.split(r"[-–至]", part)]
        if len(ends) > 2:
            raise _Wrong(f'"{part}" is no span of weekdays', HOURS_HINT)
        span = (ends[-1] - ends[0]) % 7
        found |= {(ends[0] + k) % 7 for k in range(span + 1)}
    return frozenset(found)


def _weekday(name: str) -> int:
    for number, names in enumerate(WEEKDAYS):
        if name in names or (len(name) > 3 and name.startswith(names[0]) and name.endswith("day")):
            return number
    raise _Wrong(f'"{name}" is no day of the week', HOURS_HINT)


@dataclass(slots=True)
class Reader:
    """Collects additions and every fault, each by where it was written."""

    first: date
    days: int
    additions: list[Addition] = field(default_factory=list)
    faults: list[ProblemError] = field(default_factory=list)

    def texts(self, kind: str, texts: Iterable[str], *, where: str) -> None:
        """`kind`: site, gate or opening."""
        readers: dict[str, Callable[[str], Addition]] = {
            "site": self._site,
            "gate": self._gate,
            "opening": self._opening,
        }
        for text in texts:
            self._try(f"{where} {text}", readers[kind], text)

    def patch(self, content: object, *, where: str) -> None:
        """{"sites": [{"place" or "x", "y", "modes", "hours", "id", "access_seconds"}], "gates": ["G1", ["n1", "n2"]],
        "openings": [{"facility", "hours"}]}"""
        known: dict[str, Callable[[object], Addition]] = {
            "sites": self._patched_site,
            "gates": self._patched_gate,
            "openings": self._patched_opening,
        }
        if not isinstance(content, Mapping):
            self._say(where, "is no object", 'write {"sites": [...], "gates": [...], "openings": [...]}')
            return
        for key, rows in content.items():
            if key not in known:
                self._say(f"{where} {key}", f"{key} is not known", "use sites, gates, openings")
            elif not isinstance(rows, list):
                self._say(f"{where} {key}", "is no list", f'write "{key}": [...]')
            else:
                for number, row in enumerate(rows, start=1):
                    self._try(f"{where} {key} {number}", known[key], row)

    def done(self) -> tuple[Addition, ...]:
        """Everything read; raises InvalidProblem with every fault."""
        if self.faults:
            raise InvalidProblem(self.faults)
        return tuple(self.additions)

    def _say(self, where: str, message: str, hint: str) -> None:
        self.faults.append(ProblemError(where, "addition", message, hint))

    def _try(self, where: str, read: Callable[[T], Addition], written: T) -> None:
        try:
            self.additions.append(read(written))
        except _Wrong as wrong:
            self._say(where, str(wrong), wrong.hint)

    def _hours(self, text: str) -> tuple[Window, ...]:
        return windows_of(text, first=self.first, days=self.days)

    def _id(self) -> str:
        return f"new-{sum(isinstance(a, AddSite) for a in self.additions) + 1}"

    def _site(self, text: str) -> AddSite:
        asked, at, hours = text.partition("@")
        place, colon, modes = asked.rpartition(":")
        named = tuple(mode.strip() for mode in re.split(r"[,，]", modes) if mode.strip())
        if not colon or not place.strip() or not named:
            raise _Wrong("is no site with its uses", SITE_HINT)
        spot = _SPOT.match(place)
        return AddSite(
            id=self._id(),
            modes=named,
            place=None if spot else place.strip(),
            x=float(spot[1]) if spot else 0.0,
            y=float(spot[2]) if spot else 0.0,
            open=self._hours(hours) if at else None,
        )

    def _gate(self, text: str) -> AddGate:
        a, colon, b = (part.strip() for part in text.partition(":"))
        if not a or (colon and not b):
            raise _Wrong("is no gate", "write the id of a closed gate, or two street nodes, A:B")
        return AddGate(between=(a, b)) if colon else AddGate(gate=a)

    def _opening(self, text: str) -> AddOpening:
        site, at, hours = text.rpartition("@")
        if not at or not site.strip():
            raise _Wrong("is no opening", 'write FACILITY@HOURS, such as "hall@Sat,Sun 09:00-12:00"')
        return AddOpening(site=site.strip(), open=self._hours(hours))

    def _patched_site(self, row: object) -> AddSite:
        values = _fields(row, ("place", "x", "y", "modes", "hours", "id", "access_seconds"))
        modes = _of_type(values, "modes", list)
        if not modes or not all(isinstance(mode, str) and mode for mode in modes):
            raise _Wrong("modes must be a list of uses", 'write "modes": ["dining"]')
        placed = "place" in values
        if placed == ("x" in values or "y" in values) or (not placed and not {"x", "y"} <= set(values)):
            raise _Wrong("needs either place, or x and y", 'write "place": "b1-2", or "x": 820.5, "y": 1010')
        hours = _of_type(values, "hours", str) if "hours" in values else None
        access = _of_type(values, "access_seconds", int) if "access_seconds" in values else 0
        return AddSite(
            id=_of_type(values, "id", str) if "id" in values else self._id(),
            modes=tuple(modes),
            place=_of_type(values, "place", str) if placed else None,
            x=0.0 if placed else float(_of_type(values, "x", (int, float))),
            y=0.0 if placed else float(_of_type(values, "y", (int, float))),
            access_seconds=access,
            open=None if hours is None else self._hours(hours),
        )

    def _patched_gate(self, row: object) -> AddGate:
        if isinstance(row, str):
            return AddGate(gate=row)
        if isinstance(row, list) and len(row) == 2 and all(isinstance(node, str) for node in row):
            return AddGate(between=(row[0], row[1]))
        raise _Wrong("is no gate", 'write "G1", or two street nodes, ["n1", "n2"]')

    def _patched_opening(self, row: object) -> AddOpening:
        values = _fields(row, ("facility", "hours"))
        return AddOpening(site=_of_type(values, "facility", str), open=self._hours(_of_type(values, "hours", str)))


def _fields(row: object, known: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise _Wrong("is no object", "write { ... } with " + ", ".join(known))
    if strange := [str(key) for key in row if key not in known]:
        raise _Wrong(f"{', '.join(strange)} is not known", "use " + ", ".join(known))
    return row


def _of_type(values: Mapping[str, Any], key: str, wanted: type[T] | tuple[type[T], ...]) -> T:
    value = values.get(key)
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise _Wrong(f"{key} ({value}) is missing or of the wrong kind", f"fill in {key}")
    return value
