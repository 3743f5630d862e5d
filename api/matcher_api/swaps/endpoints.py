"""/swaps, /me/stand-ins, and the stand-in of an assignment"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers
from matcher_api.assignments import service as assignments
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import Answer, AnswerShown, AssignmentShown, Reason, ReasonFor
from matcher_api.swaps import service, stand_ins
from matcher_api.swaps.models import Swap
from matcher_api.swaps.shapes import StandIn, StandInShown, SwapDraft, SwapShown
from matcher_api.swaps.states import SwapState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/swaps", "swaps")
of_me: APIRouter = resource("/me", "swaps")
of_assignment: APIRouter = resource("/assignments/{assignment_id}", "swaps")
OWN = allow(AccessRole.VOLUNTEER)


def _mine(row: AssignmentRow, response: Response) -> AnswerShown:
    tag(response, row)
    return AnswerShown.model_validate(row)


def _full(work: Work, row: AssignmentRow, response: Response) -> AssignmentShown:
    tag(response, row)
    return assignments.shown(work, [row])[0]


def _swap(work: Work, swap: Swap, response: Response) -> SwapShown:
    tag(response, swap)
    return service.shown(work, [swap])[0]


@of_me.post("/shifts/{assignment_id}/seek-stand-in", dependencies=OWN)
def seek_stand_in(work: WorkOf, assignment_id: str, why: Reason, response: Response) -> AnswerShown:
    """I look for somebody else. I have to come until there is one."""
    return _mine(stand_ins.sought(work, answers.own(work, assignment_id), why.reason), response)


@of_me.post("/shifts/{assignment_id}/keep", dependencies=OWN)
def keep(work: WorkOf, assignment_id: str, response: Response) -> AnswerShown:
    """I come myself after all."""
    return _mine(stand_ins.kept(work, answers.own(work, assignment_id)), response)


@of_me.get("/stand-ins", dependencies=OWN)
def list_stand_ins(work: WorkOf) -> list[StandInShown]:
    """Work of others that seeks somebody else, by start: what, when and whereabouts."""
    return service.on_board(work, stand_ins.board(work))


@of_me.post("/stand-ins/{assignment_id}/take", status_code=201, dependencies=OWN)
def take(
    work: WorkOf, assignment_id: str, response: Response, person_id: Annotated[Id | None, Query()] = None
) -> AnswerShown:
    """I come instead: bound at once, if I may by all rules. 409 where somebody was quicker, or a rule is in the way."""
    row = stand_ins.on_board(work, assignment_id)
    return _mine(stand_ins.stood_in(work, row, stand_ins.one_of_mine(work, person_id), "web"), response)


@of_assignment.post("/seek-stand-in", dependencies=allow(*answers.DESK))
def seek_stand_in_for(work: WorkOf, assignment_id: str, why: ReasonFor, response: Response) -> AssignmentShown:
    """Writes down that the person looks for somebody else."""
    return _full(work, stand_ins.sought(work, answers.of_desk(work, assignment_id), why.reason), response)


@of_assignment.post("/keep", dependencies=allow(*answers.DESK))
def keep_for(work: WorkOf, assignment_id: str, response: Response) -> AssignmentShown:
    return _full(work, stand_ins.kept(work, answers.of_desk(work, assignment_id)), response)


@of_assignment.post("/stand-in", status_code=201, dependencies=allow(*answers.DESK))
def stand_in(work: WorkOf, assignment_id: str, by: StandIn, response: Response) -> AssignmentShown:
    """Writes down who comes instead, as they said on the phone: by the same rules."""
    row = answers.of_desk(work, assignment_id)
    return _full(work, stand_ins.stood_in(work, row, by.person_id, by.channel), response)


@router.get("", dependencies=allow(*service.PARTIES))
def list_swaps(work: WorkOf, paging: PagingOf, state: SwapState | None = None) -> Page[SwapShown]:
    """The newest first: one's own; the desk sees its community's."""
    return service.listed(work, paging, state=state)


@router.post("", status_code=201, dependencies=allow(*service.PARTIES))
def ask_swap(work: WorkOf, draft: SwapDraft, response: Response) -> SwapShown:
    """Asks another person to swap: mine for theirs. Both stay bound as they are until the other one says yes."""
    return _swap(work, service.asked(work, draft), response)


@router.post("/{swap_id}/accept", dependencies=allow(*service.PARTIES))
def accept_swap(work: WorkOf, swap_id: str, response: Response, answer: Answer | None = None) -> SwapShown:
    """Yes: both change hands at once, if all rules allow it; else 409 with what is in the way, and nothing changes."""
    return _swap(work, service.accepted(work, swap_id, (answer or Answer()).channel), response)


@router.post("/{swap_id}/decline", dependencies=allow(*service.PARTIES))
def decline_swap(work: WorkOf, swap_id: str, response: Response) -> SwapShown:
    return _swap(work, service.declined(work, swap_id), response)


@router.post("/{swap_id}/take-back", dependencies=allow(*service.PARTIES))
def take_back_swap(work: WorkOf, swap_id: str, response: Response) -> SwapShown:
    return _swap(work, service.taken_back(work, swap_id), response)
