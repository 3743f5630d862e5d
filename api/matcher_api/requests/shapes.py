"""What goes in and out of the endpoints of requests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.visits.series_shapes import Repeat
from matcher_api.visits.shapes import Needs, WindowDraft, WindowShown
from matcher_api.web.texts import Id, Line, Phone, Text, Word

Channel = Literal["web", "counter", "phone"]
Priority = Annotated[int, Field(ge=1, le=9)]
Windows = Annotated[list[WindowDraft], Field(max_length=50)]


class NewResident(BaseModel):
    """Somebody who asks for the first time; made together with the request."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "李大妈", "phone": "19900001111", "home_id": "…"}]}
    )

    name: Line = Field(min_length=1, max_length=80)
    phone: Phone = ""
    door: Line = Field(default="", max_length=80)
    sex: Literal["", "f", "m"] = ""
    groups: list[Word] = Field(default_factory=list, max_length=20)
    pace: Annotated[float, Field(ge=0.1, le=10)] | None = None
    home_id: Id | None = None


class RequestDraft(BaseModel):
    """One form for every category and channel. When: `windows`, or `repeat`. `needs`: what differs from the
    catalogue's item. `draft`: keep it for later instead of submitting it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "community_id": "…",
                    "channel": "phone",
                    "resident_id": "…",
                    "item_code": "W01",
                    "text": "想请人帮忙打扫做饭",
                    "windows": [{"start": "2026-11-25T09:00:00+08:00", "end": "2026-11-25T11:30:00+08:00"}],
                }
            ]
        },
    )

    community_id: Id
    channel: Channel | None = Field(default=None, description="Default: web for residents, counter for the desk")
    resident_id: Id | None = None
    resident: NewResident | None = None
    item_code: Line = Field(min_length=1, max_length=40)
    text: Text = ""
    priority: Priority | None = None
    emergency: bool = False
    guaranteed: bool = False
    windows: Windows = Field(default_factory=list)
    repeat: Repeat | None = None
    needs: Needs = Field(default_factory=Needs)
    draft: bool = False


class RequestChange(BaseModel):
    """Only what is given changes. `windows` replace a series and the other way round; another `item_code` fills what
    is needed anew."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "改到下午", "priority": 6}]})

    item_code: Annotated[Line, Field(min_length=1, max_length=40)] | None = None
    text: Text | None = None
    priority: Priority | None = None
    emergency: bool | None = None
    guaranteed: bool | None = None
    windows: Annotated[list[WindowDraft], Field(min_length=1, max_length=50)] | None = None
    repeat: Repeat | None = None
    needs: Needs | None = None


class Verify(BaseModel):
    """What the call-back changed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"needs": {"roles": [{"role": "plumber", "skills": ["plumber"]}]}}]},
    )

    needs: Needs | None = None
    priority: Priority | None = None
    guaranteed: bool | None = None


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "三楼，没有电梯"}]})

    text: Annotated[Text, Field(min_length=1)]


class MergeInto(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"into": "…"}]})

    into: Id


class Rating(BaseModel):
    """1 (bad) to 5 (good)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"rating": 5}]})

    rating: int = Field(ge=1, le=5)


class RepeatShown(BaseModel):
    rule: str
    start: time | None
    minutes: int | None
    first_day: date | None
    last_day: date | None
    days: str
    skipped: list[date]


class RequestShown(BaseModel):
    """`text`, `reason` and whom it is for only for the desk and the one who asked; `possible`: what one may do now."""

    id: str
    community_id: str
    number: str
    state: str
    possible: list[str]
    channel: str
    item_code: str
    category: str
    resident_id: str | None
    resident_name: str | None = Field(description="Masked")
    text: str | None
    reason: str | None
    priority: int
    emergency: bool
    guaranteed: bool
    asked_at: datetime
    respond_by: datetime | None
    overdue: bool = Field(description="Nobody has answered although it was due")
    windows: list[WindowShown]
    repeat: RepeatShown | None
    needs: dict[str, Any]
    merged_into: str | None
    rating: int | None
    visits: list[str]
    version: int


class Candidate(BaseModel):
    """An earlier request that may be the same."""

    id: str
    number: str
    state: str
    item_code: str
    asked_at: datetime
    first_start: datetime | None
    last_end: datetime | None
    resident_id: str | None
    resident_name: str = Field(description="Masked")


class Candidates(BaseModel):
    items: list[Candidate]


class RequestCount(BaseModel):
    community_id: str
    state: str
    category: str
    count: int
    overdue: int


class RequestCounts(BaseModel):
    items: list[RequestCount]


class Expired(BaseModel):
    """Ids of the requests that ran out."""

    items: list[str]
