"""/rosters/{id}/replan, what-if and advice"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.changes import service
from matcher_api.changes.shapes import AdvisedShown, PlanShown, ReplanAsked, ReplanShown, WhatIfAsked
from matcher_api.rosters.shapes import Layer
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/rosters/{roster_id}", "changes")


@router.post("/replan", dependencies=allow(*OFFICE))
def replan_roster(work: WorkOf, roster_id: str, asked: ReplanAsked) -> ReplanShown:
    """What becomes of the roster after events, changing as little as possible: who gains, loses and moves, and how far
    from the best it is at most. Accepted work stays, what begins before now and the frozen minutes stays. Nothing is
    kept of it."""
    return service.replanned(work, roster_id, asked)


@router.post("/what-if", dependencies=allow(*OFFICE))
def try_change(work: WorkOf, roster_id: str, asked: WhatIfAsked) -> PlanShown:
    """The roster as it would be if people, visits or facilities were other than they are. Nothing is kept of it."""
    return service.what_if(work, roster_id, asked)


@router.get("/advice", dependencies=allow(*OFFICE, AccessRole.SUPERVISOR, AccessRole.STREET))
def get_advice(
    work: WorkOf,
    roster_id: str,
    layer: Annotated[Layer, Query(description="What people know, or the draft")] = "published",
    most: Annotated[int, Query(ge=1, le=20)] = 10,
    seconds: Annotated[int, Query(ge=1, le=60, description="How long it may take")] = 20,
) -> AdvisedShown:
    """What is scarce, and which one more person, hour of opening or gate would serve more: each confirmed by a
    re-solve before it is said."""
    return service.advised(work, roster_id, layer, most, seconds)
