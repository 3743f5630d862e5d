"""What goes in and out of the endpoints of certificates and stars."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, computed_field

from matcher_api.calendars.moments import Day
from matcher_api.hours.shapes import hours


class Span(BaseModel):
    """Days included; left out: from the first entry, to today."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"first_day": "2026-01-01", "last_day": "2026-11-30"}]}
    )

    first_day: Day | None = None
    last_day: Day | None = None


class ServedShown(BaseModel):
    """`zh`, `en`: the service by its name in the catalogue."""

    service: str
    zh: str
    en: str
    times: int
    minutes: int

    @computed_field
    def hours(self) -> float:
        return hours(self.minutes)


class CertificateShown(BaseModel):
    """What a certificate has to say: who, when, what, how long, who keeps the record, and the number to check it by.
    `name` is empty once the person was erased."""

    id: str
    number: str
    code: str
    person_id: str | None
    person_code: str
    name: str
    issuer: str
    street_office: str
    issued_at: datetime
    first_day: date
    last_day: date
    minutes: int
    stars: int
    services: list[ServedShown]
    check_url: str
    synthetic: bool

    @computed_field
    def hours(self) -> float:
        return hours(self.minutes)


class CertificateChecked(BaseModel):
    """`name` masked. `minutes_now`: what the ledger says of the same days today; another number where hours were
    corrected or verified since."""

    number: str
    name: str
    issuer: str
    issued_at: datetime
    first_day: date
    last_day: date
    minutes: int
    minutes_now: int
    synthetic: bool

    @computed_field
    def hours(self) -> float:
        return hours(self.minutes)


class StarsShown(BaseModel):
    """`table`: hours for each star; `missing_minutes`: to the next one, null for who has them all."""

    minutes: int
    stars: int
    missing_minutes: int | None
    table: list[int]

    @computed_field
    def hours(self) -> float:
        return hours(self.minutes)
