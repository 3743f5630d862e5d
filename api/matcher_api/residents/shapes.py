"""What goes in and out of the endpoints of residents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.web.texts import Code, Id, Line, Phone, Text, Word

Sex = Literal["", "f", "m"]
Pace = Annotated[float, Field(ge=0.1, le=10)]
Groups = Annotated[list[Word], Field(max_length=20)]
Name = Annotated[Line, Field(max_length=80)]
Door = Annotated[Line, Field(max_length=80)]


class ResidentDraft(BaseModel):
    """`groups` such as living_alone, minor; `home_id`: the place home visits go to; `pace`: metres a second, empty:
    the community's. `code` empty: one is made."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "community_id": "…",
                    "name": "李大妈",
                    "phone": "19900001111",
                    "home_id": "…",
                    "groups": ["living_alone"],
                }
            ]
        },
    )

    community_id: Id
    code: Code | None = None
    sex: Sex = ""
    groups: Groups = Field(default_factory=list)
    pace: Pace | None = None
    home_id: Id | None = None
    name: Name = ""
    phone: Phone = ""
    door: Door = ""
    note: Text = ""


class ResidentChange(BaseModel):
    """What is left out stays. `state` left: moved away."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"groups": ["living_alone"]}]})

    code: Code = "B1"
    state: Literal["active", "left"] = "active"
    sex: Sex = ""
    groups: Groups = Field(default_factory=list)
    pace: Pace | None = None
    home_id: Id | None = None
    name: Name = ""
    phone: Phone = ""
    door: Door = ""
    note: Text = ""


class ResidentContactShown(BaseModel):
    """For the resident alone; others ask for a reveal."""

    model_config = ConfigDict(from_attributes=True)

    phone: str
    door: str


class ResidentShown(BaseModel):
    """`contact`: for the resident alone."""

    id: str
    community_id: str
    code: str
    state: str
    name: str
    sex: str
    groups: list[str]
    pace: float | None
    home_id: str | None
    contact: ResidentContactShown | None = None
    version: int


class PhoneSearch(BaseModel):
    """In a body, so that the number stays out of logs. `community_id` empty: all communities of the login's desk."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"phone": "19900001111"}]})

    phone: Annotated[Phone, Field(min_length=3)]
    community_id: Id | None = None


class ResidentsFound(BaseModel):
    items: list[ResidentShown]


class QuotaDraft(BaseModel):
    """At most so many served visits of a mode in one plan."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"mode": "parking", "at_most": 2}]})

    mode: Annotated[Line, Field(min_length=1, max_length=40)]
    at_most: int = Field(ge=0, le=10_000)


class QuotaSet(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"quotas": [{"mode": "parking", "at_most": 2}]}]}
    )

    quotas: list[QuotaDraft] = Field(max_length=100)


class QuotaShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    mode: str
    at_most: int
    version: int
