"""What is revealed, and the record of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Why = Literal["call_back", "visit", "emergency", "correction", "other"]
"""Why the desk looks."""


class ContactRevealed(BaseModel):
    """`email`, `has_smartphone`: of volunteers."""

    id: str
    name: str
    phone: str
    door: str
    email: str = ""
    has_smartphone: bool | None = None
    note: str = ""


class DoorRevealed(BaseModel):
    """Where to go and whom to ring up. `door`: of a visit at somebody's home; `visit_code`: both sides hold it."""

    visit_id: str
    since: datetime
    until: datetime
    building: str
    area: str
    door: str
    name: str
    phone: str
    visit_code: str


class RevealShown(BaseModel):
    """`login_id`: for the coordinator; the person shown learns the role."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    at: datetime
    subject_kind: str
    subject_id: str
    what: str
    reason: str
    visit_id: str | None
    by_role: str
    login_id: str | None
