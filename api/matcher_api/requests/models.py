"""A request, its windows; a recurring one becomes a series of visits."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Request(Record, table=True):
    """`number`: the case number people are told. `needs`: what the visits inherit (roles, mode, people, minutes,
    place ...; the fields of VisitDraft). `recurrence`: an RRULE text, with `skipped` dates. `merged_into`: of a
    duplicate. Free text is personal data: it is erased with the resident."""

    __tablename__ = "request"
    community_id: str = Field(foreign_key="community.id", index=True)
    number: str = Field(unique=True, max_length=60)
    state: str = Field(default="draft", max_length=12, index=True)
    channel: str = Field(default="web", max_length=10)
    item_code: str = Field(default="", max_length=40, index=True)
    category: str = Field(default="", max_length=20)
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    entered_by: str | None = None
    text: str = ""
    priority: int = 5
    guaranteed: bool = False
    emergency: bool = False
    asked_at: datetime
    respond_by: datetime | None = Field(default=None, index=True)
    needs: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    recurrence: str = ""
    series_start: time | None = None
    series_minutes: int | None = None
    """Length of each window of the series, from `series_start` of the day."""
    first_day: date | None = None
    last_day: date | None = None
    days: str = Field(default="any", max_length=10)
    """any, workday or restday, as the calendar says (调休 counts as a workday)."""
    skipped: list[str] = Field(default_factory=list, sa_column=json_column())
    first_start: datetime | None = None
    last_end: datetime | None = None
    """The span of what is asked for, series included: which others may be the same request."""
    expires_at: datetime | None = None
    reason: str = Field(default="", max_length=200)
    merged_into: str | None = Field(default=None, foreign_key="request.id")
    rating: int | None = None
    rated_at: datetime | None = None


class RequestWindow(Record, table=True):
    """When it would suit; the visit inherits them."""

    __tablename__ = "request_window"
    request_id: str = Field(foreign_key="request.id", index=True, ondelete="CASCADE")
    start: datetime
    end: datetime


class RequestCounter(Record, table=True):
    """The newest running number of a community and year; locked while a number is taken."""

    __tablename__ = "request_counter"
    __table_args__ = (UniqueConstraint("community_id", "year"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    year: int
    newest: int = 0
