"""What goes in and out of the endpoints of incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.assignments.shapes import Channel
from matcher_api.calendars.moments import Moment
from matcher_api.web.texts import Id, Text

Kind = Literal["injury", "illness", "damage", "quarrel", "nobody_home", "unsafe", "other"]


class IncidentDraft(BaseModel):
    """`at` empty: now. `channel`: how it was told, where the desk writes it down."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"visit_id": "660f1c2", "kind": "nobody_home", "text": "敲门十分钟无人应"}]},
    )

    visit_id: Id
    kind: Kind
    text: Annotated[Text, Field(min_length=1)]
    at: Moment | None = None
    channel: Channel = "web"


class Closing(BaseModel):
    """`note`: what was done."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "已电话回访，老人平安"}]})

    note: Annotated[Text, Field(min_length=1)]


class IncidentShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str
    visit_id: str
    person_id: str | None
    kind: str
    state: str
    possible: list[str]
    channel: str
    at: datetime
    text: str
    note: str
    closed_at: datetime | None
    version: int
