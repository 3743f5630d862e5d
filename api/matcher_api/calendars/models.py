"""Dated exceptions to the week, and school terms."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record


class CalendarDay(Record, table=True):
    """A day that is not what its weekday says: `kind` holiday (off) or workday (调休). `community_id` None: of the
    country. `status`: announced or projected."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("community_id", "day"),)
    community_id: str | None = Field(default=None, foreign_key="community.id", index=True)
    day: date = Field(index=True)
    kind: str = Field(max_length=10)
    name: str = Field(default="", max_length=40)
    status: str = Field(default="announced", max_length=10)
    source: str = Field(default="", max_length=120)


class SchoolTerm(Record, table=True):
    """First and last day of teaching; days outside all terms are vacation."""

    __tablename__ = "school_term"
    community_id: str = Field(foreign_key="community.id", index=True)
    name: str = Field(default="", max_length=40)
    first_day: date
    last_day: date
