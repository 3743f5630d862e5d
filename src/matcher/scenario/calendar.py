"""Where minutes and dates meet: whole minutes from local midnight of the first day <-> dates of a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from matcher.problem import DAY


@dataclass(frozen=True)
class Calendar:
    """`start`: the first day; `zone`: IANA name. Minutes are of the wall clock, so day n begins at n x 1440."""

    start: date
    zone: str = "Asia/Shanghai"

    @cached_property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def minute_of(self, moment: datetime) -> int:
        """Whole minutes; one with an offset is brought to the zone first. Raises ValueError for odd seconds."""
        local = moment.astimezone(self.tzinfo).replace(tzinfo=None) if moment.tzinfo is not None else moment
        if local.second or local.microsecond:
            raise ValueError(f"{moment.isoformat()} is not a whole minute")
        return (local - datetime.combine(self.start, time())) // timedelta(minutes=1)

    def datetime_of(self, minute: int) -> datetime:
        """The moment with its zone; raises OverflowError far outside the calendar."""
        return self.local_of(minute).replace(tzinfo=self.tzinfo)

    def local_of(self, minute: int) -> datetime:
        """The wall clock without a zone."""
        day, rest = divmod(minute, DAY)
        return datetime.combine(self.start + timedelta(days=day), time(rest // 60, rest % 60))

    def day_of(self, day: date) -> int:
        """Days from the first, negative before it."""
        return (day - self.start).days

    def date_of(self, day: int) -> date:
        return self.start + timedelta(days=day)
