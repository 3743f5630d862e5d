"""Nobody came: the slot is given to who waits for it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlmodel import col, select

from matcher_api.bookings.models import Booking
from matcher_api.bookings.service import step
from matcher_api.bookings.states import BookingState
from matcher_api.bookings.waiting import promoted
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Facility
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.web.work import Work

RELEASE_MINUTES = "release_minutes"
DEFAULT_MINUTES = 15


def release_late(work: Work) -> list[Booking]:
    """Releases confirmed bookings that nobody checked in `release_minutes` (of the community's settings; 15) after
    their start, and gives their slots to the waiting list. Visits with people of their own are left alone: those say
    themselves whether they came. What somebody else holds at this moment waits for the next call. Called from time to
    time, by no actor."""
    late = _late(work)
    held = _held_now(work, Visit, {b.visit_id for b in late if b.visit_id})
    rooms = _held_now(work, Facility, {b.facility_id for b in late})
    released: dict[str, list[Booking]] = defaultdict(list)
    for found in late:
        if found.facility_id not in rooms or (found.visit_id is not None and found.visit_id not in held):
            continue
        booking = work.locked(Booking, found.id)
        if booking.state == BookingState.CONFIRMED:
            step(work, booking, "release")
            released[booking.facility_id].append(booking)
    for facility_id in sorted(released):
        promoted(work, work.get(Facility, facility_id))
    work.session.flush()
    return [b for rows in released.values() for b in rows]


def _late(work: Work) -> list[Booking]:
    rows = work.session.exec(
        select(Booking, Community)
        .join(Community, col(Community.id) == col(Booking.community_id))
        .where(
            Booking.state == BookingState.CONFIRMED,
            col(Booking.start) < work.now,
            col(Booking.visit_id).is_(None) | col(Booking.visit_id).not_in(select(VisitRole.visit_id)),
        )
        .order_by(col(Booking.id))
    ).all()
    return [
        booking
        for booking, community in rows
        if booking.start + timedelta(minutes=community.settings.get(RELEASE_MINUTES, DEFAULT_MINUTES)) <= work.now
    ]


def _held_now(work: Work, model: type[Visit] | type[Facility], ids: set[str]) -> set[str]:
    """Those of `ids` that nobody else holds, held in order of id."""
    if not ids:
        return set()
    query = select(model.id).where(col(model.id).in_(ids)).order_by(col(model.id)).with_for_update(skip_locked=True)
    return set(work.session.exec(query).all())
