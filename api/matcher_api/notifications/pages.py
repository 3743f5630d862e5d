"""/messages: what I was told; for the desk whom to call with what to say, and what became of every message."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access import contacts
from matcher_api.access.reveal_shapes import ContactRevealed
from matcher_api.access.roles import AccessRole
from matcher_api.assignments import answers
from matcher_api.assignments.shapes import ReasonFor
from matcher_api.errors import Refusal
from matcher_api.notifications import calling, service
from matcher_api.notifications.shapes import Seen
from matcher_api.notifications.states import NotificationState
from matcher_api.pages.drawing import drawn, to
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import Paging
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages()
OWN = allow(AccessRole.VOLUNTEER, AccessRole.RESIDENT, AccessRole.UNIT)
DESK = allow(*service.DESK)
After = Annotated[str | None, Query(max_length=64)]


@router.get("/me/messages", dependencies=OWN)
def inbox(request: Request, work: WorkOf, after: After = None) -> Response:
    """The newest first, in the words of today."""
    return drawn(request, work, "my_messages.html", page=service.own(work, Paging(limit=30, after=after)))


def _inbox_again(request: Request, work: Work) -> Response:
    return inbox(request, work)


@router.post("/me/messages/seen", dependencies=OWN)
@back_to(_inbox_again)
def read(request: Request, work: WorkOf) -> Response:
    """Offers in them count as delivered."""
    form = Form(request)
    service.seen(work, form.as_(Seen, {"messages": form.all("messages")}).messages)
    return to("/me/messages")


@router.get("/calls", dependencies=DESK)
def calls(request: Request, work: WorkOf, after: After = None) -> Response:
    return _calls(request, work, after)


def _calls(
    request: Request, work: Work, after: str | None, shown: ContactRevealed | None = None, at: str = ""
) -> Response:
    page = calling.listed(work, Paging(limit=40, after=after))
    return drawn(request, work, "calls.html", page=page, calls=page.items, contact=shown, at=at, after=after)


def _after(request: Request) -> str | None:
    """Which page of the list a form stood on."""
    return Form(request).one("after")[:64] or None


def _back(request: Request) -> Response:
    after = _after(request)
    return to(f"/calls?after={quote(after)}" if after else "/calls")


def _calls_again(request: Request, work: Work, **_: str) -> Response:
    return _calls(request, work, _after(request))


@router.post("/calls/{delivery_id}/number/{person_id}", dependencies=DESK)
@back_to(_calls_again)
def number(request: Request, work: WorkOf, delivery_id: str, person_id: str) -> Response:
    """Whom to ring up; that it was shown is written down."""
    return _calls(request, work, _after(request), contacts.of_person(work, person_id, "call_back"), delivery_id)


@router.post("/calls/{delivery_id}/{said}", dependencies=DESK)
@back_to(_calls_again)
def called(request: Request, work: WorkOf, delivery_id: str, said: str) -> Response:
    """reached: they were told and will answer; no-answer: they stay on the list."""
    if said == "reached":
        calling.reached(work, delivery_id)
    elif said == "no-answer":
        calling.not_reached(work, delivery_id)
    else:
        raise Refusal("not_found")
    return _back(request)


@router.post("/calls/offers/{assignment_id}/{said}", dependencies=DESK)
@back_to(_calls_again)
def answered(request: Request, work: WorkOf, assignment_id: str, said: str) -> Response:
    """What they said of an offer on the phone."""
    row, form = answers.of_desk(work, assignment_id), Form(request)
    if said == "accept":
        answers.accepted(work, row, "phone")
    elif said == "decline":
        why = form.as_(ReasonFor, {"reason": form.one("reason"), "channel": "phone"})
        answers.declined(work, row, why.reason, why.channel)
    else:
        raise Refusal("not_found")
    return _back(request)


@router.get("/messages", dependencies=DESK)
def outbox(
    request: Request, work: WorkOf, state: Annotated[str, Query(max_length=20)] = "", after: After = None
) -> Response:
    """What is told to whom, through which channels, and what became of it."""
    if state and state not in list(NotificationState):
        raise Refusal("not_found")
    wanted = NotificationState(state) if state else None
    page = service.listed(work, Paging(limit=50, after=after), to_desk=None, state=wanted)
    states = [s.value for s in NotificationState]
    return drawn(request, work, "outbox.html", page=page, state=state, states=states)
