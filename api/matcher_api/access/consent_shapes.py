"""What goes in and out of the ledger of consents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.paging import Page
from matcher_api.web.texts import Line

OfPerson = Literal["data", "sensitive_data", "guardian", "standing", "photo"]
OfResident = Literal["data", "sensitive_data", "guardian", "photo"]
Channel = Literal["web", "counter", "phone", "paper"]


class _Draft(BaseModel):
    given: bool
    channel: Channel | None = Field(default=None, description="Default: web for oneself, counter for the desk")
    text_edition: Annotated[Line, Field(max_length=20)] = "1"
    note: Annotated[Line, Field(max_length=200, description="What was shown or said: erased with the person")] = ""


class PersonConsentDraft(_Draft):
    """`given` false: withdrawn. `standing`: offers count as accepted. `guardian`: the desk's to enter, as it has seen
    the guardian. Withdrawing `data` pauses the volunteer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"purpose": "standing", "given": True, "text_edition": "2026-11"}]},
    )

    purpose: OfPerson


class ResidentConsentDraft(_Draft):
    """`given` false: withdrawn. `guardian`: the desk's to enter."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"purpose": "sensitive_data", "given": True}]}
    )

    purpose: OfResident


class ConsentShown(BaseModel):
    """One entry; none is ever changed. `by_login_id`: who entered it, for the desk."""

    id: str
    purpose: str
    given: bool
    at: datetime
    channel: str
    text_edition: str
    note: str
    by_login_id: str | None


class ConsentsPage(Page[ConsentShown]):
    """`current`: what holds now by purpose, from all entries; a purpose without an entry was never given."""

    current: dict[str, bool]
