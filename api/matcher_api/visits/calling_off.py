"""A visit that cannot take place for want of people: nobody stays bound, everybody is told once, it is planned anew."""

from __future__ import annotations

from sqlmodel import col, delete

from matcher_api.bookings.of_visit import room_follows
from matcher_api.requests.progress import progressed
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.cancelling import Cancelled, released, rooms_given_back, tell
from matcher_api.visits.models import Visit
from matcher_api.visits.states import VISIT
from matcher_api.web.work import Work

KIND = "visit_called_off"


def called_off(work: Work, visit: Visit, reason: str) -> Cancelled:
    """The visit is held by the caller. Unlike a cancelled one it waits for another plan, as far as its windows reach;
    its request waits with it. Refused where it has begun."""
    now = {"visit_id": visit.id, "state": visit.state}
    visit.state, visit.reason = VISIT.after(visit.state, "call_off", conflict=now), reason
    work.audit("visit.call_off", visit, state=visit.state)
    if visit.resident_id is not None:
        tell(work, visit, KIND, resident_id=visit.resident_id)
    tell(work, visit, KIND)  # the desk
    room_follows(work, visit, "complete")  # of a room that the unit opened for them
    withdrawn = released(work, {visit.id: visit}, KIND)
    bookings = rooms_given_back(work, {visit.id: visit})
    work.session.exec(delete(PlannedVisitRow).where(col(PlannedVisitRow.visit_id) == visit.id))
    work.session.flush()
    progressed(work, visit.request_id)
    return Cancelled(withdrawn, bookings)
