"""A visit as planning needs it: the columns of docs/scenario.md, with moments instead of minutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Visit(Record, table=True):
    """`needs`: ids of visits that must be served too. `conditions`: [{at_least: number or "all", of}]. `origin_id`:
    the place the participants walk from. `asked_on`: counts the days waited. `state`: see visits/states.py."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    state: str = Field(default="planned", max_length=16, index=True)
    reason: str = Field(default="", max_length=200)
    """Why it was cancelled."""
    request_id: str | None = Field(default=None, foreign_key="request.id", index=True)
    request_code: str = Field(default="", max_length=80)
    """The request's name in an imported scenario, where it is not a request of this database."""
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    service: str = Field(default="", max_length=80, index=True)
    beneficiary_sex: str = Field(default="", max_length=10)
    """Where it is known without a resident."""
    title: str = Field(default="", max_length=160)
    place_id: str | None = Field(default=None, foreign_key="place.id")
    mode: str = Field(default="", max_length=40)
    people: int = 1
    origin_id: str | None = Field(default=None, foreign_key="place.id")
    pace: float | None = None
    max_walk_minutes: int | None = None
    duration_minutes: int
    priority: int = 5
    value: int | None = None
    guaranteed: bool = False
    groups: list[str] = Field(default_factory=list, sa_column=json_column())
    risk: str = Field(default="low", max_length=10)
    series: str = Field(default="", max_length=80, index=True)
    min_days_apart: int = 0
    needs: list[str] = Field(default_factory=list, sa_column=json_column())
    conditions: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    asked_on: date | None = None
    waiting_days: int = 0
    """Waited before `asked_on` (or in all, where that is not known)."""
    first_start: datetime | None = Field(default=None, index=True)
    last_end: datetime | None = Field(default=None, index=True)
    """The span of the windows: which plans it concerns."""
    door_code: str = Field(default="", max_length=8)
    """The 4-digit visit code held by both sides."""


class VisitWindow(Record, table=True):
    __tablename__ = "visit_window"
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    start: datetime
    end: datetime


class VisitRole(Record, table=True):
    """`desired`, `most` None: as the number before them."""

    __tablename__ = "visit_role"
    __table_args__ = (UniqueConstraint("visit_id", "role"),)
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    position: int = 0
    role: str = Field(max_length=80)
    skills: list[str] = Field(default_factory=list, sa_column=json_column())
    least: int = 1
    desired: int | None = None
    most: int | None = None
