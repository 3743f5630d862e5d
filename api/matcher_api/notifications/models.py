"""A message waits here until a channel takes it; ids only, texts are made when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Notification(Record, table=True):
    """`kind` such as roster_digest, booking_displaced; `payload`: ids and numbers. `state`: waiting, delivered,
    failed, dropped (no longer true when sent)."""

    __tablename__ = "notification"
    community_id: str = Field(foreign_key="community.id", index=True)
    kind: str = Field(max_length=40)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True, ondelete="CASCADE")
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", index=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    state: str = Field(default="waiting", max_length=12, index=True)
    due_at: datetime
    delivered_at: datetime | None = None
