"""What goes in and out of the endpoints of rosters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matcher_api.assignments.shapes import PlaceShown

Layer = Literal["draft", "published"]


class RosterDraft(BaseModel):
    """`communities`: planned together, in one call."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"communities": ["0650f1c2a3b4c5d6e7f80"], "first_day": "2026-11-23", "days": 7}]
        },
    )

    communities: list[str] = Field(min_length=1, max_length=50)
    title: str = Field(default="", max_length=120)
    first_day: date
    days: int = Field(default=7, ge=1, le=62)
    max_people_changed: int | None = Field(default=None, ge=0, le=1_000_000)


class RosterChange(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "第48周"}]})

    title: str = Field(default="", max_length=120)
    max_people_changed: int | None = Field(default=None, ge=0, le=1_000_000)


class RosterShown(BaseModel):
    """`possible`: what may follow from its state."""

    id: str
    communities: list[str]
    title: str
    first_day: date
    days: int
    state: str
    possible: list[str]
    max_people_changed: int | None
    newest_version: int
    version: int


class WindowsShown(BaseModel):
    """Where the roster's days lie in time: history until `now`; until `frozen_until` what is published stays;
    `published`: from the first start to the last end that people know of (null: nothing yet); `draft`: the days still
    planned; after `unplanned_from` nothing is."""

    roster_id: str
    now: datetime
    frozen_until: datetime
    published: tuple[datetime, datetime] | None
    draft: tuple[datetime, datetime] | None
    unplanned_from: datetime


class TeamMember(BaseModel):
    """`name` is masked unless the reader works at the community's desk; readers without need of it see none."""

    assignment_id: str
    person_id: str
    name: str
    role: str
    state: str


class PlannedShown(BaseModel):
    """What is done without the name of anybody served; `state`: of the visit."""

    visit_id: str
    code: str
    what_zh: str
    what_en: str
    service: str
    state: str
    start: datetime
    end: datetime
    place: PlaceShown
    team: list[TeamMember]


class Placed(BaseModel):
    """A person in a role of a visit."""

    model_config = ConfigDict(extra="forbid")

    person_id: str = Field(min_length=1, max_length=32)
    role: str = Field(min_length=1, max_length=80)


class PlannedDraft(BaseModel):
    """Where, when and by whom a visit is made, by hand. Rules are judged afterwards, by `judgement`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "start": "2026-11-24T09:00:00+08:00",
                    "people": [{"person_id": "0650f1c2a3b4c5d6e7f80", "role": "helper"}],
                }
            ]
        },
    )

    start: AwareDatetime
    facility_id: str | None = Field(default=None, max_length=32)
    people: list[Placed] = Field(default_factory=list, max_length=500)


class LayerShown(BaseModel):
    roster_id: str
    layer: Layer
    visits: list[PlannedShown]


class ViolationShown(BaseModel):
    """A breach of a hard rule; ids only."""

    rule: str
    amount: int | float
    unit: str
    visit: str | None
    volunteer: str | None
    facility: str | None
    other: str | None
    overridden: bool


class Judged(BaseModel):
    """`objective`: points as the library's score adds them up; violations empty: may be published."""

    objective: int
    guaranteed: int
    terms: dict[str, int]
    violations: list[ViolationShown]


class PersonChangeShown(BaseModel):
    """What publishing the draft would mean for one person: ids of visits."""

    person_id: str
    name: str
    gains: list[str]
    loses: list[str]
    moves: list[str]


class DiffShown(BaseModel):
    people: list[PersonChangeShown]
    added: list[str]
    dropped: list[str]
    moved: list[str]


class Publishing(BaseModel):
    """`override`: why the draft is published although a hard rule is broken; recorded with the version."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"override": ""}]})

    override: str = Field(default="", max_length=500)


class VersionShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    roster_id: str
    number: int
    published_at: datetime
    objective: int | None
    bound: int | None
    overrides: list[dict[str, Any]]
    snapshot: dict[str, Any]


class PinDraft(BaseModel):
    """A person (in a role), a start, a facility: at least one. `override`: why the person may break personal rules."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"start": "2026-11-24T09:00:00+08:00", "reason": "医院约好的时间"}]},
    )

    person_id: str | None = Field(default=None, min_length=1, max_length=32)
    role: str = Field(default="", max_length=80)
    start: AwareDatetime | None = None
    facility_id: str | None = Field(default=None, min_length=1, max_length=32)
    override: str = Field(default="", max_length=200)
    reason: str = Field(min_length=1, max_length=200)


class PinShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    visit_id: str
    person_id: str | None
    role: str
    start: datetime | None
    facility_id: str | None
    override: str
    by_login_id: str | None
    reason: str
    version: int
