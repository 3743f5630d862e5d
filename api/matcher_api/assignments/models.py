"""Assignments with their life; two live ones of one person and visit cannot exist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from matcher_api.database.record import Record, json_column

LIVE = ("offered", "accepted", "checked_in", "checked_out", "verified", "stand_in_sought", "not_reached")
"""States in which somebody is, or may become, bound."""
_LIVE = f"state IN ({', '.join(repr(s) for s in LIVE)})"


class AssignmentRow(Record, table=True):
    """`state`: see assignments/states.py; `proposed` ones belong to the draft. `seat` numbers the people of a role;
    `origin`: solver, coordinator, self_signup, swap, standing, emergency, import."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_live_person",
            "visit_id",
            "person_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index(
            "uq_assignment_proposed_person",
            "visit_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )
    community_id: str = Field(foreign_key="community.id", index=True)
    roster_id: str | None = Field(default=None, foreign_key="roster.id", index=True)
    visit_id: str = Field(foreign_key="visit.id", index=True, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=80)
    state: str = Field(default="proposed", max_length=16, index=True)
    origin: str = Field(default="solver", max_length=12)
    offered_at: datetime | None = None
    answer_by: datetime | None = None
    delivered_at: datetime | None = None
    told_at: datetime | None = None
    """When the person first knew of it, whatever became of it since."""
    answered_at: datetime | None = None
    reason: str = Field(default="", max_length=200)
    reconfirm_asked_at: datetime | None = None
    reconfirmed_at: datetime | None = None
    """The day before: asked whether they still come, and their yes."""
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    verified_by: str | None = None
    sequence: int = 0
    """Of the calendar event: grows when start, place or state changes, also over several rows of one person and
    visit."""
    channel: str = Field(default="", max_length=10)
    """How the answer came: web, phone, standing, staff."""
    start: datetime | None = None
    end: datetime | None = None
    facility_id: str | None = Field(default=None, foreign_key="facility.id")
    """What the person was told last (of a row that was never published: empty)."""
    walk_minutes: int | None = None
    """Of the way there, in the published roster."""
    why: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    """Why this person: skills asked for, minutes of the week and of the fair share."""
