"""What goes in and out of the endpoints of organisations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.texts import Id, Line, Phone

Kind = Literal["school", "office", "company", "other"]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
ContactName = Annotated[Line, Field(max_length=80)]


class OrganisationDraft(BaseModel):
    """A unit that lends rooms. `auto_approve`: bookings of its facilities need no word of its own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"community_id": "…", "name": "第一小学", "kind": "school"}]},
    )

    community_id: Id
    name: Name
    kind: Kind = "other"
    contact_name: ContactName = ""
    contact_phone: Phone = ""
    auto_approve: bool = True


class OrganisationChange(BaseModel):
    """What is left out stays. A unit itself may change its contact and `auto_approve`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"auto_approve": False}]})

    name: Name = "-"
    kind: Kind = "other"
    contact_name: ContactName = ""
    contact_phone: Phone = ""
    auto_approve: bool = True


class OrganisationShown(BaseModel):
    """Oversight is not told the contact."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    community_id: str
    name: str
    kind: str
    contact_name: str
    contact_phone: str
    auto_approve: bool
    version: int
