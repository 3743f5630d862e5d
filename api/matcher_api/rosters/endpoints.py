"""/rosters"""

from __future__ import annotations

from fastapi import APIRouter, Response

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.rosters import publishing, service
from matcher_api.rosters.shapes import (
    DiffShown,
    Judged,
    Layer,
    LayerShown,
    Publishing,
    RosterDraft,
    RosterShown,
    VersionShown,
)
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/rosters", "rosters")
READERS = allow(*OFFICE, *OVERSIGHT)


@router.get("", dependencies=READERS)
def list_rosters(work: WorkOf, paging: PagingOf) -> Page[RosterShown]:
    """Rosters of the communities the login belongs to."""
    return service.listed(work, paging)


@router.post("", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def create_roster(work: WorkOf, draft: RosterDraft, response: Response) -> RosterShown:
    """An empty draft; ask for a run to fill it."""
    roster = service.created(work, draft)
    tag(response, roster)
    return RosterShown.model_validate(roster)


@router.get("/{roster_id}", dependencies=READERS)
def get_roster(work: WorkOf, roster_id: str, response: Response) -> RosterShown:
    roster = service.seen(work, roster_id)
    tag(response, roster)
    return RosterShown.model_validate(roster)


@router.get("/{roster_id}/layers/{layer}", dependencies=READERS)
def get_layer(work: WorkOf, roster_id: str, layer: Layer) -> LayerShown:
    """The draft, or what is published: visits in order of start, with their people."""
    return service.layer_shown(work, service.seen(work, roster_id), layer)


@router.get("/{roster_id}/layers/{layer}/judgement", dependencies=READERS)
def judge_layer(work: WorkOf, roster_id: str, layer: Layer) -> Judged:
    """Points by rule, and every hard rule that is broken."""
    return service.judged(work, service.seen(work, roster_id), layer)


@router.get("/{roster_id}/diff", dependencies=READERS)
def diff_roster(work: WorkOf, roster_id: str) -> DiffShown:
    """Who gains, loses and moves if the draft is published."""
    return service.differing(work, service.seen(work, roster_id))


@router.post("/{roster_id}/publish", status_code=201, dependencies=allow(AccessRole.COORDINATOR))
def publish_roster(work: WorkOf, roster_id: str, asked: Publishing, if_match: IfMatch = None) -> VersionShown:
    """Publishes the draft as the next version, with If-Match of the roster as it was seen."""
    return VersionShown.model_validate(publishing.published(work, roster_id, asked, if_match))


@router.get("/{roster_id}/versions", dependencies=READERS)
def list_versions(work: WorkOf, roster_id: str, paging: PagingOf) -> Page[VersionShown]:
    """Frozen states, oldest first."""
    return service.versions(work, service.seen(work, roster_id), paging)
