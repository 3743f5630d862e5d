"""What goes in and out of sessions and tokens."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Credentials(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"username": "coordinator", "password": "..."}]}
    )

    username: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=200)


class SessionShown(BaseModel):
    """`csrf`: to be sent as X-CSRF-Token with every change made by the cookie."""

    username: str
    language: str
    roles: list[str]
    csrf: str


class TokenDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "reporting", "days": 90}]})

    name: str = Field(min_length=1, max_length=80)
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
