"""Days and moments that clients may name: whole minutes, within centuries that every zone and database can hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field


def _whole_minute(moment: datetime) -> datetime:
    if moment.second or moment.microsecond:
        raise ValueError("whole minutes only")
    return moment.astimezone(UTC)


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
    AfterValidator(_whole_minute),
]
"""ISO-8601 with an offset; UTC from then on."""
