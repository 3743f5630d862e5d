"""What goes in and out of export and erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class PersonalData(BaseModel):
    """`record`: of the person or resident. `rows`: by table, every row about them; `reveals`: who was shown their
    contact data, `acts`: what was done with their record. Secrets are not in it."""

    made_at: datetime
    record: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]
    logins: list[dict[str, Any]]
    reveals: list[dict[str, Any]]
    acts: list[dict[str, Any]]


class Mention(BaseModel):
    table: str
    id: str


class Erased(BaseModel):
    """`number`: what the service record is kept under. `deleted`, `blanked`: rows by table. `ended`: ids of what was to
    come and now is not. `mentions`, for the desk: what others wrote in which the name or number still stands; they are
    in the audit too. `dry_run`: nothing was done, this is what would be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "660f1c2",
                    "number": "erased-0c2a91ff",
                    "dry_run": False,
                    "minutes_kept": 540,
                    "deleted": {"person_contact": 1, "credential": 2},
                    "blanked": {"assignment": 12, "hour_entry": 9},
                    "ended": ["660f1d0"],
                    "mentions": [{"table": "request", "id": "660f1e2"}],
                }
            ]
        }
    )

    id: str
    number: str
    dry_run: bool
    minutes_kept: int
    deleted: dict[str, int]
    blanked: dict[str, int]
    ended: list[str]
    mentions: list[Mention]
