"""/assignments"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers, service
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import Answer, AssignmentShown, PinReason, ReasonFor
from matcher_api.assignments.states import AssignmentState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/assignments", "assignments")
_Id = Annotated[str | None, Query(max_length=32)]


def _one(work: Work, row: AssignmentRow, response: Response) -> AssignmentShown:
    tag(response, row)
    return service.shown(work, [row])[0]


@router.get("", dependencies=allow(*answers.DESK))
def list_assignments(
    work: WorkOf, paging: PagingOf, visit_id: _Id = None, person_id: _Id = None, state: AssignmentState | None = None
) -> Page[AssignmentShown]:
    """Published assignments in all states; those of a draft only with `state=proposed`."""
    return service.listed(work, paging, visit_id=visit_id, person_id=person_id, state=state)


@router.get("/{assignment_id}", dependencies=allow(*answers.DESK))
def get_assignment(work: WorkOf, assignment_id: str, response: Response) -> AssignmentShown:
    return _one(work, answers.of_desk(work, assignment_id), response)


@router.post("/{assignment_id}/accept", dependencies=allow(*answers.DESK))
def accept_for(work: WorkOf, assignment_id: str, response: Response, answer: Answer | None = None) -> AssignmentShown:
    """Writes down that the person said yes, by phone or at the counter."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, answers.accepted(work, row, (answer or Answer()).channel), response)


@router.post("/{assignment_id}/decline", dependencies=allow(*answers.DESK))
def decline_for(work: WorkOf, assignment_id: str, answer: ReasonFor, response: Response) -> AssignmentShown:
    """Writes down that the person said no; the pair is not proposed again, and nothing else follows for them."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, answers.declined(work, row, answer.reason, answer.channel), response)


@router.post("/{assignment_id}/withdraw", dependencies=allow(*answers.DESK))
def withdraw_for(work: WorkOf, assignment_id: str, answer: ReasonFor, response: Response) -> AssignmentShown:
    """Writes down that the person takes their yes back."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, answers.withdrawn(work, row, answer.reason, answer.channel), response)


@router.post("/{assignment_id}/lapse", dependencies=allow(*answers.DESK))
def lapse(work: WorkOf, assignment_id: str, response: Response) -> AssignmentShown:
    """Closes an offer whose deadline has passed; one that was never delivered goes on the call list instead."""
    return _one(work, answers.lapsed(work, answers.of_desk(work, assignment_id)), response)


@router.post("/{assignment_id}/pin", dependencies=allow(AccessRole.COORDINATOR))
def pin(work: WorkOf, assignment_id: str, why: PinReason, response: Response) -> AssignmentShown:
    """Every later solve keeps this person at this visit; they are still free to decline."""
    return _one(work, service.pinned(work, answers.of_desk(work, assignment_id), why.reason), response)


@router.post("/{assignment_id}/unpin", dependencies=allow(AccessRole.COORDINATOR))
def unpin(work: WorkOf, assignment_id: str, response: Response) -> AssignmentShown:
    return _one(work, service.unpinned(work, answers.of_desk(work, assignment_id)), response)
