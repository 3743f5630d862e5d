"""A report of an incident, and what the desk did about it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from matcher_api.database.record import Record


class Incident(Record, table=True):
    """`person_id`: the volunteer who reports; `resident_id`: whom the visit serves. `at`: when it happened. `text`,
    `note` (what was done) are words about people: they go with them. `state`: see states.py."""

    __tablename__ = "incident"
    community_id: str = Field(foreign_key="community.id", index=True)
    visit_id: str = Field(foreign_key="visit.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    kind: str = Field(max_length=20)
    state: str = Field(default="open", max_length=12, index=True)
    channel: str = Field(default="web", max_length=10)
    at: datetime
    text: str = ""
    note: str = ""
    by_login_id: str | None = None
    closed_at: datetime | None = None
