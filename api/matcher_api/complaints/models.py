"""Ratings of visits and complaints. Their words are personal data: they go with whoever said them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from matcher_api.database.record import Record


class Rating(Record, table=True):
    """One a visit, by whom it served. `stars` 1 (bad) to 5 (good)."""

    __tablename__ = "rating"
    community_id: str = Field(foreign_key="community.id", index=True)
    visit_id: str = Field(foreign_key="visit.id", unique=True)
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    stars: int
    text: str = ""
    channel: str = Field(default="web", max_length=10)
    at: datetime
    by_login_id: str | None = None


class Complaint(Record, table=True):
    """About a visit, a provider, or anything else of the community. `resident_id`, `person_id`: who complains, where it
    is known. `state`: see states.py; `note`: the answer; `redirected_to`: whose matter it is, if not ours."""

    __tablename__ = "complaint"
    community_id: str = Field(foreign_key="community.id", index=True)
    visit_id: str | None = Field(default=None, foreign_key="visit.id", index=True)
    provider_id: str | None = Field(default=None, foreign_key="provider.id", index=True)
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    state: str = Field(default="received", max_length=12, index=True)
    channel: str = Field(default="web", max_length=10)
    text: str = ""
    note: str = ""
    redirected_to: str = Field(default="", max_length=120)
    upheld: bool | None = None
    received_at: datetime
    answer_by: datetime = Field(index=True)
    answered_at: datetime | None = None
    by_login_id: str | None = None
