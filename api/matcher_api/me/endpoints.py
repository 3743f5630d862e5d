"""/me: what a volunteer sees and does"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers
from matcher_api.assignments.shapes import AssignmentShown, Reason, ShiftShown
from matcher_api.me import shifts
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/me", "me")
OWN = allow(AccessRole.VOLUNTEER)


@router.get("/offers", dependencies=OWN)
def my_offers(work: WorkOf) -> list[ShiftShown]:
    """What still waits for an answer: what, when, how far, with whom, why me. Nobody has to accept."""
    return shifts.offers(work)


@router.post("/offers/{assignment_id}/accept", dependencies=OWN)
def accept_offer(work: WorkOf, assignment_id: str) -> AssignmentShown:
    """Yes: it binds from now on."""
    row = answers.accepted(work, answers.own(work, assignment_id), channel="web")
    return AssignmentShown.model_validate(row)


@router.post("/offers/{assignment_id}/decline", dependencies=OWN)
def decline_offer(work: WorkOf, assignment_id: str, why: Reason) -> AssignmentShown:
    """No: it is offered to somebody else and not to me again."""
    row = answers.declined(work, answers.own(work, assignment_id), reason=why.reason, channel="web")
    return AssignmentShown.model_validate(row)


@router.get("/shifts", dependencies=OWN)
def my_shifts(
    work: WorkOf,
    first: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    last: Annotated[AwareDatetime | None, Query(alias="to")] = None,
) -> list[ShiftShown]:
    """Accepted work in order of start."""
    return shifts.shifts(work, first, last)
