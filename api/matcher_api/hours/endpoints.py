"""/volunteers/{id}/hours"""

from __future__ import annotations

from fastapi import APIRouter, Response

from matcher_api.access.roles import AccessRole
from matcher_api.hours import ledger
from matcher_api.hours.shapes import CorrectionDraft, HourShown, HoursPage
from matcher_api.web.etag import tag
from matcher_api.web.paging import PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/volunteers/{person_id}/hours", "hours")
READERS = (AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.VOLUNTEER)


@router.get("", dependencies=allow(*READERS))
def list_hours(work: WorkOf, person_id: str, paging: PagingOf) -> HoursPage:
    """The ledger of minutes served, entry by entry."""
    return ledger.of_person(work, person_id, paging)


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def correct_hours(work: WorkOf, person_id: str, draft: CorrectionDraft, response: Response) -> HourShown:
    """Puts right what was written down wrong, by an entry with author and reason; nothing written is ever changed."""
    entry = ledger.corrected(work, person_id, draft)
    tag(response, entry)
    return HourShown.model_validate(entry)
