"""/communities"""

from __future__ import annotations

from fastapi import APIRouter, Response

from matcher_api.access.roles import EVERYBODY, AccessRole
from matcher_api.communities import service
from matcher_api.communities.shapes import CommunityChange, CommunityDraft, CommunityShown, GateShown
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/communities", "communities")


@router.get("", dependencies=allow(*EVERYBODY))
def list_communities(work: WorkOf, paging: PagingOf) -> Page[CommunityShown]:
    """The communities the login belongs to."""
    return service.listed(work, paging)


@router.post("", status_code=201, dependencies=allow(AccessRole.STREET))
def create_community(work: WorkOf, draft: CommunityDraft, response: Response) -> CommunityShown:
    community = service.created(work, draft)
    tag(response, community)
    return CommunityShown.model_validate(community)


@router.get("/{community_id}", dependencies=allow(*EVERYBODY))
def get_community(work: WorkOf, community_id: str, response: Response) -> CommunityShown:
    community = service.seen(work, community_id)
    tag(response, community)
    return CommunityShown.model_validate(community)


@router.patch("/{community_id}", dependencies=allow(AccessRole.COORDINATOR, AccessRole.STREET))
def change_community(
    work: WorkOf, community_id: str, change: CommunityChange, response: Response, if_match: IfMatch = None
) -> CommunityShown:
    community = service.changed(work, community_id, change, if_match)
    tag(response, community)
    return CommunityShown.model_validate(community)


@router.get("/{community_id}/gates", dependencies=allow(*EVERYBODY))
def list_gates(work: WorkOf, community_id: str, paging: PagingOf) -> Page[GateShown]:
    return service.gates(work, community_id, paging)
