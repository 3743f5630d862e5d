"""The waiting list: whoever waits longest and fits gets a slot that became free."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.bookings.fits import Use, clash, lane
from matcher_api.bookings.held import held
from matcher_api.bookings.making import first_state, told_first
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import LIFE, BookingState
from matcher_api.facilities.models import Facility, FacilityMode
from matcher_api.facilities.opened import open_throughout
from matcher_api.web.work import Work


def promoted(work: Work, facility: Facility) -> list[Booking]:
    """Every waiting booking of a facility that fits now, in order of `waiting_since`, takes its slot: requested of
    the unit, or confirmed where no word is needed. The caller holds the facility and has given something free."""
    work.session.flush()
    if facility.state != "active":
        return []
    waiting = work.session.exec(
        select(Booking)
        .where(
            Booking.facility_id == facility.id,
            Booking.state == BookingState.WAITLISTED,
            col(Booking.start) >= work.now,
        )
        .order_by(col(Booking.waiting_since), col(Booking.id))
        .with_for_update()
    ).all()
    if not waiting:
        return []
    sizes = {
        m.mode: m.capacity
        for m in work.session.exec(select(FacilityMode).where(FacilityMode.facility_id == facility.id)).all()
    }
    return [b for b in waiting if sizes.get(b.mode, 0) >= b.people and _takes(work, facility, sizes[b.mode], b)]


def _takes(work: Work, facility: Facility, capacity: int, booking: Booking) -> bool:
    wish = Use(facility.id, booking.mode, booking.people, booking.start, booking.end, booking_id=booking.id)
    uses = held(work.session, facility.id, booking.start, booking.end)
    if clash(facility, capacity, wish, uses) is not None:
        return False
    if not open_throughout(work.session, facility, booking.start, booking.end):
        return False
    booking.state = LIFE.after(booking.state, "promote")
    if first_state(work, facility, own=False) == BookingState.CONFIRMED:
        booking.state = LIFE.after(LIFE.after(booking.state, "approve"), "confirm")
    booking.lane = lane(facility, wish, uses)
    work.audit("booking.promote", booking, state=booking.state)
    told_first(work, facility, booking)
    work.session.flush()
    return True
