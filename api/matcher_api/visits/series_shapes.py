"""What goes in and out of the endpoints of series."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Day
from matcher_api.visits.recurrence import MOST, DayWord, Series
from matcher_api.visits.shapes import VisitBase, VisitShown, WindowDraft
from matcher_api.web.texts import Line


def _clock(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("the community's own clock, to the minute: 09:00")
    return value


Clock = Annotated[time, AfterValidator(_clock)]


class Repeat(BaseModel):
    """`rule`: FREQ DAILY, WEEKLY or MONTHLY with INTERVAL, BYDAY, BYMONTHDAY, BYSETPOS, COUNT, UNTIL, WKST (RFC 5545).
    Each day's window starts at `start` of the community's own clock and lasts `minutes`, across midnight if need be.
    `days`: on any day, workdays or rest days as the calendar says (调休 is a workday). At most 400 days."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "rule": "FREQ=WEEKLY;BYDAY=MO,TH",
                    "start": "09:00",
                    "minutes": 150,
                    "first_day": "2026-11-23",
                    "last_day": "2026-12-31",
                    "days": "workday",
                }
            ]
        },
    )

    rule: Line = Field(min_length=1, max_length=200)
    start: Clock
    minutes: int = Field(ge=1, le=10_080)
    first_day: Day
    last_day: Day | None = None
    days: DayWord = "any"
    skipped: list[Day] = Field(default_factory=list, max_length=MOST)


def series_of(repeat: Repeat) -> Series:
    return Series(**{**repeat.model_dump(), "skipped": tuple(repeat.skipped)})


class SeriesDraft(VisitBase):
    """Visits that nobody requested and that repeat: a patrol, a class, a standing booking."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "community_id": "…",
                    "service": "C19",
                    "title": "四点半课堂",
                    "repeat": {
                        "rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                        "start": "16:30",
                        "minutes": 90,
                        "first_day": "2026-11-23",
                        "last_day": "2027-01-22",
                        "days": "workday",
                    },
                }
            ]
        },
    )

    repeat: Repeat


class SeriesException(BaseModel):
    """One day of the series: with `windows` it takes place then instead, without it does not take place."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"day": "2026-12-03", "reason": "活动室检修"}]}
    )

    day: Day
    windows: Annotated[list[WindowDraft], Field(max_length=50)] = []
    reason: Line = Field(min_length=1, max_length=200)


class SeriesRest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "学期结束"}]})

    reason: Line = Field(min_length=1, max_length=200)
    since: Day | None = Field(default=None, description="First day that is cancelled; empty: from now on")


class SeriesShown(BaseModel):
    """Its visits in order of time."""

    series: str
    community_id: str
    request_id: str | None
    first_day: date
    last_day: date
    visits: list[VisitShown]


class SeriesChanged(BaseModel):
    """The visits concerned, and by id what was released with them."""

    visits: list[VisitShown]
    withdrawn: list[str]
    bookings: list[str]
    left_without: list[str]
