"""/audit"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from matcher_api.audit import service
from matcher_api.audit.service import READERS
from matcher_api.audit.shapes import ActShown
from matcher_api.calendars.moments import Moment
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/audit", "audit")
_Id = Annotated[Id | None, Query()]
_Word = Annotated[str | None, Query(max_length=60, pattern=r"^[a-z_.-]+$")]


@router.get("", dependencies=allow(*READERS))
def list_acts(
    work: WorkOf,
    paging: PagingOf,
    subject_id: _Id = None,
    subject_kind: _Word = None,
    action: _Word = None,
    login_id: _Id = None,
    community_id: _Id = None,
    since: Annotated[Moment | None, Query(alias="from", description="At or after this moment")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Before this moment")] = None,
) -> Page[ActShown]:
    """What was done, by whom, to what, the newest first: of one's communities."""
    equal = {
        "subject_id": subject_id,
        "subject_kind": subject_kind,
        "action": action,
        "login_id": login_id,
        "community_id": community_id,
    }
    return service.listed(work, paging, equal=equal, since=since, until=until)
