"""What comes out of a coverage."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["facility", "service"]


class LineShown(BaseModel):
    """One use of facilities or one service. `reached` residents have it within the walk, for `served` of these it is
    open or staffed for a whole hour at least once. `there`: sites that have it, or people who could. `crew`: people an
    hour of a service takes. Medians are of the residents in reach, null without any."""

    kind: Kind
    code: str
    zh: str
    en: str
    way: Literal["to_facility", "to_door", "to_place"]
    crew: int | None
    there: int
    reached: int
    served: int
    median_minutes: int | None
    median_hours: int | None
    residents_by_hour: list[int]
    """For how many residents it is open or staffed, for every hour from midnight of the first day."""


class GapShown(BaseModel):
    """Doors of one neighbourhood that lack one thing, and why. Minutes to the nearest, null where it lies farther
    than was looked (twice the limit). `place_ids` for the desk alone."""

    kind: Kind
    code: str
    zh: str
    en: str
    area: str
    why: Literal["none", "off_street", "far", "closed"]
    why_zh: str
    why_en: str
    residents: int
    doors: int
    least_minutes: int | None
    most_minutes: int | None
    place_ids: list[str] | None


class DoorLine(BaseModel):
    """What one door has of one use or service: `nearest` the code of the facility or place walked to, null where
    people come to the door; `minutes` to the nearest, null beyond twice the limit; `open_hours` counted from midnight
    of the first day."""

    kind: Kind
    code: str
    zh: str
    en: str
    reached: bool
    minutes: int | None
    nearest: str | None
    open_hours: list[int]


class GainShown(BaseModel):
    """What the additions change: residents served before and after, doors gained and lost, residents whose nearest is
    closer, hours a resident more over all residents."""

    kind: Kind
    code: str
    zh: str
    en: str
    before: int
    after: int
    doors_gained: int
    doors_lost: int
    closer: int
    resident_hours: int


class CoverageShown(BaseModel):
    """`residents`: registered ones where a door has any, else one a door (`residents_known_for` says how many doors
    have). `unplaced`: homes without coordinates, left out. `gaps`: most residents first, `gaps_in_all` of them.
    `what_if` null where nothing is added; else all other figures are with the additions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "community_id": "0650f1c2a3b4c5d6e7f80",
                    "first_day": "2026-11-23",
                    "days": 7,
                    "pace": 0.9,
                    "limit_minutes": 15,
                    "walks": "streets",
                    "doors": 60,
                    "residents": 72,
                    "residents_known_for": 31,
                    "off_street": 0,
                    "unplaced": 0,
                    "lines": [],
                    "gaps": [],
                    "gaps_in_all": 0,
                    "what_if": None,
                    "door": None,
                }
            ]
        }
    )

    community_id: str
    first_day: date
    days: int
    pace: float
    limit_minutes: int
    walks: str
    """Where walking minutes come from: streets, table or approximate."""
    doors: int
    residents: int
    residents_known_for: int
    off_street: int
    unplaced: int
    lines: list[LineShown]
    gaps: list[GapShown]
    gaps_in_all: int
    what_if: list[GainShown] | None
    door: list[DoorLine] | None
    """Of the door asked for, if one was."""


class KindShown(BaseModel):
    """`there`: names of facilities and providers of this kind that are on record."""

    code: str
    zh: str
    en: str
    there: list[str]


class GroupShown(BaseModel):
    zh: str
    en: str
    kinds: list[KindShown]


class ChecklistShown(BaseModel):
    """Of `kinds` a circle should have, `there` are on record."""

    community_id: str
    kinds: int
    there: int
    groups: list[GroupShown]
