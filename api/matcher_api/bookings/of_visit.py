"""The room of a visit follows what its people say: they came, they left."""

from __future__ import annotations

from sqlmodel import select

from matcher_api.bookings.models import Booking
from matcher_api.bookings.service import step
from matcher_api.bookings.states import LIFE
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


def room_follows(work: Work, visit: Visit, action: str) -> None:
    """One step of its bookings' table, where they can take it; the caller holds the visit."""
    for booking in work.session.exec(select(Booking).where(Booking.visit_id == visit.id)).all():
        if action in LIFE.possible(booking.state):
            step(work, booking, action)
