"""Visits that people know of and that lose their room: they wait to be planned anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from matcher_api.assignments.visit_state import settle
from matcher_api.bookings.told import tell_desk
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import OPEN
from matcher_api.web.work import Work


def visits_held(work: Work, visit_ids: Iterable[str]) -> None:
    """Holds visits in the order in which publishing does: before any facility, or two would wait for each other."""
    ids = sorted(set(visit_ids))
    if ids:
        work.session.exec(
            select(Visit.id).where(col(Visit.id).in_(ids)).order_by(col(Visit.id)).with_for_update()
        ).all()


def published_in(work: Work, facility_id: str, start: datetime, end: datetime) -> Sequence[PlannedVisitRow]:
    """Published visits in a facility that meet `[start, end)` and have not begun, by start."""
    return work.session.exec(
        select(PlannedVisitRow)
        .join(Visit, col(Visit.id) == col(PlannedVisitRow.visit_id))
        .where(
            PlannedVisitRow.facility_id == facility_id,
            PlannedVisitRow.layer == "published",
            col(PlannedVisitRow.start) < end,
            col(PlannedVisitRow.end) > start,
            col(PlannedVisitRow.end) > work.now,
            col(Visit.state).in_(OPEN),
        )
        .order_by(col(PlannedVisitRow.start), col(PlannedVisitRow.visit_id))
    ).all()


def without_room(work: Work, rows: Iterable[PlannedVisitRow], why: str) -> None:
    """The visits keep their people and time but have no room any more; the desk is told to plan them again. A visit
    with a mode and a published row without facility is one that needs a room."""
    lost = list(rows)
    for row in lost:
        visit, facility_id = work.session.get_one(Visit, row.visit_id), row.facility_id or ""
        row.facility_id = None
        tell_desk(work, visit.community_id, "visit_replan", visit_id=visit.id, facility_id=facility_id, why=why)
        work.audit("visit.room_lost", visit, facility_id=facility_id, why=why)
    work.session.flush()
    settle(work, [row.visit_id for row in lost])
