"""Visits as tests make them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from api.world import World
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Facility, FacilityMode
from matcher_api.rosters.models import PlannedVisitRow, RosterRow

WEDNESDAY = {"start": "2026-11-25T19:00:00+08:00", "end": "2026-11-25T21:00:00+08:00"}
START, END = datetime(2026, 11, 25, 11, tzinfo=UTC), datetime(2026, 11, 25, 13, tzinfo=UTC)
ROLES = [{"role": "patrol", "skills": ["patrol"]}, {"role": "member", "least": 1, "desired": 2, "most": 4}]


def draft(world: World, **change: Any) -> dict[str, Any]:
    """An evening patrol of two hours; None leaves a field out."""
    body = {
        "community_id": world.community,
        "title": "晚间治安巡逻",
        "place_id": world.home,
        "duration_minutes": 120,
        "windows": [WEDNESDAY],
        "roles": ROLES,
    } | change
    return {k: v for k, v in body.items() if v is not None}


def visit(world: World, **change: Any) -> dict[str, Any]:
    made = world.as_("coordinator").post("/visits", draft(world, **change))
    assert made.status_code == 201, made.json()
    answer: dict[str, Any] = made.json()
    return answer


def published(world: World, visit_id: str, *states: str, role: str = "patrol") -> list[str]:
    """As if it had been published at 19:00 with the world's person in these states (proposed, accepted ...)."""
    roster = RosterRow(community_id=world.community, first_day=START.date())
    world.add(roster)
    world.add(PlannedVisitRow(roster_id=roster.id, visit_id=visit_id, layer="published", start=START, end=END))
    rows = [
        AssignmentRow(
            community_id=world.community, roster_id=roster.id, visit_id=visit_id, person_id=world.person, role=role,
            state=state,
        )
        for state in states
    ]  # fmt: skip
    world.add(*rows)
    return [row.id for row in rows]


def booked(world: World, visit_id: str) -> str:
    room = Facility(community_id=world.community, organisation_id=world.organisation, place_id=world.home, code="F1")
    world.add(room)
    world.add(FacilityMode(facility_id=room.id, mode="class", capacity=20))
    row = Booking(
        community_id=world.community, facility_id=room.id, mode="class", start=START, end=END, state="approved",
        visit_id=visit_id,
    )  # fmt: skip
    world.add(row)
    return row.id
