"""What goes in and out of the endpoints of communities."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class CommunityDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "xizha", "name": "西闸社区"}]})

    code: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._-]+$")
    name: str = Field(default="", max_length=120)
    street_office: str = Field(default="", max_length=120)
    first_day: date | None = None
    days: int = Field(default=7, ge=1, le=366)


class CommunityChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, max_length=120)
    street_office: str | None = Field(default=None, max_length=120)
    first_day: date | None = None
    days: int = Field(default=7, ge=1, le=366)


class CommunityShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    code: str
    name: str
    street_office: str
    zone: str
    datum: str
    synthetic: bool
    first_day: date | None
    days: int
    walking: dict[str, Any]
    weights: dict[str, Any]
    policy: dict[str, Any]
    settings: dict[str, Any]
    version: int


class GateShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    code: str
    a: str
    b: str
    open: bool
    version: int
