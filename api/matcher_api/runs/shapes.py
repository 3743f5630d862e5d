"""What goes in and out of the endpoints of runs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

LONGEST_SECONDS = 600


class Hint(StrEnum):
    """What the solver starts from."""

    DRAFT = "draft"
    PUBLISHED = "published"
    NONE = "none"


class RunDraft(BaseModel):
    """Limits of one solve; `work_limit` (deterministic units) makes it repeatable whatever the machine."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"roster_id": "0006438b3a2d41f2c9d0e", "time_limit": 60}]}
    )

    roster_id: str = Field(min_length=1, max_length=32)
    time_limit: float = Field(default=60, gt=0, le=LONGEST_SECONDS, description="Seconds")
    gap: float = Field(default=0, ge=0, le=1, description="Ends at this gap, a fraction")
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    work_limit: float | None = Field(default=None, gt=0, le=1e6)
    hint: Hint = Hint.DRAFT


class RunShown(BaseModel):
    """`seconds`, `objective`, `bound`, `gap`: the newest known; `result` once it is done; `error` where it failed."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    roster_id: str
    community_id: str
    state: str
    possible: list[str]
    input: dict[str, Any]
    attempt: int
    stop_asked: bool
    stage: str
    seconds: float | None
    objective: int | None
    bound: int | None
    gap: float | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: dict[str, Any] | None
    result: dict[str, Any] | None
    version: int


class ProgressShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    attempt: int
    seconds: float
    stage: str
    objective: int
    bound: int | None
    gap: float | None


class RunWithProgress(RunShown):
    progress: list[ProgressShown]


class ProofShown(BaseModel):
    """Whole-number prices that anybody can add up again (docs/problem.md, `matcher verify`)."""

    model_config = ConfigDict(from_attributes=True)

    run_id: str
    certificates: list[dict[str, Any]]
