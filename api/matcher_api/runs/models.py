"""A run and its progress."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from matcher_api.database.record import Record, json_column

ACTIVE = ("queued", "running")
"""States of a run that is not over; a roster has one such run at most."""
_ACTIVE = f"state IN ({', '.join(repr(s) for s in ACTIVE)})"


class Run(Record, table=True):
    """`state`: queued, running, done, failed, cancelled. A running one is leased: `owner` beats `heartbeat_at`; a
    lease that is not renewed is taken over and solved again. `stop_asked`: end soon, keep the best. `input`: the
    parameters; `problem_hash` of what was solved. `result`: statuses, figures, reasons, certificates by id.
    `stage`, `seconds`, `objective`, `bound`: the newest progress, at the end what came out."""

    __tablename__ = "run"
    __table_args__ = (
        Index(
            "uq_run_active_roster",
            "roster_id",
            unique=True,
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
    )
    roster_id: str = Field(foreign_key="roster.id", index=True)
    community_id: str = Field(foreign_key="community.id", index=True)
    state: str = Field(default="queued", max_length=12, index=True)
    input: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    problem_hash: str = Field(default="", max_length=64)
    owner: str | None = Field(default=None, max_length=80)
    heartbeat_at: datetime | None = None
    attempt: int = 0
    stop_asked: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    stage: str = Field(default="", max_length=20)
    seconds: float | None = None
    objective: int | None = None
    bound: int | None = None
    error: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    result: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    asked_by: str | None = None


class RunProgress(Record, table=True):
    """One line of progress: points so far and the bound known by then. Numbers rise over all attempts of a run."""

    __tablename__ = "run_progress"
    __table_args__ = (UniqueConstraint("run_id", "number"),)
    run_id: str = Field(foreign_key="run.id", index=True, ondelete="CASCADE")
    number: int
    attempt: int = 1
    seconds: float
    stage: str = Field(max_length=20)
    objective: int
    bound: int | None = None


class RunProof(Record, table=True):
    """The certificates of a finished run (`matcher.certificate_json`), apart as they may be large."""

    __tablename__ = "run_proof"
    run_id: str = Field(foreign_key="run.id", unique=True, ondelete="CASCADE")
    certificates: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
