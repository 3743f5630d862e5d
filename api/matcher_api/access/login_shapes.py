"""What goes in and out of logins and grants."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.access.roles import AccessRole
from matcher_api.access.shapes import NewPassword
from matcher_api.web.texts import Code, Id

Username = Annotated[Code, Field(min_length=3, max_length=80)]
Language = Literal["zh", "en"]


class GrantDraft(BaseModel):
    """`community_id`: left out for admin, may be left out for supervisor and street (all communities). Volunteers need
    `person_id`, residents `resident_id`, units `organisation_id`, providers `provider_id`: whom the login is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"role": "volunteer", "community_id": "…", "person_id": "…"}]},
    )

    role: AccessRole
    community_id: Id | None = None
    person_id: Id | None = None
    resident_id: Id | None = None
    organisation_id: Id | None = None
    provider_id: Id | None = None


class GrantShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    role: AccessRole
    community_id: str | None
    person_id: str | None
    resident_id: str | None
    organisation_id: str | None
    provider_id: str | None
    version: int


class LoginDraft(BaseModel):
    """Without a password it opens by machine tokens alone, until one is set."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "username": "desk2",
                    "password": "at least ten",
                    "grants": [{"role": "clerk", "community_id": "…"}],
                }
            ]
        },
    )

    username: Username
    password: NewPassword | None = None
    language: Language = "zh"
    grants: list[GrantDraft] = Field(min_length=1, max_length=20)


class LoginChange(BaseModel):
    """Disabling ends all sessions of the login; its tokens open nothing as long as it is disabled."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"disabled": True}]})

    language: Language = "zh"
    disabled: bool = False


class LoginShown(BaseModel):
    """`grants`: those the one who asks may know of."""

    id: str
    username: str
    language: str
    disabled: bool
    has_password: bool
    grants: list[GrantShown]
    version: int


class PasswordSet(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"password": "at least ten"}]})

    password: NewPassword
