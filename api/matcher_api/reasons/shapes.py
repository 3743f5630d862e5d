"""What comes out of the reasons and key figures of a roster."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.rosters.shapes import Layer
from matcher_api.web.texts import Id, Line


class NearShown(BaseModel):
    """Somebody whom one rule alone keeps from a visit. `name` masked unless the reader works at the desk."""

    person_id: str
    name: str
    rule: str
    rule_zh: str
    rule_en: str


class ReasonShown(BaseModel):
    """A visit nobody makes. `main`: code of the reason told first; `refusals`: by rule, how many people (or rooms) it
    keeps away at the start that suits them best; `escalated`: guaranteed, to be told by name."""

    visit_id: str
    code: str
    what_zh: str
    what_en: str
    main: str
    zh: str
    en: str
    refusals: dict[str, int]
    near: list[NearShown]
    escalated: bool


class UnservedShown(BaseModel):
    """Guaranteed visits first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "roster_id": "0650f1c2a3b4c5d6e7f80",
                    "layer": "draft",
                    "visits": [
                        {
                            "visit_id": "0650f1c2a3b4c5d6e7f81",
                            "code": "V07",
                            "what_zh": "上门理发",
                            "what_en": "Haircut at home",
                            "main": "skills",
                            "zh": "没有人具备所需技能（理发）。",
                            "en": "Nobody can offer the skills asked for (理发).",
                            "refusals": {"skills": 8},
                            "near": [],
                            "escalated": False,
                        }
                    ],
                }
            ]
        }
    )

    roster_id: str
    layer: Layer
    visits: list[ReasonShown]


class ShareShown(BaseModel):
    """Of `asked` visits of one kind, how many are served. A class of duration is named by its upper end in minutes,
    empty above all."""

    name: str
    asked: int
    served: int


class RoomShown(BaseModel):
    """Minutes a facility is open, and booked by anybody."""

    facility_id: str
    name: str
    open_minutes: int
    booked_minutes: int
    bookings: int


class Spread(BaseModel):
    """Minutes of service of those at work."""

    least: int
    median: float
    most: int


class KeyFiguresShown(BaseModel):
    """All times in minutes. `gini`: over the service minutes of volunteers who offered time, 0 equal to 1 all on one.
    `escalated`: ids of guaranteed visits nobody makes."""

    roster_id: str
    layer: Layer
    visits: int
    served: int
    guaranteed: int
    guaranteed_served: int
    escalated: list[str]
    people: int
    service_minutes: int
    spread: Spread
    gini: float
    walk_minutes: int
    walks: str
    """Where walking minutes come from: streets, table or approximate."""
    legs: int
    assignments: int
    people_per_visit: float
    room_use: float
    by_service: list[ShareShown]
    by_duration: list[ShareShown]
    by_priority: list[ShareShown]
    by_group: list[ShareShown]
    rooms: list[RoomShown]


class ExplanationShown(BaseModel):
    """Whether a visit is planned, and if not, why. `refusals` and `near` are for the desk alone (null for others);
    who asked for the visit is told nothing about anybody else."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "visit_id": "0650f1c2a3b4c5d6e7f81",
                    "served": False,
                    "start": None,
                    "end": None,
                    "main": "skills",
                    "zh": "目前还没有合适的人会这项服务，社区正在联系。",
                    "en": "Nobody with the skill it needs is free yet; the community is looking for somebody.",
                    "refusals": None,
                    "near": None,
                }
            ]
        }
    )

    visit_id: str
    served: bool
    start: datetime | None
    end: datetime | None
    main: str
    zh: str
    en: str
    refusals: dict[str, int] | None
    near: list[NearShown] | None


class PersonShown(BaseModel):
    person_id: str
    name: str


class TimeShown(BaseModel):
    """`count` could come then; `enough`: a crew can be made of them. `people`: some of them, for the desk alone."""

    start: datetime
    facility_id: str | None
    count: int
    enough: bool
    zh: str
    en: str
    people: list[PersonShown] | None


class RecommendationsShown(BaseModel):
    """Times with a crew first, then by how many could come, then the earliest. `visit_id` null: of the visit that a
    request would become."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "visit_id": "0650f1c2a3b4c5d6e7f80",
                    "times": [
                        {
                            "start": "2026-11-28T09:00:00+08:00", "facility_id": None, "count": 3, "enough": True,
                            "zh": "11月28日（周六）9:00：3人可来", "en": "Saturday 2026-11-28 9:00: 3 could come",
                            "people": None,
                        }
                    ],
                }
            ]
        }
    )  # fmt: skip

    visit_id: str | None
    times: list[TimeShown]


class FixShown(BaseModel):
    """A change after which the visit is served and nothing else moves, confirmed by re-solving. `possible`: the desk
    can make it by one step, once whom it concerns has agreed."""

    kind: str
    subject: str
    amount: int
    unit: str
    zh: str
    en: str
    start: datetime
    facility_id: str | None
    people: list[PersonShown]
    possible: bool


class FixChosen(BaseModel):
    """One of the fixes that were shown, by its kind and whom or what it concerns."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"roster_id": "0650f1c2a3b4c5d6e7f80", "kind": "window"}]}
    )

    roster_id: Id
    kind: Annotated[Line, Field(min_length=1, max_length=20)]
    subject: Annotated[Line, Field(max_length=80)] = ""


class FixMade(BaseModel):
    """When the visit takes place in the roster's draft."""

    roster_id: str
    visit_id: str
    start: datetime
    end: datetime


class RemediesShown(BaseModel):
    """What would serve a visit. `instead_of`: visits it would displace where it is feasible but worth less (None: not
    feasible so); `points` what that would change in all."""

    visit_id: str
    main: str
    zh: str
    en: str
    fixes: list[FixShown]
    instead_of: list[str] | None
    points: int | None


class ReplacementShown(BaseModel):
    """`points`: the change in points, None where the visit would still be short of people; `frees`: the visit that
    `stand_in` would take over first."""

    person: PersonShown
    points: int | None
    rules: dict[str, int]
    frees: str | None
    stand_in: PersonShown | None


class ReplacementsShown(BaseModel):
    """Best first; within a few points those asked longest ago come first."""

    visit_id: str
    role: str
    replacements: list[ReplacementShown]
