"""/rosters/{id}/unserved and key-figures; explanation of a visit; times for a visit or a request"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.reasons.applying import applied
from matcher_api.reasons.explaining import explained
from matcher_api.reasons.figures import figures
from matcher_api.reasons.missing import missing
from matcher_api.reasons.recommending import recommended, recommended_for
from matcher_api.reasons.remedies import remedies, replaced
from matcher_api.reasons.shapes import (
    ExplanationShown,
    FixChosen,
    FixMade,
    KeyFiguresShown,
    RecommendationsShown,
    RemediesShown,
    ReplacementsShown,
    UnservedShown,
)
from matcher_api.rosters.seen import READERS
from matcher_api.rosters.shapes import Layer
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow, writes

roster_router: APIRouter = resource("/rosters/{roster_id}", "reasons")
visit_router: APIRouter = resource("/visits/{visit_id}", "reasons")
request_router: APIRouter = resource("/requests/{request_id}", "reasons")
LayerOf = Annotated[Layer, Query(description="What people know, or the draft")]


@roster_router.get("/unserved", dependencies=allow(*READERS))
def list_unserved(work: WorkOf, roster_id: str, layer: LayerOf = "draft") -> UnservedShown:
    """Every visit still to come that nobody makes, and why: judged by the rules themselves, one reason told first.
    Names of those who come near are in full for the desk, masked for others."""
    return missing(work, roster_id, layer)


@roster_router.get("/key-figures", dependencies=allow(*READERS))
def get_key_figures(work: WorkOf, roster_id: str, layer: LayerOf = "draft") -> KeyFiguresShown:
    """Served share by service, duration, priority and special group; hours, walks, spread; use of rooms."""
    return figures(work, roster_id, layer)


@visit_router.get("/explanation", dependencies=allow(*OFFICE, *OVERSIGHT, AccessRole.RESIDENT))
def explain_visit(
    work: WorkOf,
    visit_id: str,
    roster_id: Annotated[Id | None, Query(description="Whose days count; needed for a draft")] = None,
    layer: LayerOf = "published",
) -> ExplanationShown:
    """When a visit takes place, or why it is not planned. The resident who asked reads a sentence with nothing of
    anybody else in it; the desk also who comes near."""
    return explained(work, visit_id, roster_id, layer)


@visit_router.get("/fixes", dependencies=allow(*OFFICE))
def fix_visit(
    work: WorkOf,
    visit_id: str,
    roster_id: Annotated[Id, Query(description="Whose days count")],
    layer: LayerOf = "published",
) -> RemediesShown:
    """The smallest changes that would serve a visit nobody makes (a longer walk, an hour more, a wider window, another
    room, a gate), each confirmed by a re-solve in which all else stays; and what it would displace."""
    return remedies(work, visit_id, roster_id, layer)


@visit_router.post("/fixes", dependencies=allow(AccessRole.COORDINATOR))
def apply_fix(work: WorkOf, visit_id: str, chosen: FixChosen) -> FixMade:
    """Makes one of the fixes that the desk can make: the person's, the visit's or the room's record changes, and the
    visit stands in the roster's draft. All or nothing; whom it concerns should have agreed before."""
    row = applied(work, visit_id, chosen)
    return FixMade(roster_id=row.roster_id, visit_id=row.visit_id, start=row.start, end=row.end)


@visit_router.get("/replacements", dependencies=allow(*OFFICE))
def replace_in_visit(
    work: WorkOf,
    visit_id: str,
    roster_id: Annotated[Id, Query(description="Whose days count")],
    layer: LayerOf = "published",
    role: Annotated[str | None, Query(max_length=80, description="Not needed where there is one")] = None,
    out: Annotated[Id | None, Query(description="Who leaves; nobody: the place is empty")] = None,
) -> ReplacementsShown:
    """Everybody who could take a role, best first, with the change in points by rule; also by one swap."""
    return replaced(work, visit_id, roster_id, layer, role=role, out=out)


@visit_router.get("/recommendations", dependencies=allow(*OFFICE, AccessRole.RESIDENT))
def recommend_times(
    work: WorkOf,
    visit_id: str,
    roster_id: Annotated[Id | None, Query(description="Whose days count; needed for a draft")] = None,
    layer: LayerOf = "published",
    most: Annotated[int, Query(ge=1, le=100)] = 10,
) -> RecommendationsShown:
    """When a visit could take place inside its windows and how many people could come then, beside what they do
    already. The resident who asked reads numbers, the desk names as well."""
    return recommended(work, visit_id, roster_id, layer, most)


@request_router.get("/recommendations", dependencies=allow(*OFFICE, AccessRole.RESIDENT))
@writes
def recommend_times_for_request(
    work: WorkOf, request_id: str, most: Annotated[int, Query(ge=1, le=100)] = 10
) -> RecommendationsShown:
    """When a request could be served, also before it is verified: "Saturday 9:00: 3 could come". Judged beside what is
    published; nothing is kept of the visit that is tried."""
    return recommended_for(work, request_id, most)
