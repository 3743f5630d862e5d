"""/volunteers/{id}/contact, /residents/{id}/contact, /visits/{id}/door, /reveals"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access import contacts, door
from matcher_api.access.contacts import DESK
from matcher_api.access.reveal_shapes import ContactRevealed, DoorRevealed, RevealShown, Why
from matcher_api.access.roles import AccessRole
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow, writes

router: APIRouter = resource("", "reveals")
_Id = Annotated[Id | None, Query()]


@router.get("/volunteers/{person_id}/contact", dependencies=allow(*DESK))
@writes
def reveal_volunteer(work: WorkOf, person_id: str, reason: Why, response: Response) -> ContactRevealed:
    """Phone, email and door, for the desk of the community. Every call is written down, with its reason."""
    response.headers["Cache-Control"] = "no-store"
    return contacts.of_person(work, person_id, reason)


@router.get("/residents/{resident_id}/contact", dependencies=allow(*DESK))
@writes
def reveal_resident(work: WorkOf, resident_id: str, reason: Why, response: Response) -> ContactRevealed:
    """Phone and door, for the desk of the community. Every call is written down, with its reason."""
    response.headers["Cache-Control"] = "no-store"
    return contacts.of_resident(work, resident_id, reason)


@router.get("/visits/{visit_id}/door", dependencies=allow(AccessRole.VOLUNTEER))
@writes
def reveal_door(work: WorkOf, visit_id: str, response: Response) -> DoorRevealed:
    """Where to go and whom to ring up: for who accepted this visit, from 24 hours before it until 2 hours after it
    (409 outside). Every call is written down."""
    response.headers["Cache-Control"] = "no-store"
    return door.door_of(work, visit_id)


@router.get("/reveals", dependencies=allow(AccessRole.COORDINATOR, AccessRole.VOLUNTEER, AccessRole.RESIDENT))
def list_reveals(
    work: WorkOf, paging: PagingOf, subject_id: _Id = None, login_id: _Id = None, visit_id: _Id = None
) -> Page[RevealShown]:
    """Who was shown whose contact data, the newest first: a coordinator sees the community's, everybody their own."""
    return contacts.reveals(work, paging, subject_id=subject_id, login_id=login_id, visit_id=visit_id)
