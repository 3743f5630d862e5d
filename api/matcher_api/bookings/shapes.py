"""What goes in and out of the endpoints of bookings."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Moment
from matcher_api.facilities.shapes import Concession, Mode


class BookingDraft(BaseModel):
    """`resident_id`: for whom; a resident may leave it out, a unit or coordinator books for itself without. `wait`:
    if the slot is taken, wait for it instead of being refused."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "facility_id": "…",
                    "mode": "badminton",
                    "people": 4,
                    "start": "2026-11-25T18:00:00+08:00",
                    "minutes": 60,
                    "concession": "elder",
                }
            ]
        },
    )

    facility_id: str = Field(max_length=32)
    mode: Mode
    people: int = Field(default=1, ge=1, le=1_000_000)
    start: Moment
    minutes: int = Field(ge=1, le=1440)
    resident_id: str | None = Field(default=None, max_length=32)
    concession: Concession = "standard"
    wait: bool = False


class Why(BaseModel):
    """A word to the other side."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "当天有家长会"}]})

    reason: str = Field(default="", max_length=120)


class BookingShown(BaseModel):
    """`name` of the resident, masked; empty for who reads without names. `possible`: actions that may follow."""

    id: str
    community_id: str
    facility_id: str
    facility: str
    mode: str
    people: int
    start: datetime
    end: datetime
    state: str
    visit_id: str | None
    resident_id: str | None
    name: str
    lane: int
    concession: str
    fee_cents: int
    reason: str
    waiting_since: datetime | None
    possible: list[str]
    version: int
