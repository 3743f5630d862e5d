"""What takes a facility: bookings that hold their slot, and published visits that have no booking of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from matcher_api.bookings.fits import Use
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import HOLDING, BookingState
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED

LONGEST_CHANGEOVER = timedelta(days=1)


def held(session: Session, facility_id: str, start: datetime, end: datetime) -> list[Use]:
    """Uses that meet `[start, end)` or lie a changeover around it, by start; two queries."""
    first, last = start - LONGEST_CHANGEOVER, end + LONGEST_CHANGEOVER
    return _uses(session, facility_id, lambda row: (col(row.start) < last, col(row.end) > first))


def used_later(session: Session, facility_id: str, now: datetime) -> list[Use]:
    """Uses that have not ended."""
    return _uses(session, facility_id, lambda row: (col(row.end) > now,))


def _uses(session: Session, facility_id: str, when: Any) -> list[Use]:
    bookings = session.exec(
        select(Booking).where(Booking.facility_id == facility_id, col(Booking.state).in_(HOLDING), *when(Booking))
    ).all()
    own = select(Booking.visit_id).where(
        col(Booking.visit_id).is_not(None), col(Booking.state).in_((*HOLDING, BookingState.COMPLETED))
    )
    planned = session.exec(
        select(PlannedVisitRow, Visit)
        .join(Visit, col(Visit.id) == col(PlannedVisitRow.visit_id))
        .where(
            PlannedVisitRow.facility_id == facility_id,
            PlannedVisitRow.layer == "published",
            col(Visit.state).not_in(ENDED),
            col(PlannedVisitRow.visit_id).not_in(own),
            *when(PlannedVisitRow),
        )
    ).all()
    uses = [
        Use(facility_id, b.mode, b.people, b.start, b.end, booking_id=b.id, visit_id=b.visit_id, lane=b.lane)
        for b in bookings
    ]
    uses += [
        Use(facility_id, visit.mode, visit.people, row.start, row.end, visit_id=visit.id) for row, visit in planned
    ]
    return sorted(uses, key=lambda u: (u.start, u.booking_id or u.visit_id or ""))
