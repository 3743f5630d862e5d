"""A person's record holds what matching needs; name, phone and door lie apart and can be erased alone."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Person(Record, table=True):
    """Columns as in docs/scenario.md, table volunteers. `state`: registered, active, paused, left, erased; only active
    people are planned. `proposals` off: they pick open shifts themselves. `standing_consent`: see Consent."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    community_id: str = Field(foreign_key="community.id", index=True)
    code: str = Field(max_length=80)
    kind: str = Field(default="volunteer", max_length=10)
    state: str = Field(default="active", max_length=12, index=True)
    home_id: str | None = Field(default=None, foreign_key="place.id", index=True)
    """None only of who was erased."""
    sex: str = Field(default="", max_length=10)
    tags: list[str] = Field(default_factory=list, sa_column=json_column())
    pace: float = 1.0
    max_walk_minutes: int = 15
    max_minutes_day: int | None = None
    max_minutes_total: int | None = None
    max_visits_day: int | None = None
    minor: bool = False
    guardian_consent: bool = False
    record_checked: bool = False
    insured_until: date | None = None
    certified_until: date | None = None
    return_home: bool = False
    history_minutes: int = 0
    history_offered_minutes: int = 0
    proposals: bool = True
    provider_id: str | None = Field(default=None, foreign_key="provider.id", index=True)
    feed_key_hash: str | None = Field(default=None, index=True, max_length=64)
    card_key_hash: str | None = Field(default=None, index=True, max_length=64)


class PersonContact(Record, table=True):
    """What identifies a person; one row a person, deleted when they are erased."""

    __tablename__ = "person_contact"
    person_id: str = Field(foreign_key="person.id", unique=True, ondelete="CASCADE")
    name: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=120)
    door: str = Field(default="", max_length=80)
    has_smartphone: bool = True
    note: str = ""


class PersonSkill(Record, table=True):
    __tablename__ = "person_skill"
    __table_args__ = (UniqueConstraint("person_id", "skill"),)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    skill: str = Field(max_length=80, index=True)
    valid_until: date | None = None
    credential_id: str | None = Field(default=None, foreign_key="credential.id", ondelete="SET NULL")


class Credential(Record, table=True):
    """A paper that somebody saw: qualification, insurance, record check. The number is kept as its last digits."""

    __tablename__ = "credential"
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=40)
    number_end: str = Field(default="", max_length=8)
    valid_from: date | None = None
    valid_until: date | None = None
    seen_by: str | None = None


class AvailabilityRule(Record, table=True):
    """Every week on `weekdays` (0 Monday to 6) from `start` for `minutes` (may pass midnight), between two dates.
    `days`: any, workday or restday (as the calendar says)."""

    __tablename__ = "availability_rule"
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    weekdays: list[int] = Field(default_factory=list, sa_column=json_column())
    start: time
    minutes: int
    days: str = Field(default="any", max_length=10)
    first_day: date | None = None
    last_day: date | None = None


class AvailabilityDate(Record, table=True):
    """Dated: `free` adds hours, else they are taken away (a holiday, an illness)."""

    __tablename__ = "availability_date"
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    start: datetime = Field(index=True)
    end: datetime
    free: bool = True
    reason: str = Field(default="", max_length=120)


class Consent(Record, table=True):
    """One entry of the ledger: given or withdrawn, never changed. `purpose`: data, sensitive_data, guardian,
    standing (offers count as accepted), photo."""

    __tablename__ = "consent"
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True, ondelete="CASCADE")
    purpose: str = Field(max_length=30)
    given: bool
    at: datetime
    by_login_id: str | None = None
    channel: str = Field(default="web", max_length=10)
    text_edition: str = Field(default="1", max_length=20)
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())


class PairRow(Record, table=True):
    """Forbidden or preferred: a person with another thing (docs/scenario.md, table pairs). `other` is the id of a
    visit, resident (beneficiary) or person, else the text of a service or series. `origin`: coordinator, decline."""

    __tablename__ = "pair_row"
    community_id: str = Field(foreign_key="community.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    with_kind: str = Field(max_length=12)
    other: str = Field(max_length=80)
    kind: str = Field(default="forbidden", max_length=10)
    origin: str = Field(default="coordinator", max_length=12)
