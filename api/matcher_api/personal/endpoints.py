"""/volunteers/{id}/export, /volunteers/{id}/erase, and the same of /residents"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.personal import erasing, exporting
from matcher_api.personal.shapes import Erased, PersonalData
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow, writes

router: APIRouter = resource("", "personal data")
DryRun = Annotated[bool, Query(description="Only say what would go and what would stay")]
_VOLUNTEER = allow(AccessRole.COORDINATOR, AccessRole.VOLUNTEER)
_RESIDENT = allow(AccessRole.COORDINATOR, AccessRole.RESIDENT)


@router.get("/volunteers/{person_id}/export", dependencies=_VOLUNTEER)
@writes
def export_volunteer(work: WorkOf, person_id: str, response: Response) -> PersonalData:
    """Everything that is kept of a person, for themselves and a coordinator of the community. Written down as a
    reveal."""
    response.headers["Cache-Control"] = "no-store"
    return exporting.of_person(work, person_id)


@router.get("/residents/{resident_id}/export", dependencies=_RESIDENT)
@writes
def export_resident(work: WorkOf, resident_id: str, response: Response) -> PersonalData:
    """Everything that is kept of a resident, for themselves and a coordinator of the community. Written down as a
    reveal."""
    response.headers["Cache-Control"] = "no-store"
    return exporting.of_resident(work, resident_id)


@router.post("/volunteers/{person_id}/erase", dependencies=_VOLUNTEER)
def erase_volunteer(work: WorkOf, person_id: str, *, dry_run: DryRun = False) -> Erased:
    """Erases a person for good: contact data, skills, papers, times, cards, logins, and every word of theirs. Work to
    come is released; minutes served stay under a number. 409 while they are at work."""
    return erasing.person_erased(work, person_id, dry_run=dry_run)


@router.post("/residents/{resident_id}/erase", dependencies=_RESIDENT)
def erase_resident(work: WorkOf, resident_id: str, *, dry_run: DryRun = False) -> Erased:
    """Erases a resident for good: contact data, words of requests and visits, logins. What is to come is cancelled;
    that a service was given stays under a number. 409 while somebody is there."""
    return erasing.resident_erased(work, resident_id, dry_run=dry_run)
