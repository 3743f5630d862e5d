"""/organisations"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.organisations import service
from matcher_api.organisations.models import Organisation
from matcher_api.organisations.shapes import Kind, OrganisationChange, OrganisationDraft, OrganisationShown
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/organisations", "organisations")


def _one(work: Work, row: Organisation, response: Response) -> OrganisationShown:
    tag(response, row)
    return service.shown(work, [row])[0]


@router.get("", dependencies=allow(*service.READERS))
def list_organisations(
    work: WorkOf,
    paging: PagingOf,
    community_id: Annotated[str | None, Query(max_length=32)] = None,
    kind: Kind | None = None,
) -> Page[OrganisationShown]:
    """Units that lend rooms: those of the login's communities; a unit sees its own."""
    return service.listed(work, paging, community_id=community_id, kind=kind)


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def create_organisation(work: WorkOf, draft: OrganisationDraft, response: Response) -> OrganisationShown:
    return _one(work, service.created(work, draft), response)


@router.get("/{organisation_id}", dependencies=allow(*service.READERS))
def get_organisation(work: WorkOf, organisation_id: str, response: Response) -> OrganisationShown:
    return _one(work, service.seen(work, organisation_id), response)


@router.patch("/{organisation_id}", dependencies=allow(AccessRole.COORDINATOR, AccessRole.UNIT))
def change_organisation(
    work: WorkOf, organisation_id: str, change: OrganisationChange, response: Response, if_match: IfMatch = None
) -> OrganisationShown:
    """A unit changes its own contact, and whether its rooms need its word for each booking."""
    return _one(work, service.changed(work, organisation_id, change, if_match), response)


@router.delete("/{organisation_id}", status_code=204, dependencies=allow(AccessRole.COORDINATOR))
def remove_organisation(work: WorkOf, organisation_id: str, if_match: IfMatch = None) -> None:
    """One without facilities and logins."""
    service.removed(work, organisation_id, if_match)
