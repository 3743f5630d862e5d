"""Closing a facility: who is hit, then they lose the room and are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from matcher_api.bookings.models import Booking
from matcher_api.bookings.service import step
from matcher_api.bookings.states import HOLDING
from matcher_api.bookings.visits_of_room import published_in, visits_held, without_room
from matcher_api.bookings.waiting import promoted
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Closure, Facility
from matcher_api.facilities.rights import run, runs, seen
from matcher_api.facilities.shapes import ClosureDraft, ClosureShown, Hit
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import OPEN
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


@dataclass(frozen=True, slots=True)
class Losing:
    """What takes the room while it shall be closed."""

    bookings: Sequence[Booking]
    planned: Sequence[PlannedVisitRow]
    sizes: dict[str, int]
    """People of each planned visit."""

    @property
    def hit(self) -> Hit:
        through = {b.visit_id for b in self.bookings}
        people = sum(b.people for b in self.bookings) + sum(n for v, n in self.sizes.items() if v not in through)
        return Hit(bookings=[b.id for b in self.bookings], visits=[p.visit_id for p in self.planned], people=people)


def closures(work: Work, facility_id: str, paging: Paging) -> Page[ClosureShown]:
    query = select(Closure).where(Closure.facility_id == seen(work, facility_id).id)
    return page_of(work, query, Closure, paging, lambda rows: [ClosureShown.model_validate(r) for r in rows])


def losing(work: Work, facility: Facility, start: datetime, end: datetime) -> Losing:
    bookings = work.session.exec(
        select(Booking)
        .where(
            Booking.facility_id == facility.id,
            col(Booking.state).in_(HOLDING),
            col(Booking.start) < end,
            col(Booking.end) > start,
            col(Booking.end) > work.now,
        )
        .order_by(col(Booking.start), col(Booking.id))
    ).all()
    planned = published_in(work, facility.id, start, end)
    sizes = select(Visit.id, Visit.people).where(col(Visit.id).in_([p.visit_id for p in planned]))
    return Losing(bookings, planned, dict(work.session.exec(sizes).all()))


def closed(work: Work, facility_id: str, draft: ClosureDraft, *, dry_run: bool) -> tuple[Closure | None, Hit]:
    """Closes `[start, end)`: bookings become `displaced`, published visits lose the room and wait to be planned anew,
    all in one transaction. A dry run only says whom it would hit."""
    if draft.end <= work.now:
        raise Refusal("slot_past", field="end")
    facility = seen(work, facility_id)
    if not runs(work.actor, facility):
        raise Refusal("not_found")
    if dry_run:
        return None, losing(work, facility, draft.start, draft.end).hit
    _visits_held(work, facility, draft)
    facility = run(work, facility_id)
    found = losing(work, facility, draft.start, draft.end)
    hit = found.hit
    closure = work.add(Closure(facility_id=facility.id, **draft.model_dump()))
    work.audit("closure.create", closure, facility_id=facility.id, bookings=len(hit.bookings), visits=len(hit.visits))
    for booking in found.bookings:
        step(work, booking, "displace")
    without_room(work, found.planned, "closure")
    work.session.flush()
    return closure, hit


def _visits_held(work: Work, facility: Facility, draft: ClosureDraft) -> None:
    """Visits that are, or may meanwhile be, planned into the closure."""
    near = select(Visit.id).where(
        Visit.community_id == facility.community_id,
        Visit.mode != "",
        col(Visit.state).in_(OPEN),
        col(Visit.first_start) < draft.end,
        col(Visit.last_end) > draft.start,
    )
    known = [row.visit_id for row in published_in(work, facility.id, draft.start, draft.end)]
    visits_held(work, [*work.session.exec(near).all(), *known])


def reopened(work: Work, facility_id: str, closure_id: str) -> Closure:
    """Cancels a closure: the hours count again, and who waits may get them. What was displaced stays so - its people
    were told - and may be booked anew."""
    facility = run(work, facility_id)
    closure = work.locked(Closure, closure_id)
    if closure.facility_id != facility.id:
        raise Refusal("not_found")
    if closure.cancelled_at is not None:
        raise Refusal("closure_cancelled")
    closure.cancelled_at = work.now
    work.audit("closure.cancel", closure, facility_id=facility.id)
    promoted(work, facility)
    work.session.flush()
    return closure
