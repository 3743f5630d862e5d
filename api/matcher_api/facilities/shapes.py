"""What goes in and out of the endpoints of facilities."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from matcher_api.calendars.moments import Day, Moment

Concession = Literal["standard", "elder", "minor", "disabled", "low_income", "volunteer"]
Mode = Annotated[str, Field(min_length=1, max_length=40)]


def example(**values: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [dict(values)]})


class ModeDraft(BaseModel):
    model_config = example(mode="badminton", capacity=8)

    mode: Mode
    capacity: int = Field(ge=1, le=1_000_000)


class FacilityDraft(BaseModel):
    """Columns as in docs/scenario.md."""

    model_config = example(
        community_id="…", place_id="…", code="gym", name="第一小学体育馆", modes=[{"mode": "badminton", "capacity": 8}]
    )

    community_id: str = Field(max_length=32)
    place_id: str = Field(max_length=32)
    organisation_id: str | None = Field(default=None, max_length=32)
    code: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._-]+$")
    name: str = Field(default="", max_length=120)
    kind: str = Field(default="", max_length=40)
    exclusive: bool = True
    concurrent: int = Field(default=1, ge=1, le=10_000)
    changeover_minutes: int = Field(default=0, ge=0, le=1440)
    cost: int = Field(default=0, ge=0, le=1_000_000)
    auto_approve: bool | None = Field(default=None, description="null: as its organisation says")
    public: bool = Field(default=True, description="Residents may book free slots themselves")
    modes: list[ModeDraft] = Field(min_length=1, max_length=50)


class FacilityChange(BaseModel):
    model_config = example(name="体育馆", changeover_minutes=15)

    place_id: str = Field(default="", max_length=32)
    name: str = Field(default="", max_length=120)
    kind: str = Field(default="", max_length=40)
    state: Literal["active"] = Field(default="active", description="Takes a withdrawn facility back into use")
    exclusive: bool = True
    concurrent: int = Field(default=1, ge=1, le=10_000)
    changeover_minutes: int = Field(default=0, ge=0, le=1440)
    cost: int = Field(default=0, ge=0, le=1_000_000)
    auto_approve: bool | None = None
    public: bool = True


class ModeShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    mode: str
    capacity: int


class FacilityShown(BaseModel):
    id: str
    community_id: str
    organisation_id: str | None
    owner: str
    place_id: str
    code: str
    name: str
    kind: str
    state: str
    exclusive: bool
    concurrent: int
    changeover_minutes: int
    cost: int
    auto_approve: bool | None
    public: bool
    modes: list[ModeShown]
    version: int


class FeeDraft(BaseModel):
    """Price of an hour; `mode` empty: of every mode without a price of its own."""

    model_config = example(mode="badminton", concession="elder", cents_per_hour=500)

    mode: str = Field(default="", max_length=40)
    concession: Concession = "standard"
    cents_per_hour: int = Field(ge=0, le=100_000_000)


class FeeShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    mode: str
    concession: str
    cents_per_hour: int


def _plain(clock: time) -> time:
    if clock.tzinfo is not None or clock.second or clock.microsecond:
        raise ValueError("a time of the local day in whole minutes, such as 18:00")
    return clock


class RuleDraft(BaseModel):
    """Open every week from `start` for `minutes` (may pass midnight; the day it begins on decides). 调休 counts as a
    workday, a holiday as a restday; `term` as the community's school terms say."""

    model_config = example(weekdays=[0, 1, 2, 3, 4], start="18:00", minutes=180, days="workday", term="term")

    weekdays: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        min_length=1, max_length=7, description="0 Monday to 6 Sunday"
    )
    start: Annotated[time, AfterValidator(_plain)]
    minutes: int = Field(ge=1, le=7 * 1440)
    days: Literal["any", "workday", "restday"] = "any"
    term: Literal["any", "term", "vacation"] = "any"
    first_day: Day | None = None
    last_day: Day | None = None

    @model_validator(mode="after")
    def sound(self) -> Self:
        if len(set(self.weekdays)) < len(self.weekdays):
            raise ValueError("a weekday is named twice")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError(f"last_day ({self.last_day}) must not be before first_day ({self.first_day})")
        return self


class RuleShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    weekdays: list[int]
    start: time
    minutes: int
    days: str
    term: str
    first_day: date | None
    last_day: date | None
    version: int


class SpanDraft(BaseModel):
    """`[start, end)`, at most a year."""

    model_config = ConfigDict(extra="forbid")

    start: Moment
    end: Moment

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if not 0 < (self.end - self.start).total_seconds() <= 366 * 86400:
            raise ValueError("end must lie after start, by at most 366 days")
        return self


class DateDraft(SpanDraft):
    """Open once, besides the rules; with `steward_visit_id`, only if that visit takes place."""

    model_config = example(start="2026-11-28T09:00:00+08:00", end="2026-11-28T17:00:00+08:00")

    steward_visit_id: str | None = Field(default=None, max_length=32)


class DateShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    start: datetime
    end: datetime
    steward_visit_id: str | None
    version: int


class ClosureDraft(SpanDraft):
    model_config = example(start="2026-11-25T00:00:00+08:00", end="2026-11-26T00:00:00+08:00", reason="维修")

    reason: str = Field(default="", max_length=120)


class ClosureShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    start: datetime
    end: datetime
    reason: str
    cancelled_at: datetime | None
    version: int


class Hit(BaseModel):
    """Who loses the room: ids of bookings and of visits people know of, and how many people they are for."""

    bookings: list[str]
    visits: list[str]
    people: int


class ClosureAnswer(BaseModel):
    """`closure` null: a dry run, nothing was kept."""

    closure: ClosureShown | None
    hit: Hit


class OpeningShown(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    start: datetime
    end: datetime
    steward_visit_id: str | None


class SlotShown(BaseModel):
    """`collected_until`: this slot is still being collected for; file a request until then (null: book directly)."""

    start: datetime
    end: datetime
    collected_until: datetime | None


class SheetRow(BaseModel):
    """One use of the room: `name` of who booked, masked; `team`: who serves there, masked."""

    start: datetime
    end: datetime
    mode: str
    people: int
    lane: int
    state: str
    booking_id: str | None
    visit_id: str | None
    zh: str
    en: str
    name: str
    team: list[str]


class SheetShown(BaseModel):
    facility_id: str
    facility: str
    day: date
    open: list[OpeningShown]
    rows: list[SheetRow]
