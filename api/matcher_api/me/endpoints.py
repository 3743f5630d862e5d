"""/me: what a volunteer sees and does; /feeds: their calendar, by a secret address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from pydantic import AwareDatetime

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers, day, reconfirming
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import AnswerShown, DoorCode, FeedShown, OfferSeen, OfferShown, Reason, ShiftDay
from matcher_api.hours import ledger
from matcher_api.hours.shapes import HoursPage
from matcher_api.me import feed, shifts
from matcher_api.web.etag import tag
from matcher_api.web.paging import PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow, writes

router: APIRouter = resource("/me", "me")
feeds: APIRouter = resource("/feeds", "me")
OWN = allow(AccessRole.VOLUNTEER)


def _answered(row: AssignmentRow, response: Response) -> AnswerShown:
    tag(response, row)
    return AnswerShown.model_validate(row)


@router.get("/offers", dependencies=OWN)
@writes
def my_offers(work: WorkOf) -> list[OfferShown]:
    """What still waits for an answer: what, when, how far, with whom, why me. Nobody has to accept. An offer that was
    shown counts as delivered."""
    return shifts.offers(work)


@router.post("/offers/{assignment_id}/accept", dependencies=OWN)
def accept_offer(work: WorkOf, assignment_id: str, response: Response, seen: OfferSeen | None = None) -> AnswerShown:
    """Yes: it binds from now on. 409 where others were first, it has begun, or it was moved since it was seen."""
    row = answers.own(work, assignment_id)
    return _answered(answers.accepted(work, row, "web", seen.start if seen else None), response)


@router.post("/offers/{assignment_id}/decline", dependencies=OWN)
def decline_offer(work: WorkOf, assignment_id: str, why: Reason, response: Response) -> AnswerShown:
    """No: it is offered to somebody else and not to me again. Nothing else follows."""
    return _answered(answers.declined(work, answers.own(work, assignment_id), why.reason, "web"), response)


@router.post("/shifts/{assignment_id}/withdraw", dependencies=OWN)
def withdraw_shift(work: WorkOf, assignment_id: str, why: Reason, response: Response) -> AnswerShown:
    """I cannot come after all."""
    return _answered(answers.withdrawn(work, answers.own(work, assignment_id), why.reason, "web"), response)


@router.post("/shifts/{assignment_id}/reconfirm", dependencies=OWN)
def reconfirm(work: WorkOf, assignment_id: str, response: Response) -> AnswerShown:
    """I still come: said the day before."""
    return _answered(reconfirming.reconfirmed(work, answers.own(work, assignment_id), "web"), response)


@router.post("/shifts/{assignment_id}/check-in", dependencies=OWN)
def check_in(work: WorkOf, assignment_id: str, door: DoorCode, response: Response) -> AnswerShown:
    """I am there: the visit's four digits say so, no location is asked for. From half an hour before the start."""
    return _answered(day.checked_in(work, answers.own(work, assignment_id), code=door.code), response)


@router.post("/shifts/{assignment_id}/check-out", dependencies=OWN)
def check_out(work: WorkOf, assignment_id: str, door: DoorCode, response: Response) -> AnswerShown:
    """I leave; my hours count once who asked for it, or the desk, has said that it was done."""
    return _answered(day.checked_out(work, answers.own(work, assignment_id), code=door.code), response)


@router.get("/shifts", dependencies=OWN)
def my_shifts(
    work: WorkOf,
    first: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    last: Annotated[AwareDatetime | None, Query(alias="to")] = None,
) -> list[ShiftDay]:
    """Accepted work by day, in order, with the walks."""
    return shifts.shifts(work, first, last)


@router.get("/hours", dependencies=OWN)
def my_hours(work: WorkOf, paging: PagingOf) -> HoursPage:
    """My ledger of minutes served, entry by entry."""
    return ledger.own(work, paging)


@router.post("/feed", status_code=201, dependencies=OWN)
def rotate_feed(work: WorkOf, person_id: Annotated[str | None, Query(max_length=32)] = None) -> FeedShown:
    """A new secret address of my calendar; an older one stops working. Shown once."""
    return FeedShown(url=feed.rotated(work, person_id))


@feeds.get(
    "/{token}.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}, 304: {"description": "Unchanged"}},
)
def get_feed(
    work: WorkOf, token: str, if_none_match: Annotated[str | None, Header(alias="If-None-Match")] = None
) -> Response:
    """The calendar behind a secret address, for calendar programs: no addresses, no names of anybody served."""
    body, etag = feed.feed(work, token)
    headers = {"ETag": f'"{etag}"', "Cache-Control": "private, max-age=900"}
    if if_none_match is not None and f'"{etag}"' in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
