"""Making a booking: the facility is held, what stands in the way is looked for, then it is written - and the database
judges once more (`guard`)."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from matcher_api.access.roles import AccessRole
from matcher_api.bookings import guard
from matcher_api.bookings.cut_off import collected_until
from matcher_api.bookings.fees import fee_cents
from matcher_api.bookings.fits import Use, clash, lane
from matcher_api.bookings.held import held
from matcher_api.bookings.models import Booking
from matcher_api.bookings.shapes import BookingDraft
from matcher_api.bookings.states import LIFE, BookingState
from matcher_api.bookings.told import tell_booker, tell_unit
from matcher_api.communities.models import Community
from matcher_api.errors import Fault, Refusal
from matcher_api.facilities.models import Facility, FacilityMode, Fee
from matcher_api.facilities.opened import open_throughout
from matcher_api.facilities.rights import runs, seen
from matcher_api.organisations.models import Organisation
from matcher_api.residents.models import Resident
from matcher_api.web.work import Work


def capacity_of(session: Session, facility: Facility, mode: str, people: int) -> int:
    """People that the mode holds; refuses an unknown mode, and more people than that."""
    rows = session.exec(select(FacilityMode).where(FacilityMode.facility_id == facility.id)).all()
    sizes = {row.mode: row.capacity for row in rows}
    if mode not in sizes:
        raise Refusal("no_such_mode", field="mode", mode=mode, modes=", ".join(sorted(sizes)))
    if people > sizes[mode]:
        raise Refusal("too_many_people", field="people", capacity=sizes[mode])
    return sizes[mode]


def approved_at_once(session: Session, facility: Facility) -> bool:
    """As the facility says, else its organisation; what belongs to nobody needs nobody's word."""
    if facility.auto_approve is not None:
        return facility.auto_approve
    if facility.organisation_id is None:
        return True
    return session.get_one(Organisation, facility.organisation_id).auto_approve


def booked(work: Work, draft: BookingDraft) -> Booking:
    """A new booking: confirmed at once or requested; with `wait`, on the waiting list where the slot is taken."""
    seen(work, draft.facility_id)
    facility = work.locked(Facility, draft.facility_id)
    resident_id = _for_whom(work, facility, draft.resident_id)
    own = runs(work.actor, facility)
    if facility.state != "active" or not (facility.public or own):
        raise Refusal("not_bookable", conflict={"facility_id": facility.id})
    start, end = draft.start, draft.start + timedelta(minutes=draft.minutes)
    if start < work.now:
        raise Refusal("slot_past", field="start")
    capacity = capacity_of(work.session, facility, draft.mode, draft.people)
    community = work.session.get_one(Community, facility.community_id)
    until = None if own else collected_until(community, start, now=work.now)
    if until is not None:
        raise Refusal("collected", field="start", until=until.astimezone(ZoneInfo(community.zone)).isoformat())
    if not open_throughout(work.session, facility, start, end):
        raise Refusal("slot_closed", field="start")
    wish = Use(facility.id, draft.mode, draft.people, start, end)
    uses = held(work.session, facility.id, start, end)
    taken = clash(facility, capacity, wish, uses)
    if taken is not None and not draft.wait:
        raise Refusal("slot_taken", field="start", conflict=taken.ids)
    fees = work.session.exec(select(Fee).where(Fee.facility_id == facility.id)).all()
    booking = Booking(
        community_id=facility.community_id,
        facility_id=facility.id,
        mode=draft.mode,
        people=draft.people,
        start=start,
        end=end,
        resident_id=resident_id,
        concession=draft.concession,
        fee_cents=fee_cents(fees, mode=draft.mode, concession=draft.concession, minutes=draft.minutes),
        lane=lane(facility, wish, uses),
    )
    if taken is not None:
        booking.state, booking.waiting_since = BookingState.WAITLISTED, work.now
    else:
        booking.state = first_state(work, facility, own=own)
    placed(work, booking)
    work.audit("booking.create", booking, state=booking.state)
    if taken is None:
        told_first(work, facility, booking)
    work.session.flush()
    return booking


def _for_whom(work: Work, facility: Facility, resident_id: str | None) -> str | None:
    """The resident booked for: one of the actor's own; desk and unit name any of the community, coordinator and unit
    may book without."""
    actor = work.actor
    desk = actor.in_community(facility.community_id, AccessRole.COORDINATOR, AccessRole.CLERK)
    if resident_id is None:
        if len(actor.residents) == 1 and not desk:
            resident_id = next(iter(actor.residents))
        elif runs(actor, facility):
            return None
        else:
            raise Refusal("invalid", faults=[Fault("resident_id", "missing", "请指明为哪位居民预订", "Say for whom")])
    resident = work.session.get(Resident, resident_id)
    allowed = resident_id in actor.residents or desk or runs(actor, facility)
    if resident is None or resident.community_id != facility.community_id or not allowed:
        text = ("本社区没有这位居民", "The community has no such resident")
        raise Refusal("invalid", faults=[Fault("resident_id", "unknown", *text)])
    return resident.id


def first_state(work: Work, facility: Facility, *, own: bool) -> BookingState:
    """Where a booking begins that gets its slot: who runs the facility needs no word of its unit."""
    state = BookingState.REQUESTED
    if own or approved_at_once(work.session, facility):
        state = BookingState(LIFE.after(LIFE.after(state, "approve"), "confirm"))
    return state


def told_first(work: Work, facility: Facility, booking: Booking) -> None:
    if booking.state == BookingState.REQUESTED:
        tell_unit(work, facility, booking, "booking_requested")
    else:
        tell_booker(work, booking, "booking_confirmed")


def placed(work: Work, booking: Booking) -> None:
    """Writes the booking; what the database refuses as taken is refused here with the same word."""
    try:
        with work.session.begin_nested():
            work.session.add(booking)
            work.session.flush()
    except IntegrityError as error:
        if not guard.refused(error):
            raise
        uses = held(work.session, booking.facility_id, booking.start, booking.end)
        conflict = next((u.ids for u in uses if u.start < booking.end and booking.start < u.end), None)
        raise Refusal("slot_taken", field="start", conflict=conflict) from error
