"""What one person asks another to swap: two assignments, named by their ids alone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from matcher_api.database.record import Record


class Swap(Record, table=True):
    """`give_id`: an assignment of the one who asks, `take_id`: of the other, who answers. `state`: see states.py."""

    __tablename__ = "swap"
    community_id: str = Field(foreign_key="community.id", index=True)
    give_id: str = Field(foreign_key="assignment.id", index=True, ondelete="CASCADE")
    take_id: str = Field(foreign_key="assignment.id", index=True, ondelete="CASCADE")
    state: str = Field(default="asked", max_length=12, index=True)
    answered_at: datetime | None = None
    by_login_id: str | None = None
