"""A facility and when, for what and for how much it can be used."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Facility(Record, table=True):
    """Columns as in docs/scenario.md. `kind` is one of the seed's 27 types or empty; `state` active or withdrawn;
    `auto_approve` None: as its organisation says. `public`: residents may book free slots themselves."""

    __tablename__ = "facility"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", index=True)
    place_id: str = Field(foreign_key="place.id", index=True)
    code: str = Field(max_length=80)
    name: str = Field(default="", max_length=120)
    kind: str = Field(default="", max_length=40)
    state: str = Field(default="active", max_length=12)
    exclusive: bool = True
    concurrent: int = 1
    changeover_minutes: int = 0
    cost: int = 0
    auto_approve: bool | None = None
    public: bool = True


class FacilityMode(Record, table=True):
    __tablename__ = "facility_mode"
    __table_args__ = (UniqueConstraint("facility_id", "mode"),)
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    mode: str = Field(max_length=40, index=True)
    capacity: int


class OpeningRule(Record, table=True):
    """Weekly hours outside the unit's own. `days`: any, workday, restday (as the calendar says: 调休 counts as a
    workday); `term`: any, term, vacation (as the school terms say)."""

    __tablename__ = "opening_rule"
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    weekdays: list[int] = Field(default_factory=list, sa_column=json_column())
    start: time
    minutes: int
    days: str = Field(default="any", max_length=10)
    term: str = Field(default="any", max_length=10)
    first_day: date | None = None
    last_day: date | None = None


class OpeningDate(Record, table=True):
    """A dated opening besides the rules; counts only if `steward_visit_id` is served, where given."""

    __tablename__ = "opening_date"
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    start: datetime = Field(index=True)
    end: datetime
    steward_visit_id: str | None = Field(default=None, foreign_key="visit.id", ondelete="SET NULL")


class Closure(Record, table=True):
    """Closed whatever the rules say."""

    __tablename__ = "closure"
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    start: datetime = Field(index=True)
    end: datetime
    reason: str = Field(default="", max_length=120)
    cancelled_at: datetime | None = None


class Fee(Record, table=True):
    """Price of an hour in cents by class of person: standard, elder, minor, disabled, low_income, volunteer. Money
    lies here and nowhere near assignments."""

    __tablename__ = "fee"
    __table_args__ = (UniqueConstraint("facility_id", "mode", "concession"),)
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    mode: str = Field(default="", max_length=40)
    concession: str = Field(default="standard", max_length=20)
    cents_per_hour: int


class Rejection(Record, table=True):
    """A use its unit refused: this visit there, at this start or (None) at any."""

    __tablename__ = "rejection"
    facility_id: str = Field(foreign_key="facility.id", index=True, ondelete="CASCADE")
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    start: datetime | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
