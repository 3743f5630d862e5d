"""Facts on file about a provider: what was found, what people were not satisfied with, what it refused to correct."""

from __future__ import annotations

from datetime import UTC

from sqlmodel import select

from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.errors import Refusal
from matcher_api.people.seen import DESK
from matcher_api.providers.models import Provider, ProviderFact
from matcher_api.providers.shapes import FactDraft, FactShown
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

READERS = (*DESK, *OVERSIGHT)
WRITERS = (AccessRole.COORDINATOR, AccessRole.STREET)


def listed(work: Work, provider_id: str, paging: Paging) -> Page[FactShown]:
    provider = work.get(Provider, provider_id)
    told = work.actor.in_community(provider.community_id, *READERS)
    if not told and provider.id not in work.actor.providers:
        raise Refusal("not_found")
    query = select(ProviderFact).where(ProviderFact.provider_id == provider.id)
    return page_of(work, query, ProviderFact, paging, lambda rows: [shown(r, told=told) for r in rows])


def shown(row: ProviderFact, *, told: bool = True) -> FactShown:
    # The reason of a rejection is meant for the provider; what others said about it is not.
    text = row.text if told or row.kind == "council_rejection" else ""
    return FactShown.model_validate({**row.model_dump(), "text": text})


def added(work: Work, provider_id: str, draft: FactDraft) -> ProviderFact:
    provider = work.get(Provider, provider_id)
    work.require(provider.community_id, *WRITERS)
    at = work.now if draft.at is None else draft.at.astimezone(UTC)
    if at > work.now:
        raise Refusal("not_yet_valid", field="at")
    row = work.add(
        ProviderFact(provider_id=provider.id, kind=draft.kind, at=at, text=draft.text, by_login_id=work.actor.login_id)
    )
    work.session.flush()
    work.audit("provider.fact", provider, fact_id=row.id, kind=row.kind)
    return row
