"""/visits/{id}/candidates and /visits/{id}/offers for the desk; /me/open-shifts for whoever looks for work"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.assignments import service as assignments
from matcher_api.assignments.shapes import AnswerShown, AssignmentShown
from matcher_api.open_shifts import emergencies, looking, signing_up
from matcher_api.open_shifts.shapes import CandidatesShown, EmergencyDraft, OpenShiftShown, SignUp, SignUpFor
from matcher_api.web.etag import tag
from matcher_api.web.router import resource
from matcher_api.web.texts import Id, Word
from matcher_api.web.work import WorkOf, allow

visit_router: APIRouter = resource("/visits/{visit_id}", "open shifts")
own_router: APIRouter = resource("/me/open-shifts", "open shifts")
OWN = allow(AccessRole.VOLUNTEER)


@visit_router.get("/candidates", dependencies=allow(*OFFICE))
def list_candidates(
    work: WorkOf,
    visit_id: str,
    role: Annotated[Word | None, Query(description="Of this role alone; else of all that lack somebody")] = None,
    most: Annotated[int, Query(ge=1, le=50)] = 10,
) -> CandidatesShown:
    """Who could take an open role, best first: each keeps every hard rule beside what they do already."""
    return looking.candidates(work, visit_id, role, most)


@visit_router.post("/offers", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def offer_now(work: WorkOf, visit_id: str, draft: EmergencyDraft) -> list[AssignmentShown]:
    """An emergency: the best few are asked at once, the first who accepts comes, the others are told. Asked again, it
    goes to the next ones."""
    return assignments.shown(work, emergencies.offered_now(work, visit_id, draft))


@visit_router.post("/sign-ups", status_code=201, dependencies=allow(*signing_up.DESK))
def write_down(work: WorkOf, visit_id: str, by: SignUpFor, response: Response) -> AssignmentShown:
    """Somebody told the desk that they take an open role: bound at once. 409 where the role is filled, or a rule speaks
    against it (it is named)."""
    row = signing_up.written_down(work, visit_id, by)
    tag(response, row)
    return assignments.shown(work, [row])[0]


@own_router.get("", dependencies=OWN)
def my_open_shifts(
    work: WorkOf, person_id: Annotated[Id | None, Query(description="Where the login stands for several")] = None
) -> list[OpenShiftShown]:
    """Work of the next two weeks that has room and that I could take, also where I want no proposals."""
    return signing_up.open_for(work, person_id)


@own_router.post("/{visit_id}/sign-up", status_code=201, dependencies=OWN)
def sign_up(work: WorkOf, visit_id: str, asked: SignUp, response: Response) -> AnswerShown:
    """I take it: it binds at once. 409 where others were first, or a rule speaks against it (it is named)."""
    row = signing_up.signed_up(work, visit_id, asked.role, signing_up.own(work, asked.person_id))
    tag(response, row)
    return AnswerShown.model_validate(row)
