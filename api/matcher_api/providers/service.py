"""Providers and what they offer: active ones are public, the others are seen by those who work on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Text, and_, cast, or_
from sqlmodel import col, select

from matcher_api.access.models import Grant
from matcher_api.access.roles import EVERYBODY, OVERSIGHT, AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.communities.models import Place
from matcher_api.communities.service import seen as community_seen
from matcher_api.database.record import new_id
from matcher_api.errors import Fault, Refusal
from matcher_api.people.models import Person
from matcher_api.people.seen import DESK
from matcher_api.providers.models import Provider, ProviderFact, ProviderItem
from matcher_api.providers.shapes import ProviderChange, ProviderDraft, ProviderShown
from matcher_api.providers.states import CERTIFICATION, EDITABLE, ProviderState
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

WORKING_ON_IT = (*DESK, *OVERSIGHT)
OWN = frozenset({"modes", "hotline", "place_id", "hours"})
_OWN_BEFORE = OWN | {"name"}


def listed(
    work: Work,
    paging: Paging,
    *,
    community_id: str | None,
    state: ProviderState | None,
    item: str | None,
    mode: str | None,
) -> Page[ProviderShown]:
    query = select(Provider).where(_visible(work))
    if community_id is not None:
        query = query.where(Provider.community_id == community_id)
    if state is not None:
        query = query.where(Provider.state == state)
    if item is not None:
        offering = select(ProviderItem.provider_id).where(
            ProviderItem.item_code == item, col(ProviderItem.published).is_(True)
        )
        query = query.where(col(Provider.id).in_(offering))
    if mode is not None:
        # Words of modes are plain, so that their JSON reads the same in both databases.
        query = query.where(cast(col(Provider.modes), Text).contains(f'"{mode}"'))
    return page_of(work, query, Provider, paging, lambda rows: shown(work, rows))


def _visible(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    return or_(
        of_communities(Provider.community_id, actor, *WORKING_ON_IT),
        col(Provider.id).in_(actor.providers),
        and_(of_communities(Provider.community_id, actor, *EVERYBODY), col(Provider.state) == ProviderState.ACTIVE),
    )


def _works_on(work: Work, provider: Provider) -> bool:
    return provider.id in work.actor.providers or work.actor.in_community(provider.community_id, *WORKING_ON_IT)


def shown(work: Work, rows: Sequence[Provider]) -> list[ProviderShown]:
    """One query, however many."""
    items: dict[str, list[str]] = defaultdict(list)
    query = select(ProviderItem).where(
        col(ProviderItem.provider_id).in_([p.id for p in rows]), col(ProviderItem.published).is_(True)
    )
    for item in work.session.exec(query.order_by(col(ProviderItem.item_code))).all():
        items[item.provider_id].append(item.item_code)
    return [
        ProviderShown.model_validate(
            {
                **row.model_dump(),
                "possible": list(CERTIFICATION.possible(row.state)) if _works_on(work, row) else [],
                "items": items[row.id],
            }
        )
        for row in rows
    ]


def seen(work: Work, provider_id: str) -> Provider:
    provider = work.get(Provider, provider_id)
    if not _works_on(work, provider):
        work.require(provider.community_id, *EVERYBODY)
        if provider.state != ProviderState.ACTIVE:
            raise Refusal("not_found")
    return provider


def held(work: Work, provider_id: str, *roles: AccessRole) -> Provider:
    """For one of `roles` of its community, or itself where they hold PROVIDER; locked."""
    provider = work.locked(Provider, provider_id)
    if AccessRole.PROVIDER not in roles or provider.id not in work.actor.providers:
        work.require(provider.community_id, *(r for r in roles if r != AccessRole.PROVIDER))
    return provider


def created(work: Work, draft: ProviderDraft) -> Provider:
    work.require(draft.community_id, AccessRole.COORDINATOR)
    community_seen(work, draft.community_id)
    values = draft.model_dump(mode="json")
    provider = Provider(**{**values, "code": draft.code or f"P{new_id()[-8:]}"})
    _sound(work, provider, {"code", "place_id"})
    work.add(provider)
    work.audit("provider.create", provider, state=provider.state)
    work.session.flush()
    return provider


def changed(work: Work, provider_id: str, change: ProviderChange, if_match: str | None) -> Provider:
    provider = held(work, provider_id, AccessRole.COORDINATOR, AccessRole.PROVIDER)
    expect(provider, if_match)
    given = change.model_dump(mode="json", exclude_unset=True)
    if not work.actor.in_community(provider.community_id, AccessRole.COORDINATOR):
        own = _OWN_BEFORE if provider.state in EDITABLE else OWN
        if foreign := sorted(given.keys() - own):
            raise Refusal("invalid", faults=[fault(name, "only_coordinator") for name in foreign])
    if "certified_until" in given:
        given["certified_until"] = change.certified_until
    with work.session.no_autoflush:
        provider.sqlmodel_update(given)
        _sound(work, provider, set(given))
        if provider.state == ProviderState.ACTIVE:
            complete(work, provider)
    work.audit("provider.change", provider, fields=",".join(sorted(given)))
    work.session.flush()
    return provider


def removed(work: Work, provider_id: str, if_match: str | None) -> None:
    """Only a draft that nothing hangs on: all others stay on file."""
    provider = held(work, provider_id, AccessRole.COORDINATOR)
    expect(provider, if_match)
    used = provider.state != ProviderState.DRAFT or any(
        work.session.exec(select(model.id).where(model.provider_id == provider.id).limit(1)).first() is not None
        for model in (Person, Grant, ProviderFact)
    )
    if used:
        raise Refusal("provider_used")
    work.audit("provider.remove", provider)
    work.session.delete(provider)


def complete(work: Work, provider: Provider) -> None:
    """What an active provider must publish; refuses with everything that is missing."""
    if faults := list(_missing(work, provider)):
        raise Refusal("provider_incomplete", faults=faults)


def _missing(work: Work, provider: Provider) -> Iterator[Fault]:
    query = select(ProviderItem.id).where(
        ProviderItem.provider_id == provider.id, col(ProviderItem.published).is_(True)
    )
    if work.session.exec(query.limit(1)).first() is None:
        yield fault("items", "provider_needs_items")
    if not provider.modes:
        yield fault("modes", "provider_needs_mode")
    if not provider.hotline:
        yield fault("hotline", "provider_needs_hotline")


def _sound(work: Work, provider: Provider, given: set[str]) -> None:
    if "place_id" in given and provider.place_id is not None:
        place = work.session.get(Place, provider.place_id)
        if place is None or place.community_id != provider.community_id:
            raise Refusal("invalid", faults=[fault("place_id", "unknown_place", value=provider.place_id)])
    if "code" in given:
        same = select(Provider.id).where(
            Provider.community_id == provider.community_id, Provider.code == provider.code, Provider.id != provider.id
        )
        if (there := work.session.exec(same).first()) is not None:
            raise Refusal("code_taken", field="code", value=provider.code, conflict={"id": there})
