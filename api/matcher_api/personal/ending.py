"""Before somebody is erased: what is still to come for them ends, as if they had called it off."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import COMING, AssignmentState
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
from matcher_api.visits.cancelling import cancelled, follow, locked
from matcher_api.visits.models import Visit
from matcher_api.visits.states import PUBLISHED, VisitState
from matcher_api.web.work import Work

REASON = "erased"
_AT_WORK = (*COMING, AssignmentState.CHECKED_IN)
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
    """Ids of the requests, visits and bookings that were cancelled. Refused while somebody is there. What took place
    and is not settled yet stays, so that whoever came gets their hours."""
    mine = Visit.resident_id == resident.id
    begun = _begun(work, resident)
    ended = []
    requests = select(Request.id).where(Request.resident_id == resident.id, col(Request.state).in_(_OPEN_REQUESTS))
    visits = locked(work, mine)
    unsettled = {v.request_id for v in visits if v.id in begun}
    for request_id in work.session.exec(requests.order_by(col(Request.id))).all():
        if request_id not in unsettled:
            ended += [v.id for v in visits if v.request_id == request_id]
            called_off(work, request_id, REASON)
            ended.append(request_id)
    to_come = [v for v in locked(work, mine) if v.id not in begun]
    cancelled(work, to_come, REASON, tell_resident=False)
    follow(work, to_come)
    ended += [v.id for v in to_come]
    own = select(Booking.id).where(
        Booking.resident_id == resident.id, col(Booking.visit_id).is_(None), col(Booking.state).in_(_CANCELLABLE)
    )
    for booking_id in work.session.exec(own.order_by(col(Booking.id))).all():
        bookings.cancelled(work, booking_id, "")
        ended.append(booking_id)
    return ended


def _begun(work: Work, resident: Resident) -> frozenset[str]:
    """Visits of before that are not settled."""
    planned = (
        select(Visit.id, Visit.state, PlannedVisitRow.end)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(Visit.id))
        .where(
            Visit.resident_id == resident.id,
            col(Visit.state).in_(PUBLISHED),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start <= work.now,
        )
    )
    rows = work.session.exec(planned).all()
    going_on = {key for key, state, end in rows if state == VisitState.IN_PROGRESS or end > work.now}
    if going_on:
        raise Refusal("going_on", conflict={"visits": sorted(going_on)})
    return frozenset(key for key, _, _ in rows)
