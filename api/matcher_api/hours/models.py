"""Minutes served, as entries; a correction is an entry of its own with author and reason."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from matcher_api.database.record import Record

SERVICE, CORRECTION = "service", "correction"


class HourEntry(Record, table=True):
    """`person_id` is a number without a name once the person was erased. `kind`: service (one an assignment, written
    when it is verified) or correction, whose minutes may be negative; `day` is the community's own."""

    __tablename__ = "hour_entry"
    community_id: str = Field(foreign_key="community.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="SET NULL")
    assignment_id: str | None = Field(default=None, foreign_key="assignment.id", index=True)
    service: str = Field(default="", max_length=80)
    day: date = Field(index=True)
    minutes: int
    kind: str = Field(default=SERVICE, max_length=12)
    by_login_id: str | None = None
    reason: str = Field(default="", max_length=200)
