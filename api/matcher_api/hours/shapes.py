"""What goes in and out of the endpoints of hours."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, computed_field

from matcher_api.calendars.moments import Day
from matcher_api.web.paging import Page
from matcher_api.web.texts import Id, Line

MOST_MINUTES = 100_000


def hours(minutes: int) -> float:
    """Minutes are kept, hours are shown: two digits, for people; sums are made of minutes."""
    return round(minutes / 60, 2)


class HourShown(BaseModel):
    """`minutes` below zero: a correction, with its reason."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    assignment_id: str | None
    service: str
    day: date
    minutes: int
    kind: str
    reason: str

    @computed_field
    def hours(self) -> float:
        return hours(self.minutes)


class HoursPage(Page[HourShown]):
    """`total_minutes`: of all entries, on this page or not."""

    total_minutes: int

    @computed_field
    def total_hours(self) -> float:
        return hours(self.total_minutes)


class CorrectionDraft(BaseModel):
    """`minutes` to add, or to take away (below zero). Of one assignment: day and service are those of its entry; else
    give the day."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"assignment_id": "660f1c2", "minutes": -15, "reason": "签退晚记了"}]},
    )

    assignment_id: Id | None = None
    day: Day | None = None
    minutes: Annotated[int, Field(ge=-MOST_MINUTES, le=MOST_MINUTES)]
    reason: Annotated[Line, Field(min_length=1, max_length=200)]
