"""/assignments: the desk answers for people on the phone."""

from __future__ import annotations

from fastapi import APIRouter

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers
from matcher_api.assignments.shapes import AssignmentShown, Reason
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/assignments", "assignments")
DESK = allow(AccessRole.COORDINATOR, AccessRole.CLERK)


@router.post("/{assignment_id}/accept", dependencies=DESK)
def accept_for(work: WorkOf, assignment_id: str) -> AssignmentShown:
    """The person said yes on the phone."""
    row = answers.accepted(work, answers.of_desk(work, assignment_id), channel="phone")
    return AssignmentShown.model_validate(row)


@router.post("/{assignment_id}/decline", dependencies=DESK)
def decline_for(work: WorkOf, assignment_id: str, why: Reason) -> AssignmentShown:
    """The person said no on the phone."""
    row = answers.declined(work, answers.of_desk(work, assignment_id), reason=why.reason, channel="phone")
    return AssignmentShown.model_validate(row)


@router.post("/{assignment_id}/withdraw", dependencies=DESK)
def withdraw_for(work: WorkOf, assignment_id: str, why: Reason) -> AssignmentShown:
    """An accepted person called: they cannot come."""
    row = answers.withdrawn(work, answers.of_desk(work, assignment_id), reason=why.reason, channel="phone")
    return AssignmentShown.model_validate(row)
