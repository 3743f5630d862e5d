"""/providers"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import EVERYBODY, AccessRole
from matcher_api.providers import certification, facts, items, service
from matcher_api.providers.certification import APPLICANT, OFFICE
from matcher_api.providers.models import Provider
from matcher_api.providers.shapes import (
    Activating,
    FactDraft,
    FactShown,
    ItemSet,
    ItemShown,
    Mode,
    ProviderChange,
    ProviderDraft,
    ProviderShown,
    Rectifying,
    Rejecting,
)
from matcher_api.providers.states import ProviderState
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/providers", "providers")


def _one(work: Work, provider: Provider, response: Response) -> ProviderShown:
    tag(response, provider)
    return service.shown(work, [provider])[0]


@router.get("", dependencies=allow(*EVERYBODY))
def list_providers(
    work: WorkOf,
    paging: PagingOf,
    community_id: Annotated[str | None, Query(max_length=32)] = None,
    state: ProviderState | None = None,
    item: Annotated[str | None, Query(max_length=40, description="Those that publish this item")] = None,
    mode: Mode | None = None,
) -> Page[ProviderShown]:
    """Active ones are for everybody; the desk, oversight and a provider itself see the others too."""
    return service.listed(work, paging, community_id=community_id, state=state, item=item, mode=mode)


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def create_provider(work: WorkOf, draft: ProviderDraft, response: Response) -> ProviderShown:
    """A draft; its certification begins when it is submitted."""
    return _one(work, service.created(work, draft), response)


@router.get("/{provider_id}", dependencies=allow(*EVERYBODY))
def get_provider(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    return _one(work, service.seen(work, provider_id), response)


@router.patch("/{provider_id}", dependencies=allow(*APPLICANT))
def change_provider(
    work: WorkOf, provider_id: str, change: ProviderChange, response: Response, if_match: IfMatch = None
) -> ProviderShown:
    """A provider changes its own hotline, modes, place and hours."""
    return _one(work, service.changed(work, provider_id, change, if_match), response)


@router.delete("/{provider_id}", status_code=204, dependencies=allow(AccessRole.COORDINATOR))
def remove_provider(work: WorkOf, provider_id: str, if_match: IfMatch = None) -> None:
    """Only a draft without workers, logins and facts."""
    service.removed(work, provider_id, if_match)


@router.get("/{provider_id}/items", dependencies=allow(*EVERYBODY))
def list_items(work: WorkOf, provider_id: str, paging: PagingOf) -> Page[ItemShown]:
    return items.listed(work, provider_id, paging)


@router.put("/{provider_id}/items", dependencies=allow(*APPLICANT))
def replace_items(
    work: WorkOf, provider_id: str, asked: ItemSet, response: Response, if_match: IfMatch = None
) -> Page[ItemShown]:
    """The whole set at once, against the version of the provider one saw."""
    provider, shown = items.replaced(work, provider_id, asked, if_match)
    tag(response, provider)
    return Page(items=shown)


@router.get(
    "/{provider_id}/facts",
    dependencies=allow(*facts.READERS, AccessRole.PROVIDER),
)
def list_facts(work: WorkOf, provider_id: str, paging: PagingOf) -> Page[FactShown]:
    """What is on file; a provider sees what kind and when, not who said what."""
    return facts.listed(work, provider_id, paging)


@router.post("/{provider_id}/facts", status_code=201, dependencies=allow(*facts.WRITERS))
def add_fact(work: WorkOf, provider_id: str, draft: FactDraft) -> FactShown:
    return facts.shown(facts.added(work, provider_id, draft))


# -- certification -------------------------------------------------------------------------------------------------


@router.post("/{provider_id}/submit", dependencies=allow(*APPLICANT))
def submit(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """Hands the application in."""
    return _one(work, certification.submitted(work, provider_id), response)


@router.post("/{provider_id}/withdraw", dependencies=allow(*APPLICANT))
def withdraw(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """Takes it back; an active provider stops, and its future work is open again."""
    return _one(work, certification.withdrawn(work, provider_id), response)


@router.post("/{provider_id}/council-pass", dependencies=allow(*OFFICE))
def council_pass(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """The residents' council agreed."""
    return _one(work, certification.council_passed(work, provider_id), response)


@router.post("/{provider_id}/council-reject", dependencies=allow(*OFFICE))
def council_reject(work: WorkOf, provider_id: str, why: Rejecting, response: Response) -> ProviderShown:
    return _one(work, certification.council_rejected(work, provider_id, why.reason), response)


@router.post("/{provider_id}/notice", dependencies=allow(*OFFICE))
def notice(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """Puts up the public notice; `notice_until` is its last day."""
    return _one(work, certification.noticed(work, provider_id), response)


@router.post("/{provider_id}/sign", dependencies=allow(*OFFICE))
def sign(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """After the notice has run."""
    return _one(work, certification.signed(work, provider_id), response)


@router.post("/{provider_id}/activate", dependencies=allow(*OFFICE))
def activate(work: WorkOf, provider_id: str, response: Response, asked: Activating | None = None) -> ProviderShown:
    """The badge: needs published items, a mode and a hotline."""
    until = None if asked is None else asked.certified_until
    return _one(work, certification.activated(work, provider_id, until), response)


@router.post("/{provider_id}/rectify", dependencies=allow(*OFFICE))
def rectify(work: WorkOf, provider_id: str, asked: Rectifying, response: Response) -> ProviderShown:
    """To put things right by a day; no work meanwhile, and what was planned is open again."""
    return _one(work, certification.to_rectify(work, provider_id, asked.by), response)


@router.post("/{provider_id}/restore", dependencies=allow(*OFFICE))
def restore(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    return _one(work, certification.restored(work, provider_id), response)


@router.post("/{provider_id}/suspend", dependencies=allow(*OFFICE))
def suspend(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    return _one(work, certification.suspended(work, provider_id), response)


@router.post("/{provider_id}/revoke", dependencies=allow(*OFFICE))
def revoke(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """For good: needs a defect, a dissatisfaction and a refusal to correct on file."""
    return _one(work, certification.revoked(work, provider_id), response)


@router.post("/{provider_id}/expire", dependencies=allow(*OFFICE))
def expire(work: WorkOf, provider_id: str, response: Response) -> ProviderShown:
    """Once its last day is over."""
    return _one(work, certification.expired(work, provider_id), response)
