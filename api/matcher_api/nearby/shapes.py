"""What comes back of looking for the nearest."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["facility", "provider"]


class NearbyShown(BaseModel):
    """`walk_minutes` from the door asked about, at the pace asked. `open`: at the moment asked; `opens`: then or next
    within the week, until `closes`; both null where no hours are known or none come. `cents_per_hour`: the standard
    fee of a facility, null where it is free. `items`: codes a provider offers."""

    kind: Kind
    id: str
    name: str
    building: str
    walk_minutes: int
    open: bool
    opens: datetime | None
    closes: datetime | None
    modes: list[str]
    items: list[str]
    hotline: str
    cents_per_hour: int | None


class NearestShown(BaseModel):
    """Open ones first, then by walk. `walks`: where minutes come from: streets, table or approximate."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "at": "2026-11-28T01:00:00Z",
                    "walks": "streets",
                    "found": [
                        {
                            "kind": "facility", "id": "0650f1c2a3b4c5d6e7f80", "name": "第一小学体育馆",
                            "building": "体育馆", "walk_minutes": 6, "open": True, "opens": "2026-11-28T00:00:00Z",
                            "closes": "2026-11-28T04:00:00Z", "modes": ["badminton"], "items": [], "hotline": "",
                            "cents_per_hour": None,
                        }
                    ],
                }
            ]
        }
    )  # fmt: skip

    at: datetime
    walks: str
    found: list[NearbyShown]
