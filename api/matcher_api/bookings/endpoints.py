"""/bookings"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.bookings import making, service
from matcher_api.bookings.models import Booking
from matcher_api.bookings.shapes import BookingDraft, BookingShown, Why
from matcher_api.bookings.states import BookingState
from matcher_api.calendars.moments import Moment
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = resource("/bookings", "bookings")

RUNS = (AccessRole.COORDINATOR, AccessRole.UNIT)
GATE = (AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.UNIT)
BOOKS = (*GATE, AccessRole.RESIDENT)
READS = (*BOOKS, *OVERSIGHT)


def _answer(work: Work, booking: Booking, response: Response) -> BookingShown:
    tag(response, booking)
    return service.shown(work, [booking])[0]


@router.get("", dependencies=allow(*READS))
def list_bookings(
    work: WorkOf,
    paging: PagingOf,
    facility_id: Annotated[str | None, Query(max_length=32)] = None,
    state: BookingState | None = None,
    since: Annotated[Moment | None, Query(alias="from", description="Ending after this moment")] = None,
    until: Annotated[Moment | None, Query(alias="to", description="Beginning before this moment")] = None,
) -> Page[BookingShown]:
    """A resident's own, a unit's facilities', or all of the desk's community; oversight reads without names."""
    return service.listed(work, paging, facility_id=facility_id, state=state, since=since, until=until)


@router.post("", status_code=201, dependencies=allow(*BOOKS))
def create_booking(work: WorkOf, draft: BookingDraft, response: Response) -> BookingShown:
    """Books a free slot: `confirmed` at once where the unit needs no word, else `requested`. Taken: 409 `slot_taken`
    with what is there, or with `wait` a place on the waiting list. Where the community collects requests until some
    hours before (`cutoff_hours`), earlier ones are refused as `collected`: file a request; coordinator and unit are
    not bound by this."""
    return _answer(work, making.booked(work, draft), response)


@router.get("/{booking_id}", dependencies=allow(*READS))
def get_booking(work: WorkOf, booking_id: str, response: Response) -> BookingShown:
    return _answer(work, service.seen(work, booking_id), response)


@router.post("/{booking_id}/approve", dependencies=allow(*RUNS))
def approve_booking(work: WorkOf, booking_id: str, response: Response) -> BookingShown:
    """The unit's yes: the booking is confirmed."""
    return _answer(work, service.approved(work, booking_id), response)


@router.post("/{booking_id}/reject", dependencies=allow(*RUNS))
def reject_booking(work: WorkOf, booking_id: str, response: Response, why: Why | None = None) -> BookingShown:
    """The unit's no. The booking of a visit: it is never planned there at this start again, and waits to be planned
    anew."""
    return _answer(work, service.rejected(work, booking_id, (why or Why()).reason), response)


@router.post("/{booking_id}/cancel", dependencies=allow(*BOOKS))
def cancel_booking(work: WorkOf, booking_id: str, response: Response, why: Why | None = None) -> BookingShown:
    """Gives the slot back; who waits for it gets it."""
    return _answer(work, service.cancelled(work, booking_id, (why or Why()).reason), response)


@router.post("/{booking_id}/check-in", dependencies=allow(*GATE))
def check_in(work: WorkOf, booking_id: str, response: Response) -> BookingShown:
    return _answer(work, service.checked_in(work, booking_id), response)


@router.post("/{booking_id}/complete", dependencies=allow(*GATE))
def complete_booking(work: WorkOf, booking_id: str, response: Response) -> BookingShown:
    """They have left; what is left of the slot is free."""
    return _answer(work, service.completed(work, booking_id), response)


@router.post("/{booking_id}/release", dependencies=allow(*GATE))
def release_booking(work: WorkOf, booking_id: str, response: Response) -> BookingShown:
    """Nobody came: from its start on, the slot is free for who waits."""
    return _answer(work, service.released(work, booking_id), response)
