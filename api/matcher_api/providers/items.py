"""What a provider offers: items of the catalogue, each with a price or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.catalogue.service import current_of
from matcher_api.errors import Fault, Refusal
from matcher_api.providers.models import Provider, ProviderItem
from matcher_api.providers.service import complete, held, seen
from matcher_api.providers.shapes import ItemSet, ItemShown
from matcher_api.providers.states import ProviderState
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, provider_id: str, paging: Paging) -> Page[ItemShown]:
    """Unpublished ones only for the provider and its community's desk."""
    provider = seen(work, provider_id)
    query = select(ProviderItem).where(ProviderItem.provider_id == provider.id)
    works_on = provider.id in work.actor.providers or work.actor.in_community(
        provider.community_id, AccessRole.COORDINATOR, AccessRole.CLERK
    )
    if not works_on:
        query = query.where(col(ProviderItem.published).is_(True))
    return page_of(work, query, ProviderItem, paging, shown)


def shown(rows: Sequence[ProviderItem]) -> list[ItemShown]:
    return [ItemShown.model_validate(row) for row in rows]


def replaced(work: Work, provider_id: str, asked: ItemSet, if_match: str | None) -> tuple[Provider, list[ItemShown]]:
    """The whole set at once; an active provider keeps at least one that is published."""
    provider = held(work, provider_id, AccessRole.COORDINATOR, AccessRole.PROVIDER)
    expect(provider, if_match)
    if faults := list(_faults(work, asked)):
        raise Refusal("invalid", faults=faults)
    query = select(ProviderItem).where(ProviderItem.provider_id == provider.id)
    there = {row.item_code: row for row in work.session.exec(query).all()}
    for code in there.keys() - {item.item_code for item in asked.items}:
        work.session.delete(there[code])
    rows = []
    for item in asked.items:
        row = there.get(item.item_code) or ProviderItem(provider_id=provider.id, item_code=item.item_code)
        row.sqlmodel_update(item.model_dump())
        rows.append(work.add(row))
    flag_modified(provider, "state")
    work.session.flush()
    if provider.state == ProviderState.ACTIVE:
        complete(work, provider)
    work.audit("provider.items", provider, count=len(rows))
    return provider, shown(sorted(rows, key=lambda r: r.id))


def _faults(work: Work, asked: ItemSet) -> Iterator[Fault]:
    known = current_of(work, (item.item_code for item in asked.items))
    met: set[str] = set()
    for i, item in enumerate(asked.items):
        if item.item_code not in known:
            yield fault(f"items.{i}.item_code", "unknown_item", value=item.item_code)
        elif item.item_code in met:
            yield fault(f"items.{i}.item_code", "item_twice", value=item.item_code)
        met.add(item.item_code)
