"""What goes in and out of answers and shifts."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Reason(BaseModel):
    """Why not, in the person's words; may be empty."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "那天要去医院"}]})

    reason: str = Field(default="", max_length=200)


class AssignmentShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    visit_id: str
    person_id: str
    role: str
    state: str
    answer_by: datetime | None
    version: int


class ShiftShown(BaseModel):
    """An offer or a shift as its volunteer sees it: the building, never the door; others by masked names."""

    id: str
    state: str
    role: str
    title: str
    service: str
    risk: str
    start: datetime
    end: datetime
    building: str
    facility: str
    walk_minutes: int | None
    """From home, at the person's own pace; null where it is farther than anybody walks."""
    with_whom: list[str]
    answer_by: datetime | None
    why_zh: str
    why_en: str
    version: int
