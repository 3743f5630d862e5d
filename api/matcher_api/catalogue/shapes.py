"""What goes in and out of the endpoints of the catalogue."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.catalogue.categories import Category
from matcher_api.visits.shapes import Risk, RoleDraft, RoleShown
from matcher_api.web.texts import Line

Shape = Literal["home", "team", "facility", "class", "none"]


class ItemBody(BaseModel):
    """`shape`: home (people come to somebody's home), team (people at a place), facility (a room), class (people in a
    room), none (not scheduled here). `minutes`, `roles`, `mode`, `people`: what a request starts from."""

    zh: Line = Field(min_length=1, max_length=120)
    en: Line = Field(default="", max_length=160)
    category: Category
    served_by: Line = Field(default="", max_length=80)
    shape: Shape = "none"
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    roles: list[RoleDraft] = Field(default_factory=list, max_length=20)
    mode: Line = Field(default="", max_length=40)
    people: int = Field(default=1, ge=1, le=1_000_000)
    risk: Risk = "low"
    respond_hours: int = Field(default=48, ge=1, le=720)
    source: Line = Field(default="local", min_length=1, max_length=40)
    quote: Line = Field(default="", max_length=400)
    basis: Line = Field(default="", max_length=40)


class ItemDraft(ItemBody):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "code": "X01",
                    "category": "convenience",
                    "zh": "家电清洗",
                    "en": "Cleaning of appliances",
                    "shape": "home",
                    "minutes": 60,
                    "roles": [{"role": "cleaner", "skills": ["appliances"]}],
                    "quote": "居民议事会 2026-11 提出",
                }
            ]
        },
    )

    code: str = Field(max_length=40, pattern=r"^[A-Z][A-Z0-9._-]*$")


class ItemChange(BaseModel):
    """Only what is given changes; the new edition's `source` is local unless another is given."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"minutes": 75, "respond_hours": 24}]})

    zh: Annotated[Line, Field(min_length=1, max_length=120)] | None = None
    en: Annotated[Line, Field(max_length=160)] | None = None
    category: Category | None = None
    served_by: Annotated[Line, Field(max_length=80)] | None = None
    shape: Shape | None = None
    minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    roles: Annotated[list[RoleDraft], Field(max_length=20)] | None = None
    mode: Annotated[Line, Field(max_length=40)] | None = None
    people: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    risk: Risk | None = None
    respond_hours: Annotated[int, Field(ge=1, le=720)] | None = None
    source: Annotated[Line, Field(min_length=1, max_length=40)] | None = None
    quote: Annotated[Line, Field(max_length=400)] | None = None
    basis: Annotated[Line, Field(max_length=40)] | None = None


class ItemShown(BaseModel):
    """`source` and `quote` say where the item comes from; seed: a reading of the street office's plan, not the
    official list."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    code: str
    edition: int
    current: bool
    category: str
    zh: str
    en: str
    served_by: str
    shape: str
    minutes: int | None
    roles: list[RoleShown]
    mode: str
    people: int
    risk: str
    respond_hours: int
    source: str
    quote: str
    basis: str
    overlap_of: str
    typical_minutes: str
    headcount: str
    skill: str
    version: int = Field(description="Of the current item: its edition")


class CategoryShown(BaseModel):
    code: str
    zh: str
    en: str
