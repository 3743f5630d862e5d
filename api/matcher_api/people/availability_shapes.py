"""What goes in and out of the endpoints of availability."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Day, Moment
from matcher_api.web.texts import Line


def _local_minute(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError("a local time in whole minutes, such as 09:00")
    return at


def _in_order(days: list[int]) -> list[int]:
    return sorted(set(days))


LocalTime = Annotated[time, AfterValidator(_local_minute)]
Weekdays = Annotated[
    list[Annotated[int, Field(ge=0, le=6)]], Field(min_length=1, max_length=7), AfterValidator(_in_order)
]
Days = Literal["any", "workday", "restday"]
Length = Annotated[int, Field(ge=1, le=1440)]
Why = Annotated[Line, Field(max_length=120)]


class RuleDraft(BaseModel):
    """Every week on `weekdays` (0 Monday to 6 Sunday) from `start`, local time, for `minutes` (may pass midnight), on
    any day, working days or days of rest as the calendar says, from `first_day` to `last_day`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"weekdays": [5, 6], "start": "09:00", "minutes": 180, "days": "restday"}]},
    )

    weekdays: Weekdays
    start: LocalTime
    minutes: Length
    days: Days = "any"
    first_day: Day | None = None
    last_day: Day | None = None


class RuleChange(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"minutes": 120}]})

    weekdays: Weekdays = Field(default=[0])
    start: LocalTime = time(9)
    minutes: Length = 60
    days: Days = "any"
    first_day: Day | None = None
    last_day: Day | None = None


class RuleShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    weekdays: list[int]
    start: time
    minutes: int
    days: str
    first_day: date | None
    last_day: date | None
    version: int


class DateDraft(BaseModel):
    """`free` true: also free then; false: away, whatever the rules say."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"start": "2026-11-25T08:00:00+08:00", "end": "2026-11-25T20:00:00+08:00", "free": False}]
        },
    )

    start: Moment
    end: Moment
    free: bool = True
    reason: Why = ""


class DateChange(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"end": "2026-11-25T12:00:00+08:00"}]})

    start: Moment = Field(default=datetime.fromisoformat("2026-11-25T08:00:00+08:00"))
    end: Moment = Field(default=datetime.fromisoformat("2026-11-25T20:00:00+08:00"))
    free: bool = True
    reason: Why = ""


class DateShown(BaseModel):
    """In the zone of the community."""

    id: str
    start: datetime
    end: datetime
    free: bool
    reason: str
    version: int


class Span(BaseModel):
    start: datetime
    end: datetime


class FreeShown(BaseModel):
    """Rules and dates added up, absences cut out; `[start, end)` in the zone of the community. What was accepted
    already is not taken out."""

    person_id: str
    zone: str
    windows: list[Span]
