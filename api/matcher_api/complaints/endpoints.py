"""/visits/{id}/rating, /ratings, /complaints"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import OFFICE, OVERSIGHT
from matcher_api.complaints import ratings, service
from matcher_api.complaints.models import Complaint
from matcher_api.complaints.shapes import (
    Answering,
    ComplaintCounts,
    ComplaintDraft,
    ComplaintShown,
    RatingDraft,
    RatingShown,
    Redirecting,
    Satisfactions,
)
from matcher_api.complaints.states import ComplaintState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/complaints", "complaints")
of_visit: APIRouter = resource("/visits/{visit_id}", "complaints")
all_ratings: APIRouter = resource("/ratings", "complaints")
_Id = Annotated[Id | None, Query()]
DESK, TELLERS = allow(*service.DESK), allow(*service.TELLERS)


def _one(work: Work, complaint: Complaint, response: Response) -> ComplaintShown:
    tag(response, complaint)
    return service.shown(work, [complaint])[0]


@of_visit.post("/rating", status_code=201, dependencies=allow(*ratings.RATERS))
def rate_visit(work: WorkOf, visit_id: str, draft: RatingDraft, response: Response) -> RatingShown:
    """What the one who was served thinks of it, themselves or by phone; once, in the days after the visit."""
    rating = ratings.rated(work, visit_id, draft)
    tag(response, rating)
    return RatingShown.model_validate(rating)


@all_ratings.get("", dependencies=allow(*ratings.RATERS))
def list_ratings(work: WorkOf, paging: PagingOf, visit_id: _Id = None) -> Page[RatingShown]:
    """The newest first: the desk sees its community's, residents their own."""
    return ratings.listed(work, paging, visit_id=visit_id)


@all_ratings.get("/satisfaction", dependencies=allow(*OFFICE, *OVERSIGHT))
def get_satisfaction(work: WorkOf) -> Satisfactions:
    """How many ratings each service has, and their mean."""
    return Satisfactions(items=ratings.satisfaction(work))


@router.get("", dependencies=TELLERS)
def list_complaints(
    work: WorkOf,
    paging: PagingOf,
    state: ComplaintState | None = None,
    overdue: Annotated[bool | None, Query(description="Not answered although it was due")] = None,
    visit_id: _Id = None,
) -> Page[ComplaintShown]:
    """The newest first: the desk sees its community's, others their own."""
    return service.listed(work, paging, state=state, late=overdue, visit_id=visit_id)


@router.post("", status_code=201, dependencies=TELLERS)
def complain(work: WorkOf, draft: ComplaintDraft, response: Response) -> ComplaintShown:
    """By web, phone or counter alike; `answer_by` says until when it is answered."""
    return _one(work, service.received(work, draft), response)


@router.get("/counts", dependencies=allow(*OFFICE, *OVERSIGHT))
def count_complaints(work: WorkOf) -> ComplaintCounts:
    """How many by community and state, and how many of them are overdue."""
    return ComplaintCounts(items=service.counts(work))


@router.get("/{complaint_id}", dependencies=TELLERS)
def get_complaint(work: WorkOf, complaint_id: str, response: Response) -> ComplaintShown:
    return _one(work, service.seen(work, complaint_id), response)


@router.post("/{complaint_id}/accept", dependencies=DESK)
def accept_complaint(work: WorkOf, complaint_id: str, response: Response) -> ComplaintShown:
    """It is ours."""
    return _one(work, service.stepped(work, complaint_id, "accept"), response)


@router.post("/{complaint_id}/redirect", dependencies=DESK)
def redirect_complaint(work: WorkOf, complaint_id: str, whose: Redirecting, response: Response) -> ComplaintShown:
    """It is somebody else's matter; who complained is told whose."""
    return _one(work, service.stepped(work, complaint_id, "redirect", to=whose.to), response)


@router.post("/{complaint_id}/answer", dependencies=DESK)
def answer_complaint(work: WorkOf, complaint_id: str, answer: Answering, response: Response) -> ComplaintShown:
    """What was found and done."""
    return _one(work, service.answered(work, complaint_id, answer), response)


@router.post("/{complaint_id}/reopen", dependencies=TELLERS)
def reopen_complaint(work: WorkOf, complaint_id: str, response: Response) -> ComplaintShown:
    """The answer does not do: somebody looks again, in time."""
    return _one(work, service.stepped(work, complaint_id, "reopen"), response)


@router.post("/{complaint_id}/close", dependencies=DESK)
def close_complaint(work: WorkOf, complaint_id: str, response: Response) -> ComplaintShown:
    return _one(work, service.stepped(work, complaint_id, "close"), response)


@router.post("/{complaint_id}/withdraw", dependencies=TELLERS)
def withdraw_complaint(work: WorkOf, complaint_id: str, response: Response) -> ComplaintShown:
    """Who complained takes it back."""
    return _one(work, service.stepped(work, complaint_id, "withdraw"), response)
