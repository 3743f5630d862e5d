"""What goes in and out of the endpoints of calendars."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Exception_ = Literal["holiday", "workday"]


class DayShown(BaseModel):
    """One day as rules see it. `status` and `source` of the exception that makes it so; empty for a plain day."""

    day: date
    kind: Literal["workday", "restday"]
    name: str
    in_term: bool
    status: str
    source: str


class CalendarShown(BaseModel):
    community_id: str
    days: list[DayShown]


class DayDraft(BaseModel):
    """A day of the community's own: `holiday` is off, `workday` is worked, whatever country and weekday say."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"community_id": "…", "day": "2026-12-26", "kind": "workday", "name": "社区调休"}]
        },
    )

    community_id: str = Field(max_length=32)
    day: date
    kind: Exception_
    name: str = Field(default="", max_length=40)
    source: str = Field(default="", max_length=120)


class DayChange(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"kind": "holiday", "name": "社区节"}]})

    kind: Exception_ = "holiday"
    name: str = Field(default="", max_length=40)
    source: str = Field(default="", max_length=120)


class DayRow(BaseModel):
    """`community_id` null: of the country (from the shipped file, not changed here)."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str | None
    day: date
    kind: str
    name: str
    status: str
    source: str
    version: int


class TermDraft(BaseModel):
    """First and last day of teaching; days outside all terms are vacation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"community_id": "…", "name": "2026 秋季学期", "first_day": "2026-09-01", "last_day": "2027-01-22"}
            ]
        },
    )

    community_id: str = Field(max_length=32)
    name: str = Field(default="", max_length=40)
    first_day: date
    last_day: date

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) must not be before first_day ({self.first_day})")
        return self


class TermChange(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"last_day": "2027-01-15"}]})

    name: str = Field(default="", max_length=40)
    first_day: date | None = None
    last_day: date | None = None


class TermShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str
    name: str
    first_day: date
    last_day: date
    version: int
