"""/communities"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import EVERYBODY, AccessRole
from matcher_api.communities import places, service, streets
from matcher_api.communities.place_shapes import PlaceChange, PlaceDraft, PlaceShown, Streets
from matcher_api.communities.shapes import CommunityChange, CommunityDraft, CommunityShown, GateChange, GateShown
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Line
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


@router.patch("/{community_id}/gates/{gate_id}", dependencies=allow(AccessRole.COORDINATOR))
def change_gate(
    work: WorkOf, community_id: str, gate_id: str, change: GateChange, response: Response, if_match: IfMatch = None
) -> GateShown:
    """Opens or closes a gate for every walk planned from now on."""
    gate = streets.gate_changed(work, community_id, gate_id, change, if_match)
    tag(response, gate)
    return GateShown.model_validate(gate)


@router.get("/{community_id}/streets", dependencies=allow(*EVERYBODY))
def get_streets(work: WorkOf, community_id: str, response: Response) -> Streets:
    """Nodes, edges and gates in one document; its ETag is the community's."""
    community, shown = streets.shown(work, community_id)
    tag(response, community)
    return shown


@router.put("/{community_id}/streets", dependencies=allow(AccessRole.COORDINATOR))
def replace_streets(
    work: WorkOf, community_id: str, asked: Streets, response: Response, if_match: IfMatch = None
) -> Streets:
    """All streets anew, against the version of the community one saw; every fault is told at once."""
    tag(response, streets.replaced(work, community_id, asked, if_match))
    return streets.shown(work, community_id)[1]


@router.get("/{community_id}/places", dependencies=allow(*EVERYBODY))
def list_places(
    work: WorkOf,
    community_id: str,
    paging: PagingOf,
    kind: Annotated[Line | None, Query(max_length=40)] = None,
    building: Annotated[Line | None, Query(max_length=80)] = None,
    text: Annotated[Line, Query(max_length=80, description="In code or building")] = "",
) -> Page[PlaceShown]:
    """Rooms, gates and meeting points; homes for the desk and oversight alone."""
    return places.listed(work, community_id, paging, kind=kind, building=building, text=text)


@router.post("/{community_id}/places", status_code=201, dependencies=allow(*places.DESK))
def create_place(work: WorkOf, community_id: str, draft: PlaceDraft, response: Response) -> PlaceShown:
    place = places.created(work, community_id, draft)
    tag(response, place)
    return PlaceShown.model_validate(place)


@router.get("/{community_id}/places/{place_id}", dependencies=allow(*EVERYBODY))
def get_place(work: WorkOf, community_id: str, place_id: str, response: Response) -> PlaceShown:
    place = places.seen(work, community_id, place_id)
    tag(response, place)
    return PlaceShown.model_validate(place)


@router.patch("/{community_id}/places/{place_id}", dependencies=allow(*places.DESK))
def change_place(
    work: WorkOf, community_id: str, place_id: str, change: PlaceChange, response: Response, if_match: IfMatch = None
) -> PlaceShown:
    place = places.changed(work, community_id, place_id, change, if_match)
    tag(response, place)
    return PlaceShown.model_validate(place)


@router.delete("/{community_id}/places/{place_id}", status_code=204, dependencies=allow(*places.DESK))
def remove_place(work: WorkOf, community_id: str, place_id: str, if_match: IfMatch = None) -> None:
    """One that nobody lives at, serves at or asks for."""
    places.removed(work, community_id, place_id, if_match)
