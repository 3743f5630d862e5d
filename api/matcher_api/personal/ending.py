"""Before somebody is erased: what is still to come for them ends, as if they had called it off."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.bookings import service as bookings
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import LIFE, BookingState
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.people.stepping_back import stepped_back
from matcher_api.requests.acting import called_off
from matcher_api.requests.models import Request
from matcher_api.requests.states import REQUEST, RequestState
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.cancelling import cancelled, locked
from matcher_api.visits.models import Visit
from matcher_api.visits.states import VisitState
from matcher_api.web.work import Work

REASON = "erased"
_AT_WORK = (AssignmentState.ACCEPTED, AssignmentState.CHECKED_IN)
_CANCELLABLE = [s.value for s in BookingState if "cancel" in LIFE.possible(s)]
_OPEN_REQUESTS = [s.value for s in RequestState if "cancel" in REQUEST.possible(s)]


def of_person(work: Work, person: Person) -> list[str]:
    """Ids of the assignments that were released. Refused while the person is at work: others rely on knowing who is
    there."""
    going_on = (
        select(AssignmentRow.id)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .where(
            AssignmentRow.person_id == person.id,
            col(AssignmentRow.state).in_([s.value for s in _AT_WORK]),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start <= work.now,
            PlannedVisitRow.end > work.now,
        )
    )
    if found := work.session.exec(going_on).all():
        raise Refusal("going_on", conflict={"assignments": sorted(found)})
    return list(stepped_back(work, [person.id], reason=REASON).assignments)


def of_resident(work: Work, resident: Resident) -> list[str]:
    """Ids of the requests, visits and bookings that were cancelled. Refused while somebody is there."""
    mine = Visit.resident_id == resident.id
    begun = select(Visit.id).where(mine, Visit.state == VisitState.IN_PROGRESS)
    if found := work.session.exec(begun).all():
        raise Refusal("going_on", conflict={"visits": sorted(found)})
    visits = locked(work, mine)
    ended = [visit.id for visit in visits]
    requests = select(Request.id).where(Request.resident_id == resident.id, col(Request.state).in_(_OPEN_REQUESTS))
    for request_id in work.session.exec(requests.order_by(col(Request.id))).all():
        called_off(work, request_id, REASON)
        ended.append(request_id)
    cancelled(work, locked(work, mine), REASON, tell_resident=False)
    own = select(Booking.id).where(
        Booking.resident_id == resident.id, col(Booking.visit_id).is_(None), col(Booking.state).in_(_CANCELLABLE)
    )
    for booking_id in work.session.exec(own.order_by(col(Booking.id))).all():
        bookings.cancelled(work, booking_id, "")
        ended.append(booking_id)
    return ended
