"""/assignments"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers, day, reconfirming, service, verifying
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import (
    AllVerified,
    Answer,
    AssignmentShown,
    AtRisk,
    AtRiskList,
    PinReason,
    Reason,
    ReasonFor,
    Seen,
    WorkVerified,
)
from matcher_api.assignments.states import AssignmentState
from matcher_api.calendars.moments import Moment
from matcher_api.visits.models import Visit
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/assignments", "assignments")
of_visit: APIRouter = resource("/visits/{visit_id}", "assignments")
_Id = Annotated[str | None, Query(max_length=32)]


def _one(work: Work, row: AssignmentRow, response: Response) -> AssignmentShown:
    tag(response, row)
    return service.shown(work, [row])[0]


@router.get("", dependencies=allow(*answers.DESK))
def list_assignments(
    work: WorkOf,
    paging: PagingOf,
    visit_id: _Id = None,
    person_id: _Id = None,
    state: AssignmentState | None = None,
    since: Annotated[Moment | None, Query(alias="from", description="Of what begins after")] = None,
) -> Page[AssignmentShown]:
    """Published assignments in all states; those of a draft only with `state=proposed`."""
    return service.listed(work, paging, visit_id=visit_id, person_id=person_id, state=state, since=since)


@router.get("/at-risk", dependencies=allow(*answers.DESK))
def list_at_risk(work: WorkOf, community_id: _Id = None) -> AtRiskList:
    """Who may not come, or came and was forgotten, by start: seeks a stand-in, has not said that they still come, is
    not there, did not check out, was not verified."""
    found = reconfirming.at_risk(work, community_id)
    shown = service.shown(work, [row for row, _ in found])
    return AtRiskList(items=[AtRisk(risks=list(r), assignment=a) for (_, r), a in zip(found, shown, strict=True)])


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


@router.post("/{assignment_id}/reconfirm", dependencies=allow(*answers.DESK))
def reconfirm_for(
    work: WorkOf, assignment_id: str, response: Response, answer: Answer | None = None
) -> AssignmentShown:
    """Writes down that the person still comes, the day before."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, reconfirming.reconfirmed(work, row, (answer or Answer()).channel), response)


@router.post("/{assignment_id}/check-in", dependencies=allow(*answers.DESK))
def check_in_for(work: WorkOf, assignment_id: str, response: Response, seen: Seen | None = None) -> AssignmentShown:
    """Writes down that the person is there; for people without phones also afterwards, with the time it was."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, day.checked_in(work, row, at=(seen or Seen()).at), response)


@router.post("/{assignment_id}/check-out", dependencies=allow(*answers.DESK))
def check_out_for(work: WorkOf, assignment_id: str, response: Response, seen: Seen | None = None) -> AssignmentShown:
    """Writes down until when they stayed."""
    row = answers.of_desk(work, assignment_id)
    return _one(work, day.checked_out(work, row, at=(seen or Seen()).at), response)


@router.post("/{assignment_id}/no-show", dependencies=allow(*answers.DESK))
def no_show(work: WorkOf, assignment_id: str, why: Reason, response: Response) -> AssignmentShown:
    """They did not come. Where nobody came at all, the visit is called off and planned anew."""
    return _one(work, day.no_show(work, answers.of_desk(work, assignment_id), why.reason), response)


@router.post("/{assignment_id}/came-after-all", dependencies=allow(*answers.DESK))
def came_after_all(work: WorkOf, assignment_id: str, why: PinReason, response: Response) -> AssignmentShown:
    """Calling them a no-show was a mistake: they are bound again, and may be written in and out with the times it was.
    A visit that was called off because nobody came takes place again."""
    return _one(work, day.came_after_all(work, answers.of_desk(work, assignment_id), why.reason), response)


@router.post("/{assignment_id}/excuse", dependencies=allow(*answers.DESK))
def excuse(work: WorkOf, assignment_id: str, why: Reason, response: Response) -> AssignmentShown:
    """They could not come, and told why, before or afterwards. Before the start the role is open again."""
    return _one(work, day.excused(work, answers.of_desk(work, assignment_id), why.reason), response)


@router.post("/{assignment_id}/verify", dependencies=allow(*verifying.VERIFIERS))
def verify(work: WorkOf, assignment_id: str, response: Response) -> WorkVerified:
    """The work was done: its minutes go into the ledger. By who asked for it, who led the team, or the desk; nobody
    verifies their own."""
    row = verifying.verified(work, assignment_id)
    tag(response, row)
    return service.work_verified(work, [row])[0]


@of_visit.post("/verify", dependencies=allow(*verifying.VERIFIERS))
def verify_visit(work: WorkOf, visit_id: str) -> AllVerified:
    """The same for everybody who came and has left."""
    rows = verifying.visit_verified(work, visit_id)
    return AllVerified(visit_state=work.get(Visit, visit_id).state, items=service.work_verified(work, rows))


@router.post("/{assignment_id}/pin", dependencies=allow(AccessRole.COORDINATOR))
def pin(work: WorkOf, assignment_id: str, why: PinReason, response: Response) -> AssignmentShown:
    """Every later solve keeps this person at this visit; they are still free to decline."""
    return _one(work, service.pinned(work, answers.of_desk(work, assignment_id), why.reason), response)


@router.post("/{assignment_id}/unpin", dependencies=allow(AccessRole.COORDINATOR))
def unpin(work: WorkOf, assignment_id: str, response: Response) -> AssignmentShown:
    return _one(work, service.unpinned(work, answers.of_desk(work, assignment_id)), response)
