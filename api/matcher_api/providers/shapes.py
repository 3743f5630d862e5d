"""What goes in and out of the endpoints of providers."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Day, Moment
from matcher_api.people.availability_shapes import Length, LocalTime, Weekdays
from matcher_api.web.texts import Code, Id, Line, Phone, Text

Mode = Literal["off_hours", "by_appointment", "at_home"]
Modes = Annotated[list[Mode], Field(max_length=3)]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
FactKind = Literal["defect", "dissatisfaction", "refusal_to_correct", "rating"]


class Hours(BaseModel):
    """Weekly: on `weekdays` (0 Monday to 6 Sunday) from `start`, local time, for `minutes`."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"weekdays": [0, 1, 2], "start": "18:00", "minutes": 180}]}
    )

    weekdays: Weekdays
    start: LocalTime
    minutes: Length


class ProviderDraft(BaseModel):
    """`modes`: 错时 off_hours, 预约 by_appointment, 上门 at_home. `code` empty: one is made."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"community_id": "…", "name": "某家政公司", "modes": ["at_home"], "hotline": "05370000000"}]
        },
    )

    community_id: Id
    code: Code | None = None
    name: Name
    modes: Modes = Field(default_factory=list)
    hotline: Phone = ""
    place_id: Id | None = None
    hours: list[Hours] = Field(default_factory=list, max_length=50)


class ProviderChange(BaseModel):
    """What is left out stays. `code` and `certified_until` are the coordinator's; the name is the provider's own
    until it is handed in. An active provider keeps a mode and a hotline."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hotline": "05370000001"}]})

    code: Code = "P1"
    name: Name = "-"
    modes: Modes = Field(default_factory=list)
    hotline: Phone = ""
    place_id: Id | None = None
    hours: list[Hours] = Field(default_factory=list, max_length=50)
    certified_until: Day | None = None


class ItemDraft(BaseModel):
    """`price_cents` empty: free or on asking; never a price of volunteering."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"item_code": "H12", "price_cents": 3000}]}
    )

    item_code: Annotated[Line, Field(min_length=1, max_length=40)]
    published: bool = True
    price_cents: int | None = Field(default=None, ge=0, le=100_000_000)
    price_note: Annotated[Line, Field(max_length=120)] = ""


class ItemSet(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"items": [{"item_code": "H12", "price_cents": 3000}]}]}
    )

    items: list[ItemDraft] = Field(max_length=200)


class ItemShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    item_code: str
    published: bool
    price_cents: int | None
    price_note: str
    version: int


class HoursShown(BaseModel):
    weekdays: list[int]
    start: time
    minutes: int


class ProviderShown(BaseModel):
    """`items`: codes of what it publishes. `possible`: what may follow from the state, for those who work on it."""

    id: str
    community_id: str
    code: str
    name: str
    state: str
    possible: list[str]
    modes: list[str]
    hotline: str
    place_id: str | None
    hours: list[HoursShown]
    items: list[str]
    certified_until: date | None
    notice_until: date | None
    rectify_by: date | None
    version: int


class Rejecting(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "材料不全"}]})

    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class Activating(BaseModel):
    """`certified_until`: the badge's last day; empty: no known end."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"certified_until": "2027-11-30"}]})

    certified_until: Day | None = None


class Rectifying(BaseModel):
    """`by`: the last day to put it right."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "2026-12-15"}]})

    by: Day


class FactDraft(BaseModel):
    """What was found: `at` empty: now. The text names nobody."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "defect", "text": "抽查不合格"}]}
    )

    kind: FactKind
    at: Moment | None = None
    text: Annotated[Text, Field(max_length=1000)] = ""


class FactShown(BaseModel):
    """The provider itself is shown no text: it may tell who complained."""

    id: str
    kind: str
    at: datetime
    text: str
    version: int
