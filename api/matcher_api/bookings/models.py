"""A booking; the database itself refuses more at a time than a facility holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, event
from sqlmodel import Field

from matcher_api.bookings.guard import POSTGRESQL, SQLITE
from matcher_api.database.record import METADATA, Record


class Booking(Record, table=True):
    """`visit_id`: made by publishing a planned visit; else a resident's own (`resident_id`). `people` at once.
    `lane`: which of an exclusive facility's `concurrent` places."""

    __tablename__ = "booking"
    community_id: str = Field(foreign_key="community.id", index=True)
    facility_id: str = Field(foreign_key="facility.id", index=True)
    mode: str = Field(max_length=40)
    people: int = 1
    start: datetime = Field(index=True)
    end: datetime
    state: str = Field(default="requested", max_length=12, index=True)
    visit_id: str | None = Field(default=None, foreign_key="visit.id", index=True)
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    lane: int = 0
    concession: str = Field(default="standard", max_length=20)
    fee_cents: int = 0
    reason: str = Field(default="", max_length=120)
    waiting_since: datetime | None = None


_TABLE = METADATA.tables["booking"]
for _text in SQLITE:
    event.listen(_TABLE, "after_create", DDL(_text).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
for _text in POSTGRESQL:
    event.listen(_TABLE, "after_create", DDL(_text).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
