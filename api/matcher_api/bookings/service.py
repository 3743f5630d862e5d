"""What can be done with bookings once they are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.assignments.visit_state import settle
from matcher_api.bookings.models import Booking
from matcher_api.bookings.shapes import BookingShown
from matcher_api.bookings.states import HOLDING, LIFE, BookingState
from matcher_api.bookings.told import tell_booker, tell_unit
from matcher_api.bookings.visits_of_room import published_in, visits_held, without_room
from matcher_api.bookings.waiting import promoted
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility, Rejection
from matcher_api.facilities.rights import runs
from matcher_api.residents.models import ResidentContact
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

TOLD = {
    "approve": "booking_confirmed",
    "reject": "booking_rejected",
    "release": "booking_released",
    "displace": "booking_displaced",
}
"""What the booker is told; the rest they do themselves or see on the spot."""
BY_ITSELF = ("promote", "confirm", "displace")
"""Steps that follow from something else; no endpoint is one of them."""
EARLY = timedelta(minutes=30)
"""So long before its start people may be checked in."""


def shown(work: Work, rows: Sequence[Booking]) -> list[BookingShown]:
    """With the facility's name and the resident's, masked; two queries more. Oversight reads without both names and
    reasons."""
    rooms = work.session.exec(select(Facility).where(col(Facility.id).in_({b.facility_id for b in rows}))).all()
    facilities = {f.id: f for f in rooms}
    contacts = select(ResidentContact.resident_id, ResidentContact.name).where(
        col(ResidentContact.resident_id).in_({b.resident_id for b in rows if b.resident_id})
    )
    names = dict(work.session.exec(contacts).all())
    return [_one(work, b, facilities[b.facility_id], names.get(b.resident_id or "", "")) for b in rows]


def _one(work: Work, booking: Booking, facility: Facility, name: str) -> BookingShown:
    needed = (
        work.actor.in_community(booking.community_id, *OFFICE)
        or booking.resident_id in work.actor.residents
        or facility.organisation_id in work.actor.organisations
    )
    fields = booking.model_dump()
    if not needed:
        fields |= {"resident_id": None, "reason": ""}
    return BookingShown(
        **fields,
        facility=facility.name or facility.code,
        name=masked(name) if needed else "",
        possible=[a for a in LIFE.possible(booking.state) if a not in BY_ITSELF],
    )


def listed(
    work: Work,
    paging: Paging,
    *,
    facility_id: str | None,
    state: BookingState | None,
    since: datetime | None,
    until: datetime | None,
) -> Page[BookingShown]:
    actor = work.actor
    own_rooms = select(Facility.id).where(col(Facility.organisation_id).in_(actor.organisations))
    query = select(Booking).where(
        or_(
            of_communities(Booking.community_id, actor, *OFFICE, *OVERSIGHT),
            col(Booking.resident_id).in_(actor.residents),
            col(Booking.facility_id).in_(own_rooms),
        )
    )
    if facility_id is not None:
        query = query.where(Booking.facility_id == facility_id)
    if state is not None:
        query = query.where(Booking.state == state)
    if since is not None:
        query = query.where(col(Booking.end) > since)
    if until is not None:
        query = query.where(col(Booking.start) < until)
    return page_of(work, query, Booking, paging, lambda rows: shown(work, rows))


def seen(work: Work, booking_id: str) -> Booking:
    booking = work.get(Booking, booking_id)
    actor = work.actor
    if not (
        actor.in_community(booking.community_id, *OFFICE, *OVERSIGHT)
        or booking.resident_id in actor.residents
        or _of_own_unit(work, booking)
    ):
        raise Refusal("not_found")
    return booking


def _of_own_unit(work: Work, booking: Booking) -> bool:
    return work.get(Facility, booking.facility_id).organisation_id in work.actor.organisations


def _held(work: Work, booking_id: str) -> tuple[Facility, Booking]:
    """Both, held: visit before facility before booking, the order of all who write here."""
    booking = seen(work, booking_id)
    visits_held(work, [booking.visit_id] if booking.visit_id else [])
    facility = work.locked(Facility, booking.facility_id)
    return facility, work.locked(Booking, booking_id)


def _runs(work: Work, facility: Facility, *, clerk: bool = False) -> bool:
    at_desk = clerk and work.actor.in_community(facility.community_id, AccessRole.CLERK)
    return at_desk or runs(work.actor, facility)


def step(work: Work, booking: Booking, action: str, *, reason: str = "") -> None:
    """One step of the table, audited; refuses what the table does not know."""
    booking.state = LIFE.after(booking.state, action)
    if reason:
        booking.reason = reason
    work.audit(f"booking.{action}", booking, state=booking.state, visit_id=booking.visit_id)
    if action in TOLD:
        tell_booker(work, booking, TOLD[action])


def approved(work: Work, booking_id: str) -> Booking:
    """The unit's yes; nothing else is waited for, so that the booking is confirmed with it."""
    facility, booking = _held(work, booking_id)
    if not _runs(work, facility):
        raise Refusal("not_found")
    step(work, booking, "approve")
    step(work, booking, "confirm")
    work.session.flush()
    if booking.visit_id is not None:
        settle(work, [booking.visit_id])
    return booking


def rejected(work: Work, booking_id: str, reason: str) -> Booking:
    """The unit's no. A visit is not planned there at this start again, and waits for another room."""
    facility, booking = _held(work, booking_id)
    if not _runs(work, facility):
        raise Refusal("not_found")
    step(work, booking, "reject", reason=reason)
    if booking.visit_id is not None:
        work.add(Rejection(facility_id=facility.id, visit_id=booking.visit_id, start=booking.start))
        rows = published_in(work, facility.id, booking.start, booking.end)
        without_room(work, [r for r in rows if r.visit_id == booking.visit_id], "booking_rejected")
    promoted(work, facility)
    return booking


def cancelled(work: Work, booking_id: str, reason: str) -> Booking:
    """By who booked, the desk or the unit. A visit's booking follows its plan: it is cancelled by planning."""
    facility, booking = _held(work, booking_id)
    own = booking.resident_id is not None and booking.resident_id in work.actor.residents
    if not (own or _runs(work, facility, clerk=True)):
        raise Refusal("not_found")
    if booking.visit_id is not None:
        raise Refusal("of_a_visit", conflict={"visit_id": booking.visit_id})
    freed = booking.state in HOLDING
    step(work, booking, "cancel", reason=reason)
    if not own:
        tell_booker(work, booking, "booking_cancelled")
    if freed:
        tell_unit(work, facility, booking, "booking_cancelled")
        promoted(work, facility)
    work.session.flush()
    return booking


def checked_in(work: Work, booking_id: str) -> Booking:
    return _at_the_gate(work, booking_id, "check_in")


def completed(work: Work, booking_id: str) -> Booking:
    """They have left; what is left of the slot is free."""
    return _at_the_gate(work, booking_id, "complete")


def released(work: Work, booking_id: str) -> Booking:
    """Nobody came; the slot is free."""
    return _at_the_gate(work, booking_id, "release")


def _at_the_gate(work: Work, booking_id: str, action: str) -> Booking:
    facility, booking = _held(work, booking_id)
    if not _runs(work, facility, clerk=True):
        raise Refusal("not_found")
    if work.now < booking.start - (EARLY if action == "check_in" else timedelta(0)):
        raise Refusal("not_begun", conflict={"start": booking.start.isoformat()})
    step(work, booking, action)
    work.session.flush()
    if booking.state not in HOLDING:
        promoted(work, facility)
    return booking
