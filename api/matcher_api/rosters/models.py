"""A roster has one draft (planned visits and proposed assignments) and frozen versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class RosterRow(Record, table=True):
    """`communities`: ids, solved in one call. `state`: draft, solving, reviewed, published, closed."""

    __tablename__ = "roster"
    community_id: str = Field(foreign_key="community.id", index=True)
    """The first, or the only one."""
    communities: list[str] = Field(default_factory=list, sa_column=json_column())
    title: str = Field(default="", max_length=120)
    first_day: date
    days: int = 7
    state: str = Field(default="draft", max_length=12, index=True)
    max_people_changed: int | None = None
    newest_version: int = 0

    @property
    def community_ids(self) -> tuple[str, ...]:
        return tuple(self.communities) or (self.community_id,)


class RosterVersion(Record, table=True):
    """A numbered state, frozen when published: `snapshot` holds ids, starts and proof, never a name."""

    __tablename__ = "roster_version"
    __table_args__ = (UniqueConstraint("roster_id", "number"),)
    roster_id: str = Field(foreign_key="roster.id", index=True)
    number: int
    published_at: datetime
    published_by: str | None = None
    run_id: str | None = None
    objective: int | None = None
    bound: int | None = None
    overrides: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())


class PlannedVisitRow(Record, table=True):
    """Where and when a visit takes place. `layer`: draft (moves freely) or published (people know it)."""

    __tablename__ = "planned_visit"
    __table_args__ = (UniqueConstraint("visit_id", "layer"),)
    roster_id: str = Field(foreign_key="roster.id", index=True)
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    layer: str = Field(max_length=10)
    start: datetime = Field(index=True)
    end: datetime
    facility_id: str | None = Field(default=None, foreign_key="facility.id")


class PinRow(Record, table=True):
    """Fixed by a person, with who and why: start, facility, or a person in a role; `override` as in problem.md."""

    __tablename__ = "pin"
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    role: str = Field(default="", max_length=80)
    start: datetime | None = None
    facility_id: str | None = Field(default=None, foreign_key="facility.id")
    override: str = Field(default="", max_length=200)
    by_login_id: str | None = None
    reason: str = Field(default="", max_length=200)
