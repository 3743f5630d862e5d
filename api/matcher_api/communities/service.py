"""What can be done with communities, their places and gates."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community, Gate
from matcher_api.communities.settings import given
from matcher_api.communities.shapes import CommunityChange, CommunityDraft, CommunityShown, GateShown
from matcher_api.errors import Refusal
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def seen(work: Work, community_id: str) -> Community:
    """The community, if the actor belongs to it in any role."""
    actor = work.actor
    if actor.communities is not None and community_id not in actor.communities:
        raise Refusal("not_found")
    return work.get(Community, community_id)


def listed(work: Work, paging: Paging) -> Page[CommunityShown]:
    query = select(Community)
    if work.actor.communities is not None:
        query = query.where(col(Community.id).in_(work.actor.communities))
    return page_of(work, query, Community, paging, _shown)


def _shown(rows: Sequence[Community]) -> list[CommunityShown]:
    return [CommunityShown.model_validate(row) for row in rows]


def created(work: Work, draft: CommunityDraft) -> Community:
    if not _zone_known(draft.zone):
        raise Refusal("unknown_zone", field="zone", value=draft.zone)
    if work.session.exec(select(Community).where(Community.code == draft.code)).first() is not None:
        raise Refusal("code_taken", field="code", value=draft.code)
    community = work.add(Community(**draft.model_dump()))
    work.audit("community.create", community)
    work.session.flush()
    return community


def _zone_known(key: str) -> bool:
    try:
        ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def changed(work: Work, community_id: str, change: CommunityChange, if_match: str | None) -> Community:
    work.require(community_id, AccessRole.COORDINATOR, AccessRole.STREET)
    community = work.locked(Community, community_id)
    expect(community, if_match)
    fields = given(change)
    community.sqlmodel_update(fields)
    work.audit("community.change", community, fields=",".join(sorted(fields)))
    work.session.flush()
    return community


def gates(work: Work, community_id: str, paging: Paging) -> Page[GateShown]:
    seen(work, community_id)
    query = select(Gate).where(Gate.community_id == community_id)
    return page_of(work, query, Gate, paging, lambda rows: [GateShown.model_validate(r) for r in rows])
