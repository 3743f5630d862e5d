"""One line an act. Ids and states alone, so that erasing a person leaves nothing here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class AuditEntry(Record, table=True):
    """`action` as resource.verb; `detail` holds ids, states, numbers."""

    __tablename__ = "audit_entry"
    at: datetime = Field(index=True)
    login_id: str | None = Field(default=None, index=True)
    action: str = Field(max_length=60)
    subject_kind: str = Field(max_length=40)
    subject_id: str = Field(index=True)
    community_id: str | None = Field(default=None, index=True)
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
