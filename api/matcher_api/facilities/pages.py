"""/unit: what a facility's unit has to do: bookings that wait for its word, today's sheet at the gate, closures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.bookings import service as bookings
from matcher_api.bookings.shapes import Why
from matcher_api.bookings.states import BookingState
from matcher_api.calendars.moments import Day
from matcher_api.facilities import closures, service
from matcher_api.facilities.rights import seen
from matcher_api.facilities.shapes import ClosureDraft, Hit
from matcher_api.facilities.sheet import sheet
from matcher_api.pages.drawing import drawn, to, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/unit")
RUNS = allow(AccessRole.COORDINATOR, AccessRole.UNIT)
GATE = allow(AccessRole.COORDINATOR, AccessRole.CLERK, AccessRole.UNIT)


@router.get("", dependencies=RUNS)
def unit(request: Request, work: WorkOf) -> Response:
    """The inbox, and my rooms."""
    waiting = bookings.listed(
        work, EVERY, facility_id=None, state=BookingState.REQUESTED, since=work.now, until=None
    ).items
    rooms = service.listed(work, EVERY, community_id=None, organisation_id=None, mode=None).items
    return drawn(request, work, "unit.html", waiting=sorted(waiting, key=lambda b: (b.start, b.id)), rooms=rooms)


def _unit_again(request: Request, work: Work, **_: Any) -> Response:
    return unit(request, work)


@router.post("/bookings/{booking_id}/approve", dependencies=RUNS)
@back_to(_unit_again)
def approve(work: WorkOf, booking_id: str) -> Response:
    bookings.approved(work, booking_id)
    return to("/unit")


@router.post("/bookings/{booking_id}/reject", dependencies=RUNS)
@back_to(_unit_again)
def reject(request: Request, work: WorkOf, booking_id: str) -> Response:
    form = Form(request)
    bookings.rejected(work, booking_id, form.as_(Why, {"reason": form.one("reason")}).reason)
    return to("/unit")


@router.get("/rooms/{facility_id}", dependencies=GATE)
def room(
    request: Request, work: WorkOf, facility_id: str, day: Annotated[Day | None, Query(description="Today")] = None
) -> Response:
    """The sheet at the gate of one day, and closures to come."""
    return _room(request, work, facility_id, day)


def _room(request: Request, work: Work, facility_id: str, day: Any = None, hit: Hit | None = None) -> Response:
    facility = service.shown(work, [seen(work, facility_id)])[0]
    ahead = [
        c for c in closures.closures(work, facility_id, EVERY).items if c.end > work.now and c.cancelled_at is None
    ]
    runs = work.actor.has(AccessRole.COORDINATOR, AccessRole.UNIT, AccessRole.ADMIN)
    shown = sheet(work, facility_id, day)
    typed = Form(request).typed if hit is not None else {}
    return drawn(
        request, work, "unit_room.html", room=facility, sheet=shown, closures=ahead, hit=hit, runs=runs, asked=typed
    )


def _room_again(request: Request, work: Work, facility_id: str, **_: Any) -> Response:
    return _room(request, work, facility_id)


@router.post("/rooms/{facility_id}/close", dependencies=RUNS)
@back_to(_room_again)
def close(request: Request, work: WorkOf, facility_id: str) -> Response:
    """Asked once it says whom it hits; confirmed, it closes."""
    form, zone = Form(request), zone_of(work)
    values = {
        "start": form.moment("first", "start", zone),
        "end": form.moment("last", "end", zone),
        "reason": form.one("reason"),
    }
    draft = form.as_(ClosureDraft, values, {"start": "first", "end": "last", "": "last"})
    sure = form.one("sure") == "on"
    _, hit = closures.closed(work, facility_id, draft, dry_run=not sure)
    return to(f"/unit/rooms/{facility_id}") if sure else _room(request, work, facility_id, None, hit)


@router.post("/rooms/{facility_id}/closures/{closure_id}/cancel", dependencies=RUNS)
@back_to(_room_again)
def reopen(work: WorkOf, facility_id: str, closure_id: str) -> Response:
    closures.reopened(work, facility_id, closure_id)
    return to(f"/unit/rooms/{facility_id}")


STEPS = {"check-in": bookings.checked_in, "complete": bookings.completed, "release": bookings.released}


@router.post("/rooms/{facility_id}/bookings/{booking_id}/{step}", dependencies=GATE)
@back_to(_room_again)
def at_the_gate(work: WorkOf, facility_id: str, booking_id: str, step: str) -> Response:
    if step in STEPS:
        STEPS[step](work, booking_id)
    return to(f"/unit/rooms/{facility_id}")
