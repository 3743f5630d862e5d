"""What goes in and out of the endpoints of ratings and complaints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.assignments.shapes import Channel
from matcher_api.web.texts import Id, Line, Text


class RatingDraft(BaseModel):
    """`stars` 1 (bad) to 5 (good); `channel`: how it was said, where the desk writes it down."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"stars": 5, "text": "很耐心"}]})

    stars: int = Field(ge=1, le=5)
    text: Annotated[Text, Field(max_length=1000)] = ""
    channel: Channel = "web"


class RatingShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str
    visit_id: str
    stars: int
    text: str
    channel: str
    at: datetime
    version: int


class Satisfaction(BaseModel):
    """Of one service: how many ratings, and their mean."""

    community_id: str
    service: str
    count: int
    mean: float


class Satisfactions(BaseModel):
    items: list[Satisfaction]


class ComplaintDraft(BaseModel):
    """About a visit, a provider, or anything else of the community. `resident_id`: who complains, where the desk writes
    it down; left out by them for somebody who does not give a name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"community_id": "660f1c2", "visit_id": "660f1d0", "text": "约好的时间没人来"}]
        },
    )

    community_id: Id
    visit_id: Id | None = None
    provider_id: Id | None = None
    resident_id: Id | None = None
    text: Annotated[Text, Field(min_length=1)]
    channel: Channel = "web"


class Answering(BaseModel):
    """`note`: what is answered; `upheld`: whether the complaint was right."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "已致歉", "upheld": True}]})

    note: Annotated[Text, Field(min_length=1)]
    upheld: bool


class Redirecting(BaseModel):
    """`to`: whose matter it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"to": "区民政局"}]})

    to: Annotated[Line, Field(min_length=1, max_length=120)]


class ComplaintShown(BaseModel):
    """`overdue`: not answered although it was due."""

    id: str
    community_id: str
    visit_id: str | None
    provider_id: str | None
    resident_id: str | None
    person_id: str | None
    state: str
    possible: list[str]
    channel: str
    text: str
    note: str
    redirected_to: str
    upheld: bool | None
    received_at: datetime
    answer_by: datetime
    overdue: bool
    answered_at: datetime | None
    version: int


class ComplaintCount(BaseModel):
    community_id: str
    state: str
    count: int
    overdue: int


class ComplaintCounts(BaseModel):
    items: list[ComplaintCount]
