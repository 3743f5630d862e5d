"""ETags are versions of rows: shown on answers, asked for on edits."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response

from matcher_api.database.record import Record
from matcher_api.errors import Refusal

IfMatch = Annotated[str | None, Header(alias="If-Match", description='The version you saw: ETag, such as "3"')]


def tag(response: Response, record: Record) -> None:
    """Puts the record's ETag on the answer; flush before, so that it is the version the client will find."""
    response.headers["ETag"] = f'"{record.version}"'


def expect(record: Record, if_match: str | None) -> None:
    """Refuses an edit of a version the editor has not seen (428 without If-Match, 412 when stale)."""
    if if_match is None:
        raise Refusal("precondition_required", field="If-Match")
    if if_match.strip() not in ("*", f'"{record.version}"'):
        raise Refusal("stale", conflict={"version": record.version})
