"""/me/messages, /notifications and /call-list"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.notifications import calling, service
from matcher_api.notifications.shapes import CallDone, CallShown, MessageShown, NotificationShown, Seen, SeenShown
from matcher_api.notifications.states import NotificationState
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

own_router: APIRouter = resource("/me/messages", "notifications")
router: APIRouter = resource("/notifications", "notifications")
call_router: APIRouter = resource("/call-list", "notifications")
OWN = allow(AccessRole.VOLUNTEER, AccessRole.RESIDENT, AccessRole.UNIT)
DESK = allow(*service.DESK)


@own_router.get("", dependencies=OWN)
def my_messages(work: WorkOf, paging: PagingOf) -> Page[MessageShown]:
    """What I was told, the newest first, in the words of today."""
    return service.own(work, paging)


@own_router.post("/seen", dependencies=OWN)
def saw_messages(work: WorkOf, seen: Seen) -> SeenShown:
    """I read them: offers in them count as delivered from now on."""
    return SeenShown(messages=service.seen(work, seen.messages))


@router.get("", dependencies=DESK)
def list_notifications(
    work: WorkOf,
    paging: PagingOf,
    to_desk: Annotated[bool | None, Query(description="Those for the desk itself, or for others alone")] = None,
    state: NotificationState | None = None,
) -> Page[NotificationShown]:
    """The outbox: what is told to whom, through which channels, and what became of it."""
    page: Page[NotificationShown] = service.listed(work, paging, to_desk=to_desk, state=state)
    return page


@call_router.get("", dependencies=DESK)
def list_calls(work: WorkOf, paging: PagingOf) -> Page[CallShown]:
    """Who must be called, the oldest first: no other way leads to them, or none has. Their answer to an offer is
    written down by `POST /assignments/{id}/accept` or `/decline`."""
    return calling.listed(work, paging)


@call_router.post("/{delivery_id}/reached", dependencies=DESK)
def call_reached(work: WorkOf, delivery_id: str, response: Response) -> CallDone:
    """They were told and will answer: the deadline of each offer begins now."""
    row = calling.reached(work, delivery_id)
    tag(response, row)
    return CallDone.model_validate(row)


@call_router.post("/{delivery_id}/no-answer", dependencies=DESK)
def call_unanswered(work: WorkOf, delivery_id: str, response: Response) -> CallDone:
    """Nobody answered: they stay on the list."""
    row = calling.not_reached(work, delivery_id)
    tag(response, row)
    return CallDone.model_validate(row)
