"""What goes in and out of the endpoints of messages and of the call list."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.texts import Id


class MessageShown(BaseModel):
    """`zh`, `en`: what it says now; where nothing of it holds any more, `outdated`. `offers`: assignments it asks
    about."""

    id: str
    kind: str
    at: datetime
    zh: str
    en: str
    outdated: bool
    offers: list[str]
    seen: bool


class Seen(BaseModel):
    """Ids of one's own messages that were on the screen."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"messages": ["0650f1c2a3b4c5d6e7f80"]}]})

    messages: list[Id] = Field(min_length=1, max_length=200)


class SeenShown(BaseModel):
    messages: list[str]


class DeliveryShown(BaseModel):
    """`error`: why it did not arrive, in a word."""

    model_config = ConfigDict(from_attributes=True)

    channel: str
    state: str
    attempt: int
    due_at: datetime
    ended_at: datetime | None
    error: str


class NotificationShown(BaseModel):
    """To a person, a resident or an organisation; to none of them: to the desk."""

    id: str
    community_id: str
    kind: str
    person_id: str | None
    resident_id: str | None
    organisation_id: str | None
    name: str
    state: str
    due_at: datetime
    delivered_at: datetime | None
    zh: str
    en: str
    outdated: bool
    deliveries: list[DeliveryShown]


class OfferToAnswer(BaseModel):
    """Answered for the person by `POST /assignments/{id}/accept` or `/decline`."""

    assignment_id: str
    visit_id: str
    state: str
    possible: list[str]
    answer_by: datetime | None


class CallShown(BaseModel):
    """Somebody to call: what to say, and what to ask. The number is shown by `/contact`, which writes it down."""

    id: str
    community_id: str
    person_id: str | None
    resident_id: str | None
    organisation_id: str | None
    name: str
    kind: str
    zh: str
    en: str
    begins: datetime | None
    offers: list[OfferToAnswer]
    calls: int
    since: datetime
    version: int


class CallDone(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    state: str
    attempt: int
    version: int
