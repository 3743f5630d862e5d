"""/volunteers"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.people import registering, service
from matcher_api.people.models import Person
from matcher_api.people.seen import DESK, READERS
from matcher_api.people.shapes import (
    Kind,
    Registered,
    Registration,
    VolunteerChange,
    VolunteerDraft,
    VolunteerShown,
)
from matcher_api.people.states import PersonState
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/volunteers", "volunteers")
SELF = (*DESK, AccessRole.VOLUNTEER)
_Id = Annotated[str | None, Query(max_length=32)]


def _one(work: Work, person: Person, response: Response) -> VolunteerShown:
    tag(response, person)
    return service.one(work, person)


@router.get("", dependencies=allow(*READERS))
def list_volunteers(
    work: WorkOf,
    paging: PagingOf,
    community_id: _Id = None,
    kind: Kind | None = None,
    state: PersonState | None = None,
    skill: Annotated[str | None, Query(max_length=80)] = None,
    provider_id: _Id = None,
    text: Annotated[str, Query(max_length=80, description="In the code; for the desk also in the name")] = "",
) -> Page[VolunteerShown]:
    """Whom the login may see: the desk everybody of its community, volunteers themselves, a provider its workers;
    oversight without names. Never a phone."""
    return service.listed(
        work,
        paging,
        community_id=community_id,
        kind=kind,
        state=state,
        skill=skill,
        provider_id=provider_id,
        text=text,
    )


@router.post("", status_code=201, dependencies=allow(*DESK))
def create_volunteer(work: WorkOf, draft: VolunteerDraft, response: Response) -> VolunteerShown:
    """Somebody who came to the desk: active at once, a minor once a guardian has consented."""
    return _one(work, service.created(work, draft), response)


@router.post("/registrations", status_code=201)
def register(work: WorkOf, registration: Registration) -> Registered:
    """I would help: open to everybody, without a login. The desk gets in touch."""
    return Registered.model_validate(registering.registered(work, registration), from_attributes=True)


@router.get("/{person_id}", dependencies=allow(*READERS))
def get_volunteer(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    return _one(work, service.got(work, person_id), response)


@router.patch("/{person_id}", dependencies=allow(*SELF))
def change_volunteer(
    work: WorkOf, person_id: str, change: VolunteerChange, response: Response, if_match: IfMatch = None
) -> VolunteerShown:
    return _one(work, service.changed(work, person_id, change, if_match), response)


@router.post("/{person_id}/confirm", dependencies=allow(AccessRole.COORDINATOR))
def confirm_volunteer(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    """Who registered is met, and may be planned from now on."""
    return _one(work, service.stepped(work, person_id, "confirm"), response)


@router.post("/{person_id}/pause", dependencies=allow(*SELF))
def pause_volunteer(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    """Not until further notice: everything still to come is withdrawn. (Away for some days: a dated absence.)"""
    return _one(work, service.stepped(work, person_id, "pause"), response)


@router.post("/{person_id}/resume", dependencies=allow(*SELF))
def resume_volunteer(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    return _one(work, service.stepped(work, person_id, "resume"), response)


@router.post("/{person_id}/leave", dependencies=allow(*SELF))
def leave(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    """No longer: everything still to come is withdrawn; the record of what was done stays."""
    return _one(work, service.stepped(work, person_id, "leave"), response)


@router.post("/{person_id}/come-back", dependencies=allow(*DESK))
def come_back(work: WorkOf, person_id: str, response: Response) -> VolunteerShown:
    """Who left registers again, and is confirmed like everybody else."""
    return _one(work, service.stepped(work, person_id, "come_back"), response)
