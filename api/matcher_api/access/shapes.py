"""What goes in and out of sessions, cards and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.texts import Line

Password = Annotated[str, Field(min_length=1, max_length=200)]
NewPassword = Annotated[str, Field(min_length=10, max_length=200, description="At least 10 characters")]


class Credentials(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"username": "coordinator", "password": "..."}]}
    )

    username: Annotated[Line, Field(min_length=1, max_length=80)]
    password: Password


class CardCode(BaseModel):
    """As printed on the card; case, blanks and dashes do not matter."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "K7QD-3M9X-P2RT"}]})

    code: Annotated[Line, Field(min_length=1, max_length=40)]


class PasswordChange(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"current": "...", "new": "at least ten"}]}
    )

    current: Password
    new: NewPassword


class SessionShown(BaseModel):
    """`csrf`: to be sent as X-CSRF-Token with every change made by the cookie. `card`: opened by a personal card, which
    may do less."""

    username: str
    language: str
    roles: list[str]
    csrf: str
    card: bool = False


class SessionListed(BaseModel):
    """`current`: the one that asks."""

    id: str
    opened_at: datetime
    expires_at: datetime
    card: bool
    current: bool
    version: int


class CardMade(BaseModel):
    """`code` is shown this once: print it, also as a QR code. Cards made before are dead."""

    person_id: str
    code: str


class TokenDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "reporting", "days": 90}]})

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    days: int | None = Field(default=None, ge=1, le=3650)


class TokenShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    expires_at: datetime | None
    revoked_at: datetime | None
    version: int


class TokenMade(TokenShown):
    """`key` is shown this once."""

    key: str
