"""What goes in and out of the endpoints of volunteers: columns as in docs/scenario.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher_api.calendars.moments import Day
from matcher_api.web.texts import Code, Id, Line, Phone, Text, Word

Kind = Literal["volunteer", "staff", "worker"]
Sex = Literal["", "f", "m"]
Walk = Annotated[int, Field(ge=0, le=1440)]
Pace = Annotated[float, Field(ge=0.1, le=10)]
MinutesDay = Annotated[int, Field(ge=0, le=1440)]
MinutesTotal = Annotated[int, Field(ge=0, le=1_000_000)]
VisitsDay = Annotated[int, Field(ge=0, le=100)]
Name = Annotated[Line, Field(max_length=80)]
Email = Annotated[Line, Field(max_length=120)]
Door = Annotated[Line, Field(max_length=80)]
Tags = Annotated[list[Word], Field(max_length=50)]


class VolunteerDraft(BaseModel):
    """Whoever may serve: volunteers, staff on duty, a provider's workers. `code` empty: one is made. `home_id`: the
    place they start from. Name, phone, email, door and note are kept apart and can be erased alone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"community_id": "…", "code": "V101", "home_id": "…", "name": "王小明", "phone": "19912345678"}
            ]
        },
    )

    community_id: Id
    code: Code | None = None
    kind: Kind = "volunteer"
    home_id: Id
    sex: Sex = ""
    tags: Tags = Field(default_factory=list)
    pace: Pace = 1.0
    max_walk_minutes: Walk = 15
    max_minutes_day: MinutesDay | None = None
    max_minutes_total: MinutesTotal | None = None
    max_visits_day: VisitsDay | None = None
    minor: bool = False
    guardian_consent: bool = False
    record_checked: bool = False
    insured_until: Day | None = None
    certified_until: Day | None = None
    return_home: bool = False
    proposals: bool = True
    provider_id: Id | None = None
    name: Name = ""
    phone: Phone = ""
    email: Email = ""
    door: Door = ""
    has_smartphone: bool = True
    note: Text = ""


class VolunteerChange(BaseModel):
    """What is left out stays. Volunteers themselves may change `max_walk_minutes`, the caps, `return_home`,
    `proposals` (off: they pick open shifts themselves) and how they are reached."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"max_walk_minutes": 10, "max_visits_day": 2}]}
    )

    code: Code = "V1"
    kind: Kind = "volunteer"
    home_id: Id = "-"
    sex: Sex = ""
    tags: Tags = Field(default_factory=list)
    pace: Pace = 1.0
    max_walk_minutes: Walk = 15
    max_minutes_day: MinutesDay | None = None
    max_minutes_total: MinutesTotal | None = None
    max_visits_day: VisitsDay | None = None
    minor: bool = False
    guardian_consent: bool = False
    record_checked: bool = False
    insured_until: Day | None = None
    certified_until: Day | None = None
    return_home: bool = False
    proposals: bool = True
    provider_id: Id | None = None
    name: Name = ""
    phone: Phone = ""
    email: Email = ""
    door: Door = ""
    has_smartphone: bool = True
    note: Text = ""


class Registration(BaseModel):
    """Somebody says they would help. `building`: where they live, as the community calls it. Kept only with their
    consent (`consent` true); minors become active once a guardian has consented."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "community": "xizha",
                    "building": "1号楼",
                    "name": "王小明",
                    "phone": "19912345678",
                    "consent": True,
                }
            ]
        },
    )

    community: Code = Field(description="Its code")
    building: Annotated[Line, Field(min_length=1, max_length=80)]
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    phone: Annotated[Phone, Field(min_length=3)]
    email: Email = ""
    door: Door = ""
    sex: Sex = ""
    minor: bool = False
    has_smartphone: bool = True
    note: Text = ""
    consent: Literal[True]


class Registered(BaseModel):
    """A coordinator looks at it next."""

    id: str
    code: str
    state: str


class ContactShown(BaseModel):
    """For the person alone; others ask for a reveal."""

    model_config = ConfigDict(from_attributes=True)

    phone: str
    email: str
    door: str
    has_smartphone: bool


class VolunteerShown(BaseModel):
    """`name`: full for the community's desk, the person and their provider, empty for oversight (which is not told
    `home_id` either). `contact`: for the person alone. `possible`: what may follow from the state."""

    id: str
    community_id: str
    code: str
    kind: str
    state: str
    possible: list[str]
    name: str
    home_id: str | None
    sex: str
    tags: list[str]
    skills: list[str]
    pace: float
    max_walk_minutes: int
    max_minutes_day: int | None
    max_minutes_total: int | None
    max_visits_day: int | None
    minor: bool
    guardian_consent: bool
    record_checked: bool
    insured_until: date | None
    certified_until: date | None
    return_home: bool
    history_minutes: int
    history_offered_minutes: int
    proposals: bool
    provider_id: str | None
    contact: ContactShown | None = None
    version: int


class SkillDraft(BaseModel):
    """`valid_until`: its last day; empty: without end."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"skill": "carer", "valid_until": "2027-11-30"}]}
    )

    skill: Word
    valid_until: Day | None = None


class SkillSet(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"skills": [{"skill": "carer"}, {"skill": "first_aid"}]}]}
    )

    skills: list[SkillDraft] = Field(max_length=100)


class SkillShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    skill: str
    valid_until: date | None
    credential_id: str | None
    version: int


class CredentialDraft(BaseModel):
    """A paper that was seen: never the whole number. With `skill` it gives that skill until its end; `insurance`
    insures until its end (which it must have); `record_check` marks the record as checked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "insurance", "number_end": "0042", "valid_until": "2027-06-30"}]},
    )

    kind: Literal["insurance", "record_check", "qualification", "training", "health", "other"]
    number_end: Annotated[str, Field(max_length=8, pattern=r"^[0-9A-Za-z]*$")] = ""
    valid_from: Day | None = None
    valid_until: Day | None = None
    skill: Word | None = None


class CredentialShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    number_end: str
    valid_from: date | None
    valid_until: date | None
    version: int


class HistoryShown(BaseModel):
    """What the person was asked for and did: no name of anybody served. `minutes`: of the ledger."""

    assignment_id: str
    visit_id: str
    what_zh: str
    what_en: str
    role: str
    state: str
    origin: str
    start: datetime | None
    end: datetime | None
    minutes: int


class PairDraft(BaseModel):
    """`other`: the id of a visit, resident (beneficiary) or person (volunteer); else a service's code or a series."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"with_kind": "beneficiary", "other": "…", "kind": "preferred"}]},
    )

    with_kind: Literal["visit", "service", "series", "beneficiary", "volunteer"]
    other: Word
    kind: Literal["forbidden", "preferred"] = "forbidden"


class PairShown(BaseModel):
    """`origin` decline: the person said no; such a pair stays."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    person_id: str
    with_kind: str
    other: str
    kind: str
    origin: str
    version: int
