"""/residents"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.people.seen import DESK
from matcher_api.residents import counter, quotas, service
from matcher_api.residents.models import Resident
from matcher_api.residents.shapes import (
    PhoneSearch,
    QuotaSet,
    QuotaShown,
    ResidentChange,
    ResidentDraft,
    ResidentsFound,
    ResidentShown,
)
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Line
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/residents", "residents")
SEERS = (*DESK, AccessRole.RESIDENT)


def _one(work: Work, resident: Resident, response: Response) -> ResidentShown:
    tag(response, resident)
    return service.one(work, resident)


@router.get("", dependencies=allow(*SEERS))
def list_residents(
    work: WorkOf,
    paging: PagingOf,
    community_id: Annotated[str | None, Query(max_length=32)] = None,
    state: Literal["active", "left"] | None = None,
    text: Annotated[Line, Query(max_length=80, description="In code or name")] = "",
) -> Page[ResidentShown]:
    """The desk sees those of its community, a resident themselves; never a phone or a door."""
    return service.listed(work, paging, community_id=community_id, text=text, state=state)


@router.post("", status_code=201, dependencies=allow(*DESK))
def create_resident(work: WorkOf, draft: ResidentDraft, response: Response) -> ResidentShown:
    return _one(work, service.created(work, draft), response)


@router.post("/search", dependencies=allow(*DESK))
def search_by_phone(work: WorkOf, asked: PhoneSearch) -> ResidentsFound:
    """Who calls: residents with exactly this number. Everybody shown is written down as revealed to the login."""
    return ResidentsFound(items=counter.found(work, asked))


@router.get("/{resident_id}", dependencies=allow(*SEERS))
def get_resident(work: WorkOf, resident_id: str, response: Response) -> ResidentShown:
    return _one(work, service.seen(work, resident_id), response)


@router.patch("/{resident_id}", dependencies=allow(*DESK))
def change_resident(
    work: WorkOf, resident_id: str, change: ResidentChange, response: Response, if_match: IfMatch = None
) -> ResidentShown:
    return _one(work, service.changed(work, resident_id, change, if_match), response)


@router.get("/{resident_id}/quotas", dependencies=allow(*SEERS))
def list_quotas(work: WorkOf, resident_id: str, paging: PagingOf) -> Page[QuotaShown]:
    """How often the resident may use which kind of room in one plan."""
    return quotas.listed(work, resident_id, paging)


@router.put("/{resident_id}/quotas", dependencies=allow(*DESK))
def replace_quotas(
    work: WorkOf, resident_id: str, asked: QuotaSet, response: Response, if_match: IfMatch = None
) -> Page[QuotaShown]:
    """The whole set at once, against the version of the resident one saw."""
    resident, shown = quotas.replaced(work, resident_id, asked, if_match)
    tag(response, resident)
    return Page(items=shown)
