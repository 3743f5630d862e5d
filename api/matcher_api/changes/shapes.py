"""Events and changes asked for, and what they would change."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.rosters.shapes import Layer
from matcher_api.web.texts import Id


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AbsentAsked(Asked):
    """Somebody falls ill or cannot come; without times for all of the roster's days."""

    kind: Literal["absent"]
    person_id: Id
    start: datetime | None = None
    end: datetime | None = None


class DeclinedAsked(Asked):
    """Somebody will not do a visit, or did not come (then nobody counts on them for the rest of that day)."""

    kind: Literal["declined", "no_show"]
    visit_id: Id
    person_id: Id


class CancelledAsked(Asked):
    kind: Literal["cancelled"]
    visit_id: Id


class LengthenedAsked(Asked):
    """It takes so many minutes in all."""

    kind: Literal["lengthened"]
    visit_id: Id
    minutes: Annotated[int, Field(ge=1, le=10_080)]


class MovedAsked(Asked):
    kind: Literal["moved"]
    visit_id: Id
    start: datetime


class ClosedAsked(Asked):
    """A facility closes; without times for all of the roster's days."""

    kind: Literal["closed"]
    facility_id: Id
    start: datetime | None = None
    end: datetime | None = None


EventAsked = Annotated[
    AbsentAsked | DeclinedAsked | CancelledAsked | LengthenedAsked | MovedAsked | ClosedAsked,
    Field(discriminator="kind"),
]


class ReplanAsked(Asked):
    """`frontier`: also the best for 0, 1, 2, 5 and any number of people whose published work changes."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"events": [{"kind": "absent", "person_id": "0650f1c2a3b4c5d6e7f80"}]}]}
    )

    events: Annotated[list[EventAsked], Field(max_length=50)]
    layer: Layer = "published"
    freeze_minutes: Annotated[int, Field(ge=0, le=10_080)] = 0
    max_people_changed: Annotated[int, Field(ge=0, le=10_000)] | None = None
    frontier: bool = False
    seconds: Annotated[int, Field(ge=1, le=60)] = 10


class SpanAsked(Asked):
    start: datetime
    end: datetime


class PersonChange(Asked):
    """`available`: one more time they could come; `removed`: as if they were not there."""

    kind: Literal["person"]
    person_id: Id
    max_walk: Annotated[int, Field(ge=0, le=1440)] | None = None
    available: SpanAsked | None = None
    skill: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    removed: bool = False


class VisitChange(Asked):
    """`window`: one more time it could take place; `removed`: as if nobody had asked."""

    kind: Literal["visit"]
    visit_id: Id
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    window: SpanAsked | None = None
    guaranteed: bool | None = None
    removed: bool = False


class FacilityChange(Asked):
    """`opening`: one more time it would be open."""

    kind: Literal["facility"]
    facility_id: Id
    opening: SpanAsked


ChangeAsked = Annotated[PersonChange | VisitChange | FacilityChange, Field(discriminator="kind")]


class WhatIfAsked(Asked):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"changes": [{"kind": "person", "person_id": "0650f1c2a3b4c5d6e7f80", "max_walk": 20}]}]
        }
    )

    changes: Annotated[list[ChangeAsked], Field(min_length=1, max_length=50)]
    layer: Layer = "published"
    seconds: Annotated[int, Field(ge=1, le=60)] = 10


class PersonDiff(BaseModel):
    """Visits one person gains, loses, or keeps at another time, place or in another role."""

    person_id: str
    name: str
    gains: list[str]
    loses: list[str]
    moves: list[str]


class PlanShown(BaseModel):
    """What would become of the roster; nothing of it is kept. `gap`: at most this fraction short of the best, None
    where time ran out before anything was proven. `people`: exactly those who would have to be told."""

    served: list[str]
    lost: list[str]
    moved: list[str]
    people: list[PersonDiff]
    points: dict[str, int]
    gap: float | None
    loosened: list[tuple[str, str]]
    first_seconds: float
    seconds: float


class ChoiceShown(BaseModel):
    """At most `most` people's published work changes (None: any number); None elsewhere: not possible."""

    most: int | None
    served: int | None
    lost: int | None
    told: int | None


class ReplanShown(BaseModel):
    plan: PlanShown
    frontier: list[ChoiceShown] | None


class AdviceShown(BaseModel):
    """Confirmed by re-solving: with it `serves` (ids of visits) are served as well, and nothing less."""

    kind: str
    subject: str
    place_id: str
    start: datetime
    end: datetime
    serves: list[str]
    points: int
    zh: str
    en: str


class ScarceShown(BaseModel):
    """A lead by the prices of a solve; `points` at the margin."""

    kind: str
    subject: str
    start: datetime
    part: str
    area: str
    points: int
    visits: list[str]
    unserved: int


class AdvisedShown(BaseModel):
    advice: list[AdviceShown]
    scarce: list[ScarceShown]
    tried: int
