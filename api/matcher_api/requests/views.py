"""Who sees which requests: the desk its community's, residents their own, supervisors without words and people."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from sqlmodel import col, or_

from matcher_api.access.roles import OFFICE, OVERSIGHT
from matcher_api.errors import Refusal
from matcher_api.requests.models import Request
from matcher_api.web.work import Work


class View(IntEnum):
    OVERSIGHT = 1
    OWN = 2
    OFFICE = 3


def visible(work: Work) -> Any:
    """The condition on `Request` that leaves those the actor may see."""
    communities = work.actor.where(*OFFICE, *OVERSIGHT)
    if communities is None:
        return col(Request.id).is_not(None)
    return or_(col(Request.community_id).in_(communities), col(Request.resident_id).in_(work.actor.residents))


def view_of(work: Work, row: Request) -> View:
    """Of a visible one."""
    office = work.actor.where(*OFFICE)
    if office is None or row.community_id in office:
        return View.OFFICE
    own = row.resident_id is not None and row.resident_id in work.actor.residents
    return View.OWN if own else View.OVERSIGHT


def held_by(work: Work, request_id: str, *, asker: bool) -> Request:
    """The request, locked, for the desk or (`asker`) for the one whose it is; to others it does not exist."""
    row = work.locked(Request, request_id)
    if work.actor.in_community(row.community_id, *OFFICE):
        return row
    if not (asker and view_of(work, row) == View.OWN):
        raise Refusal("not_found")
    return row
