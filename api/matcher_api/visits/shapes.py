"""What goes in and out of the endpoints of visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Moment
from matcher_api.web.texts import Code, Id, Line, Word

Risk = Literal["low", "medium", "high"]


def said(model: BaseModel, *besides: str) -> dict[str, Any]:
    """The fields that were given, each whole: what is left out inside them has its default. Without `besides`."""
    named = model.model_fields_set - set(besides)
    return {name: value for name, value in model.model_dump(mode="json").items() if name in named}


class WindowDraft(BaseModel):
    """`[start, end)`: the whole visit lies inside one of its windows."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"start": "2026-11-25T09:00:00+08:00", "end": "2026-11-25T11:30:00+08:00"}]},
    )

    start: Moment
    end: Moment


class RoleDraft(BaseModel):
    """A position: all `skills` needed; fewest, best and most people (empty: as the number before)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "carer", "skills": ["carer"]}]})

    role: Word
    skills: list[Word] = Field(default_factory=list, max_length=20)
    least: int = Field(default=1, ge=0, le=1000)
    desired: int | None = Field(default=None, ge=0, le=1000)
    most: int | None = Field(default=None, ge=1, le=1000)


class ConditionDraft(BaseModel):
    """`of`: a tag, a skill, `sex:f`, `sex:m` or `record_checked`; at least so many of those assigned, or all."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"at_least": 1, "of": "party_member"}]})

    at_least: Annotated[int, Field(ge=1, le=1000)] | Literal["all"] = 1
    of: Word


class Needs(BaseModel):
    """What a visit asks for, each with its default: those of the catalogue's item, the resident, or none. Either a
    place (`place_id`) or a room (`mode`, for `people`, within a walk of `origin_id`)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"duration_minutes": 60, "roles": [{"role": "carer", "skills": ["carer"]}]}]},
    )

    title: Annotated[Line, Field(max_length=160)] | None = None
    place_id: Id | None = None
    mode: Annotated[Line, Field(max_length=40)] | None = None
    people: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    origin_id: Id | None = None
    pace: Annotated[float, Field(ge=0.1, le=10)] | None = None
    max_walk_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    value: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    groups: Annotated[list[Word], Field(max_length=20)] | None = None
    risk: Risk | None = None
    min_days_apart: Annotated[int, Field(ge=0, le=366)] | None = None
    roles: Annotated[list[RoleDraft], Field(max_length=20)] | None = None
    conditions: Annotated[list[ConditionDraft], Field(max_length=20)] | None = None


class VisitBase(Needs):
    community_id: Id
    service: Line = Field(default="", max_length=40, description="Item of the catalogue; fills what is left out")
    resident_id: Id | None = None
    priority: int = Field(default=5, ge=1, le=9)
    guaranteed: bool = False
    needs: list[Id] = Field(default_factory=list, max_length=20, description="Counts only if these visits are served")


class VisitDraft(VisitBase):
    """A visit that nobody requested: a patrol, a class, a booking of a room for people."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "community_id": "…",
                    "service": "W06",
                    "title": "晚间治安巡逻",
                    "place_id": "…",
                    "duration_minutes": 120,
                    "windows": [{"start": "2026-11-25T19:00:00+08:00", "end": "2026-11-25T21:00:00+08:00"}],
                    "roles": [{"role": "patrol", "skills": ["patrol"]}, {"role": "member", "least": 1, "most": 4}],
                }
            ]
        },
    )

    code: Code | None = None
    windows: list[WindowDraft] = Field(min_length=1, max_length=50)


class VisitChange(Needs):
    """Only what is given changes; null clears it where that is possible."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"priority": 8, "guaranteed": True}]})

    priority: Annotated[int, Field(ge=1, le=9)] | None = None
    guaranteed: bool | None = None
    needs: Annotated[list[Id], Field(max_length=20)] | None = None
    windows: Annotated[list[WindowDraft], Field(min_length=1, max_length=50)] | None = None


class Because(BaseModel):
    """Why: a few words for those concerned, without names."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "不需要了"}]})

    reason: Line = Field(min_length=1, max_length=200)


class WindowShown(BaseModel):
    start: datetime
    end: datetime


class RoleShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    role: str
    skills: list[str]
    least: int
    desired: int | None
    most: int | None


class PlannedShown(BaseModel):
    """Where and when it takes place: `layer` draft (office alone) or published."""

    layer: str
    start: datetime
    end: datetime
    facility_id: str | None


class VisitShown(BaseModel):
    """Place and served person only for those who may know them; `door_code` for the desk and the one served."""

    id: str
    community_id: str
    code: str
    state: str
    request_id: str | None
    resident_id: str | None
    service: str
    title: str
    place_id: str | None
    mode: str
    people: int
    origin_id: str | None
    pace: float | None
    max_walk_minutes: int | None
    duration_minutes: int
    priority: int
    value: int | None
    guaranteed: bool
    groups: list[str]
    risk: str
    series: str
    min_days_apart: int
    needs: list[str]
    conditions: list[dict[str, Any]]
    asked_on: date | None
    waiting_days: int
    first_start: datetime | None
    last_end: datetime | None
    windows: list[WindowShown]
    roles: list[RoleShown]
    planned: list[PlannedShown]
    door_code: str | None
    version: int


class VisitCancelled(BaseModel):
    """What the cancelling brought about, by id."""

    visit: VisitShown
    withdrawn: list[str] = Field(description="Assignments that were withdrawn; their people are told")
    bookings: list[str] = Field(description="Bookings that were cancelled; their units are told")
    left_without: list[str] = Field(description="Visits that count only if this one is served")
