"""Bookings of planned visits: they follow the published layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import HOLDING, LIFE, BookingState
from matcher_api.facilities.models import Facility
from matcher_api.organisations.models import Organisation
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    facility_id: str
    start: datetime
    end: datetime


def booked(work: Work, visit_ids: Sequence[str], wanted: dict[str, Wanted]) -> None:
    """Of `visit_ids` exactly the `wanted` ones hold a room: those that do already stay as they are, others are
    cancelled, new ones asked for (or confirmed at once, where the unit says so). The database refuses double
    bookings whatever happens here."""
    session = work.session
    holding = session.exec(
        select(Booking).where(col(Booking.visit_id).in_(visit_ids), col(Booking.state).in_(HOLDING)).with_for_update()
    ).all()
    missing = dict(wanted)
    for booking in holding:
        same = missing.get(booking.visit_id or "")
        if same is not None and same == Wanted(booking.facility_id, booking.start, booking.end):
            del missing[booking.visit_id or ""]
        elif booking.state != BookingState.CHECKED_IN:
            booking.state, booking.reason = LIFE.after(booking.state, "cancel"), "replanned"
            work.audit("booking.cancel", booking, state=booking.state, visit_id=booking.visit_id)
    session.flush()  # rooms given back before others take them
    visits = {v.id: v for v in session.exec(select(Visit).where(col(Visit.id).in_(list(missing)))).all()}
    granted = _granted_at_once(work, {w.facility_id for w in missing.values()})
    for visit_id, want in sorted(missing.items()):
        visit = visits[visit_id]
        state: str = BookingState.REQUESTED
        if want.facility_id in granted:
            state = LIFE.after(LIFE.after(state, "approve"), "confirm")
        booking = work.add(
            Booking(
                community_id=visit.community_id,
                facility_id=want.facility_id,
                mode=visit.mode,
                people=visit.people,
                start=want.start,
                end=want.end,
                state=state,
                visit_id=visit_id,
            )
        )
        work.audit("booking.create", booking, state=state, visit_id=visit_id)
    session.flush()


def _granted_at_once(work: Work, facility_ids: set[str]) -> set[str]:
    """Facilities whose unit needs no word of its own."""
    rows = work.session.exec(
        select(Facility.id, Facility.auto_approve, Organisation.auto_approve)
        .join(Organisation, col(Organisation.id) == col(Facility.organisation_id), isouter=True)
        .where(col(Facility.id).in_(facility_ids))
    ).all()
    return {i for i, own, units in rows if (own if own is not None else units is not False)}
