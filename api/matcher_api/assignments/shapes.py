"""What goes in and out of the endpoints of assignments, and of a person's own offers and shifts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.assignments.risks import Risk
from matcher_api.calendars.moments import Moment

Channel = Literal["web", "phone", "counter"]


class PlaceShown(BaseModel):
    """Without a door: that needs a reveal, which is logged."""

    facility_id: str | None
    facility: str
    building: str
    area: str


class Answer(BaseModel):
    """`channel`: how the person said so, where the office answers for them."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"channel": "phone"}]})

    channel: Channel = "phone"


class Reason(BaseModel):
    """A reason helps planning; it may be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "那天要照顾孩子"}]})

    reason: str = Field(default="", max_length=200)


class ReasonFor(Reason):
    """The same, told to the office."""

    channel: Channel = "phone"


class DoorCode(BaseModel):
    """The four digits that both sides hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "4711"}]})

    code: str = Field(pattern=r"^[0-9]{4}$")


class Seen(BaseModel):
    """`at`: when it was, where the desk writes it down later; empty: now."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"at": "2026-11-23T09:05:00+08:00"}]})

    at: Moment | None = None


class OfferSeen(BaseModel):
    """`start`: when the visit begins, as the person was shown it; empty: whatever it is now."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"start": "2026-11-23T09:00:00+08:00"}]})

    start: Moment | None = None


class PinReason(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "老人指定"}]})

    reason: str = Field(min_length=1, max_length=200)


class AnswerShown(BaseModel):
    """What became of an offer."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    visit_id: str
    state: str
    answered_at: datetime | None
    version: int


class WorkVerified(BaseModel):
    """`minutes`: what went into the ledger of hours."""

    id: str
    visit_id: str
    role: str
    state: str
    minutes: int


class AllVerified(BaseModel):
    """`visit_state`: done, unless somebody is still at work or was not spoken of yet."""

    visit_state: str
    items: list[WorkVerified]


class AssignmentShown(BaseModel):
    """`name` in full for the office; `possible`: what may follow."""

    id: str
    community_id: str
    roster_id: str | None
    visit_id: str
    visit_code: str
    what_zh: str
    what_en: str
    person_id: str
    name: str
    role: str
    state: str
    origin: str
    possible: list[str]
    start: datetime | None
    end: datetime | None
    place: PlaceShown
    offered_at: datetime | None
    answer_by: datetime | None
    answered_at: datetime | None
    reconfirmed_at: datetime | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    channel: str
    reason: str
    pinned: bool
    version: int


class AtRisk(BaseModel):
    """`risks`, the most urgent first: missed_check_in, stand_in_sought, not_reconfirmed, missed_check_out,
    not_verified."""

    risks: list[Risk]
    assignment: AssignmentShown


class AtRiskList(BaseModel):
    items: list[AtRisk]


class Why(BaseModel):
    """Why this person: the skills asked for, the walk, and the fair share; `zh`, `en` say it in one sentence."""

    skills: list[str]
    walk_minutes: int | None
    minutes: int | None
    """Service minutes in this roster."""
    share_minutes: int | None
    zh: str
    en: str


class OfferShown(BaseModel):
    """What an offer asks; `others`: masked names of those who come too. `risk`: low, medium or high."""

    id: str
    state: str
    possible: list[str]
    visit_id: str
    what_zh: str
    what_en: str
    role: str
    start: datetime | None
    end: datetime | None
    answer_by: datetime | None
    place: PlaceShown
    walk_minutes: int | None
    others: list[str]
    risk: str
    why: Why
    version: int


class ShiftVisit(BaseModel):
    assignment_id: str
    state: str
    possible: list[str]
    visit_id: str
    what_zh: str
    what_en: str
    role: str
    start: datetime
    end: datetime
    place: PlaceShown
    walk_minutes: int | None
    others: list[str]
    risk: str
    version: int


class ShiftDay(BaseModel):
    """One day of the community's zone, in order of start."""

    day: date
    walk_minutes: int
    service_minutes: int
    visits: list[ShiftVisit]


class FeedShown(BaseModel):
    """Shown once: the address holds the key. Asking again makes the one before useless."""

    url: str
