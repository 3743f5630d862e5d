"""What comes back of an import."""

from __future__ import annotations

from pydantic import BaseModel


class Imported(BaseModel):
    """Counts of what the scenario holds; `community_id` null where nothing was kept (dry run)."""

    community_id: str | None
    code: str
    counts: dict[str, int]
    notes: list[str]
