"""A resident who asks or is served."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Resident(Record, table=True):
    """`code` is the beneficiary of a scenario; `groups` such as living_alone. `home_id`: where home visits go."""

    __tablename__ = "resident"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    state: str = Field(default="active", max_length=12)
    sex: str = Field(default="", max_length=10)
    groups: list[str] = Field(default_factory=list, sa_column=json_column())
    pace: float | None = None
    home_id: str | None = Field(default=None, foreign_key="place.id")


class ResidentContact(Record, table=True):
    __tablename__ = "resident_contact"
    resident_id: str = Field(foreign_key="resident.id", unique=True, ondelete="CASCADE")
    name: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40, index=True)
    door: str = Field(default="", max_length=80)
    note: str = ""


class QuotaRow(Record, table=True):
    """At most so many served visits of a mode for one resident in a plan."""

    __tablename__ = "quota_row"
    __table_args__ = (UniqueConstraint("resident_id", "mode"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    resident_id: str = Field(foreign_key="resident.id", index=True, ondelete="CASCADE")
    mode: str = Field(max_length=40)
    at_most: int
