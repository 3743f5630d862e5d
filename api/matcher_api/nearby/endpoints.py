"""/communities/{id}/places/{id}/nearest"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from matcher_api.calendars.moments import Moment
from matcher_api.nearby.service import MEMBERS, Wish, nearest
from matcher_api.nearby.shapes import Kind, NearestShown
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/communities/{community_id}/places/{place_id}", "places")


@router.get("/nearest", dependencies=allow(*MEMBERS))
def get_nearest(
    work: WorkOf,
    community_id: str,
    place_id: str,
    kind: Annotated[Kind, Query(description="facility: rooms that residents may book; provider: with the badge")],
    mode: Annotated[str, Query(max_length=40, description="Use of a facility, such as badminton")] = "",
    item: Annotated[str, Query(max_length=40, description="Catalogue item of a provider")] = "",
    at: Annotated[Moment | None, Query(description="Open at this moment; now if left out")] = None,
    pace: Annotated[float, Query(ge=0.1, le=10, description="Metres a second; an elder walks 0.9")] = 0.9,
    limit: Annotated[int, Query(ge=1, le=120, description="Minutes of walk at most")] = 15,
    most: Annotated[int, Query(ge=1, le=100)] = 10,
) -> NearestShown:
    """What is within a walk of this door, on the community's own streets and gates: open ones first, then the nearest;
    for what is closed when it opens next within a week."""
    return nearest(work, community_id, place_id, Wish(kind, mode, item, pace, limit, most), at)
