"""What goes in and out of the endpoints of open shifts."""

from __future__ import annotations

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matcher_api.assignments.shapes import Channel, PlaceShown
from matcher_api.web.texts import Id, Word


class EmergencyDraft(BaseModel):
    """`most`: how many are asked for each role (else the community's `emergency_offers`); `role`: that one alone, also
    beyond its minimum; `start`, `facility_id`: of a visit that is not published yet (else the earliest with a crew)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"most": 3}]})

    most: int | None = Field(default=None, ge=1, le=50)
    role: Word | None = None
    start: AwareDatetime | None = None
    facility_id: Id | None = None


class CandidateShown(BaseModel):
    """Somebody who keeps every hard rule there. `minutes` they serve in these days already."""

    person_id: str
    name: str
    role: str
    walk_minutes: int | None
    minutes: int
    share_minutes: int | None


class CandidatesShown(BaseModel):
    """Best first. `start` and `facility_id`: as published, else the earliest time with a crew."""

    visit_id: str
    start: datetime | None
    facility_id: str | None
    people: list[CandidateShown]


class OpenShiftShown(BaseModel):
    """A role with room that I could take; `missing`: the visit cannot take place without somebody more."""

    visit_id: str
    role: str
    what_zh: str
    what_en: str
    start: datetime
    end: datetime
    place: PlaceShown
    walk_minutes: int | None
    risk: str
    missing: bool


class SignUp(BaseModel):
    """`person_id`: who, where the login stands for several people."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "helper"}]})

    role: Word
    person_id: Id | None = None


class SignUpFor(BaseModel):
    """Who takes an open role, where the desk writes it down."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"role": "helper", "person_id": "660f1c2", "channel": "phone"}]}
    )

    role: Word
    person_id: Id
    channel: Channel = "phone"
