"""A message waits here until a channel takes it; ids only, texts are made when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Notification(Record, table=True):
    """`kind`: see composing.py; `payload`: ids and numbers. To a person, a resident or an organisation; to none of
    them: to the community's desk. `state`: see states.py. `delivered_at`: when the first channel had it, or it was
    seen."""

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


class Delivery(Record, table=True):
    """One message on its way through one channel: email, webhook or call_list. Leased while somebody sends it:
    `owner` took it at `taken_at`. `attempt`: how often it was tried (or called); `error`: a word, never what a server
    said, which may quote an address."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("notification_id", "channel"),)
    notification_id: str = Field(foreign_key="notification.id", index=True, ondelete="CASCADE")
    channel: str = Field(max_length=12)
    state: str = Field(default="waiting", max_length=12, index=True)
    attempt: int = 0
    due_at: datetime
    owner: str | None = Field(default=None, max_length=80)
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    error: str = Field(default="", max_length=40)
