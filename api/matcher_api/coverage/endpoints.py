"""/communities/{id}/coverage"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from matcher_api.calendars.moments import Day
from matcher_api.coverage.checklist import checklist
from matcher_api.coverage.service import READERS, Wish, covered
from matcher_api.coverage.shapes import ChecklistShown, CoverageShown
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/communities/{community_id}", "communities")
Written = Annotated[str, Field(max_length=200)]
SITE = "A site to try: PLACE:USE,USE@HOURS; PLACE a code or x,y; HOURS such as Mon-Fri 11:00-13:00; Sat 09:00-12:00"


@router.get("/coverage", dependencies=allow(*READERS))
def get_coverage(
    work: WorkOf,
    community_id: str,
    first_day: Annotated[Day | None, Query(description="Today if left out")] = None,
    days: Annotated[int, Query(ge=1, le=14)] = 7,
    pace: Annotated[float, Query(ge=0.1, le=10, description="Metres a second; an elder walks 0.9")] = 0.9,
    limit: Annotated[int, Query(ge=1, le=120, description="Minutes of walk at most")] = 15,
    most: Annotated[int, Query(ge=0, le=1000, description="Gaps told at most")] = 100,
    place_id: Annotated[Id | None, Query(description="One door in detail, for the desk")] = None,
    add_site: Annotated[list[Written] | None, Query(max_length=20, description=SITE)] = None,
    add_gate: Annotated[list[Written] | None, Query(max_length=20, description="A closed gate, or NODE:NODE")] = None,
    add_opening: Annotated[list[Written] | None, Query(max_length=20, description="FACILITY@HOURS")] = None,
) -> CoverageShown:
    """For every door of residents and every use of facilities and service: within the walk or not, how far the nearest
    is, for how many hours it is open or staffed; gaps by residents affected. With additions also what they change."""
    wish = Wish(first_day, days, pace, limit, most, place_id, add_site or (), add_gate or (), add_opening or ())
    return covered(work, community_id, wish)


@router.get("/checklist", dependencies=allow(*READERS))
def get_checklist(work: WorkOf, community_id: str) -> ChecklistShown:
    """The 27 kinds of places a circle should have (a school, two boards, four sites, five rooms, six centres, nine
    outlets), each with the facilities (`kind`: its code) and active providers that are on record."""
    return checklist(work, community_id)
