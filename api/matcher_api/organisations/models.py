"""An organisation; its facilities are a resource of their own."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record


class Organisation(Record, table=True):
    """`kind`: school, office, company, other. `auto_approve`: bookings of its facilities need no word of its own."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("community_id", "name"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    name: str = Field(max_length=120)
    kind: str = Field(default="other", max_length=20)
    contact_name: str = Field(default="", max_length=80)
    contact_phone: str = Field(default="", max_length=40)
    auto_approve: bool = True
