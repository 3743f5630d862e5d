"""What goes in and out of the endpoints of communities."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Day
from matcher_api.communities.settings_shapes import PolicySet, ServiceSet, WalkingSet, WeightsSet
from matcher_api.web.texts import Line

Name = Annotated[Line, Field(max_length=120)]


class CommunityDraft(BaseModel):
    """`datum` of all its coordinates; it cannot be changed later, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "xizha", "name": "西闸社区"}]})

    code: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._-]+$")
    name: Name = ""
    street_office: Name = ""
    zone: Annotated[Line, Field(max_length=40)] = "Asia/Shanghai"
    datum: Literal["local", "wgs84", "gcj02"] = "local"
    first_day: Day | None = None
    days: int = Field(default=7, ge=1, le=366)


class CommunityChange(BaseModel):
    """What is left out stays; a group of settings is given whole: what is left out of it is at its default."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "西闸社区", "weights": {"walk": 2}}]}
    )

    name: Name = ""
    street_office: Name = ""
    first_day: Day | None = None
    days: int = Field(default=7, ge=1, le=366)
    service_defaults: bool = True
    weights: WeightsSet = Field(default_factory=WeightsSet)
    policy: PolicySet = Field(default_factory=PolicySet)
    walking: WalkingSet = Field(default_factory=WalkingSet)
    settings: ServiceSet = Field(default_factory=ServiceSet)


class CommunityShown(BaseModel):
    """Groups of settings hold what differs from the defaults."""

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
    service_defaults: bool
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


class GateChange(BaseModel):
    """Open or closed, for every walk planned from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"open": False}]})

    open: bool
