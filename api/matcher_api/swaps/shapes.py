"""What goes in and out of the endpoints of stand-ins and swaps."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from matcher_api.assignments.shapes import Channel, PlaceShown
from matcher_api.web.texts import Id


class StandIn(BaseModel):
    """Who takes it, where the desk writes it down."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"person_id": "660f1c2", "channel": "phone"}]}
    )

    person_id: Id
    channel: Channel = "phone"


class SwapDraft(BaseModel):
    """`give_id`: one's own assignment; `take_id`: the other's."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"give_id": "660f1c2", "take_id": "660f1d0"}]}
    )

    give_id: Id
    take_id: Id


class WorkShown(BaseModel):
    """A home by its area alone."""

    assignment_id: str
    visit_id: str
    what_zh: str
    what_en: str
    role: str
    start: datetime | None
    end: datetime | None
    place: PlaceShown


class StandInShown(WorkShown):
    """Seeks somebody else."""

    risk: str
    version: int


class SideShown(WorkShown):
    """`name` masked; `mine`: of a person of the login."""

    name: str
    mine: bool


class SwapShown(BaseModel):
    id: str
    state: str
    possible: list[str]
    give: SideShown
    take: SideShown
    answered_at: datetime | None
    version: int
