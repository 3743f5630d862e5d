"""An act, as it is shown: ids and states, no names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class ActShown(BaseModel):
    """`login_id`: who did it, empty where the service did. `subject_kind`, `subject_id`: what it was done to."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "660f1c2",
                    "at": "2026-11-23T09:00:00Z",
                    "login_id": "660f0a1",
                    "action": "visit.cancel",
                    "subject_kind": "visit",
                    "subject_id": "660f1b0",
                    "community_id": "660f000",
                    "detail": {"state": "cancelled"},
                }
            ]
        },
    )

    id: str
    at: datetime
    login_id: str | None
    action: str
    subject_kind: str
    subject_id: str
    community_id: str | None
    detail: dict[str, Any]
