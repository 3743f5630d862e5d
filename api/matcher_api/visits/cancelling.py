"""Cancelling a visit: whoever was asked, or lends a room for it, is released and told; nothing of the past changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, delete, select

from matcher_api.assignments.change import step
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import HOLDING, LIFE, BookingState
from matcher_api.facilities.models import Facility
from matcher_api.notifications.models import Notification
from matcher_api.requests.progress import progressed
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED, VISIT
from matcher_api.web.work import Work


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Ids of what was released with the visits, and of visits that now count no more."""

    withdrawn: tuple[str, ...] = ()
    bookings: tuple[str, ...] = ()
    left_without: tuple[str, ...] = ()


def held_of(work: Work, request_id: str) -> Sequence[Visit]:
    """The visits of a request that have not ended, locked in order of id (before the request itself)."""
    return locked(work, Visit.request_id == request_id)


def locked(work: Work, *where: object) -> Sequence[Visit]:
    query = select(Visit).where(*where, col(Visit.state).not_in(ENDED)).order_by(col(Visit.id))  # type: ignore[arg-type]
    return work.session.exec(query.with_for_update().execution_options(populate_existing=True)).all()


def cancelled(work: Work, visits: Iterable[Visit], reason: str, *, tell_resident: bool = True) -> Cancelled:
    """The visits are held by the caller. Refused where one has begun or ended; then nothing is kept. The state of
    their requests follows with `progressed`."""
    rows = list(visits)
    for visit in rows:
        now = {"visit_id": visit.id, "state": visit.state}
        visit.state, visit.reason = VISIT.after(visit.state, "cancel", conflict=now), reason
        work.audit("visit.cancel", visit, state=visit.state)
        if tell_resident and visit.resident_id is not None:
            tell(work, visit, "visit_cancelled", resident_id=visit.resident_id)
    of = {visit.id: visit for visit in rows}
    withdrawn = released(work, of, "visit_cancelled")
    bookings = rooms_given_back(work, of)
    work.session.exec(delete(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(of)))
    work.session.flush()
    return Cancelled(withdrawn, bookings, _left_without(work, rows))


def released(work: Work, of: dict[str, Visit], kind: str) -> tuple[str, ...]:
    """Proposals nobody knows of go; who was asked or said yes is released and told (`kind`)."""
    mine = col(AssignmentRow.visit_id).in_(of)
    work.session.exec(delete(AssignmentRow).where(mine, col(AssignmentRow.state) == "proposed"))
    live = select(AssignmentRow).where(mine, col(AssignmentRow.state).in_(LIVE)).order_by(col(AssignmentRow.id))
    found = []
    for row in work.session.exec(live.with_for_update()).all():
        step(work, row, "release")
        row.reason = of[row.visit_id].reason
        tell(work, of[row.visit_id], kind, person_id=row.person_id, assignment_id=row.id)
        found.append(row.id)
    return tuple(found)


def rooms_given_back(work: Work, of: dict[str, Visit]) -> tuple[str, ...]:
    """Bookings of these visits are cancelled, their units told."""
    takes = (*HOLDING, BookingState.WAITLISTED)
    rows = work.session.exec(
        select(Booking, Facility.organisation_id)
        .join(Facility, col(Facility.id) == col(Booking.facility_id))
        .where(col(Booking.visit_id).in_(of), col(Booking.state).in_(takes))
        .order_by(col(Booking.id))
    ).all()
    found = []
    for booking, organisation_id in rows:
        booking.state = LIFE.after(booking.state, "cancel")
        work.audit("booking.cancel", booking, state=booking.state, visit_id=booking.visit_id)
        if organisation_id is not None and booking.visit_id is not None:
            tell(
                work,
                of[booking.visit_id],
                "booking_cancelled",
                organisation_id=organisation_id,
                booking_id=booking.id,
            )
        found.append(booking.id)
    return tuple(found)


def tell(
    work: Work,
    visit: Visit,
    kind: str,
    *,
    person_id: str | None = None,
    resident_id: str | None = None,
    organisation_id: str | None = None,
    **ids: str,
) -> None:
    """A message in the outbox; to nobody in particular: the desk."""
    work.add(
        Notification(
            community_id=visit.community_id,
            kind=kind,
            person_id=person_id,
            resident_id=resident_id,
            organisation_id=organisation_id,
            payload={"visit_id": visit.id, **ids},
            due_at=work.now,
        )
    )


def _left_without(work: Work, rows: Sequence[Visit]) -> tuple[str, ...]:
    """Visits not ended that need one of these."""
    gone = {visit.id for visit in rows}
    query = select(Visit.id, Visit.needs).where(
        col(Visit.community_id).in_({v.community_id for v in rows}), col(Visit.state).not_in(ENDED), Visit.needs != []
    )
    return tuple(visit_id for visit_id, needs in work.session.exec(query).all() if gone & set(needs))


def follow(work: Work, visits: Iterable[Visit]) -> None:
    """Brings the requests of these visits in line with them."""
    for request_id in sorted({v.request_id for v in visits if v.request_id}):
        progressed(work, request_id)
