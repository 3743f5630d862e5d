"""A certificate as it was issued. Its name is joined when it is shown: erasing a person leaves the number alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Field

from matcher_api.database.record import Record, json_column


class Certificate(Record, table=True):
    """Of the ledger from `first_day` to `last_day` when it was issued. `items`: [{service, times, minutes}], which sum
    to `minutes`. `code`: printed on it; who has number and code may check it. `by_login_id`: who issued it."""

    __tablename__ = "certificate"
    community_id: str = Field(foreign_key="community.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    number: str = Field(unique=True, max_length=60)
    code: str = Field(max_length=14)
    issued_at: datetime
    first_day: date
    last_day: date
    minutes: int
    stars: int = 0
    items: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    by_login_id: str | None = None
