"""/services: a resident's counter: ask, follow, rate; what is near, and rooms to book."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access.roles import AccessRole
from matcher_api.assignments import verifying
from matcher_api.bookings import making
from matcher_api.bookings import service as bookings
from matcher_api.bookings.shapes import BookingDraft
from matcher_api.calendars.moments import Day
from matcher_api.catalogue.service import current_of
from matcher_api.errors import Refusal
from matcher_api.facilities import free_slots
from matcher_api.facilities import service as facilities
from matcher_api.facilities.rights import seen as room_seen
from matcher_api.nearby.service import Wish, nearest
from matcher_api.nearby.shapes import Kind
from matcher_api.pages.drawing import drawn, to, tongue_of, zone_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.requests import acting
from matcher_api.requests import service as requests
from matcher_api.requests.form import draft_of, items_by_category
from matcher_api.requests.shapes import Answer, Rating
from matcher_api.requests.showing import shown
from matcher_api.residents import service
from matcher_api.residents.coming import coming
from matcher_api.residents.models import Resident
from matcher_api.visits.shapes import Because
from matcher_api.web.paging import EVERY
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/services")
OWN = allow(AccessRole.RESIDENT)
HALF_HOURS = 2
"""Slots come every quarter of an hour; on a phone every half hour is enough."""
Text = Annotated[str, Query(max_length=40)]


def _me(work: Work) -> Resident:
    """Whom the login is; the first, of who stands for several."""
    if not work.actor.residents:
        raise Refusal("forbidden")
    return service.seen(work, min(work.actor.residents))


@router.get("", dependencies=OWN)
def services(request: Request, work: WorkOf) -> Response:
    """What I asked for and how far it is; what I booked."""
    t, me = tongue_of(request, work), _me(work)
    mine = requests.listed(
        work, EVERY, states=[], category=None, item=None, resident_id=me.id, community_id=None, overdue=None
    ).items
    items = current_of(work, (r.item_code for r in mine))
    return drawn(
        request,
        work,
        "services.html",
        mine=sorted(mine, key=lambda r: r.asked_at, reverse=True),
        items={code: t(item.zh, item.en) for code, item in items.items()},
        booked=bookings.listed(work, EVERY, facility_id=None, state=None, since=work.now, until=None).items,
        coming=coming(work, me),
    )


def _services_again(request: Request, work: Work, **_: Any) -> Response:
    return services(request, work)


@router.post("/visits/{visit_id}/served", dependencies=OWN)
@back_to(_services_again)
def served(work: WorkOf, visit_id: str) -> Response:
    """They came and did it: the hours of everybody who has left count."""
    verifying.visit_verified(work, visit_id)
    return to("/services")


@router.get("/ask", dependencies=OWN)
def ask(request: Request, work: WorkOf) -> Response:
    return drawn(request, work, "ask.html", groups=items_by_category(work, tongue_of(request, work)))


def _ask_again(request: Request, work: Work) -> Response:
    return ask(request, work)


@router.post("/ask", dependencies=OWN)
@back_to(_ask_again)
def asked(request: Request, work: WorkOf) -> Response:
    """A resident is not asked about duplicates: the desk looks at them."""
    me = _me(work)
    draft = draft_of(request, zone_of(work), community_id=me.community_id, resident_id=me.id)
    row = requests.created(work, draft, confirm_duplicates=True)
    work.session.flush()
    return to(f"/services/{row.id}")


@router.get("/near", dependencies=OWN)
def near(request: Request, work: WorkOf, kind: Kind = "facility", mode: Text = "", item: Text = "") -> Response:
    """From my door, open ones first, then by walk."""
    me, t = _me(work), tongue_of(request, work)
    found = None
    if me.home_id is not None:
        found = nearest(work, me.community_id, me.home_id, Wish(kind, mode=mode, item=item, most=20), None)
    modes = {m.mode for f in facilities.listed(work, EVERY, community_id=None, organisation_id=None, mode=None).items
             for m in f.modes}  # fmt: skip
    codes = current_of(work, {code for n in (found.found if found else ()) for code in n.items})
    return drawn(
        request,
        work,
        "near.html",
        found=found,
        kind=kind,
        mode=mode,
        modes=sorted(modes),
        items={code: t(entry.zh, entry.en) for code, entry in codes.items()},
    )


@router.get("/rooms/{facility_id}", dependencies=OWN)
def room(
    request: Request,
    work: WorkOf,
    facility_id: str,
    mode: Text = "",
    day: Day | None = None,
    minutes: Annotated[int, Query(ge=15, le=480)] = 60,
    people: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """Slots of one day that are still free, to be booked by a tap."""
    facility = facilities.shown(work, [room_seen(work, facility_id)])[0]
    day = day or work.now.astimezone(zone_of(work)).date()
    mode = mode or facility.modes[0].mode
    slots = free_slots.free_slots(work, facility_id, first=day, last=day, mode=mode, minutes=minutes, people=people)
    return drawn(
        request,
        work,
        "room.html",
        room=facility,
        slots=slots[::HALF_HOURS],
        mode=mode,
        day=day,
        minutes=minutes,
        people=people,
    )


def _room_again(request: Request, work: Work, facility_id: str) -> Response:
    form = Form(request)
    day = date.fromisoformat(form.one("start")[:10]) if form.one("start")[:10].count("-") == 2 else None
    return room(request, work, facility_id, form.one("mode"), day)


@router.post("/rooms/{facility_id}", dependencies=OWN)
@back_to(_room_again)
def booked(request: Request, work: WorkOf, facility_id: str) -> Response:
    form = Form(request)
    values = {name: form.one(name) for name in ("mode", "people", "start", "minutes")}
    making.booked(work, form.as_(BookingDraft, {**values, "facility_id": facility_id}))
    return to("/services")


@router.post("/bookings/{booking_id}/cancel", dependencies=OWN)
@back_to(_services_again)
def booking_cancelled(work: WorkOf, booking_id: str) -> Response:
    bookings.cancelled(work, booking_id, "")
    return to("/services")


@router.get("/{request_id}", dependencies=OWN)
def one(request: Request, work: WorkOf, request_id: str) -> Response:
    """How far it is, when somebody comes, and who."""
    row, t = requests.seen(work, request_id), tongue_of(request, work)
    asked = shown(work, [row])[0]
    item = current_of(work, [row.item_code]).get(row.item_code)
    come = [c for c in coming(work, _me(work)) if c.visit_id in asked.visits]
    return drawn(
        request, work, "my_request.html", asked=asked, item=t(item.zh, item.en) if item else row.item_code, come=come
    )


def _one_again(request: Request, work: Work, request_id: str) -> Response:
    return one(request, work, request_id)


@router.post("/{request_id}/answer", dependencies=OWN)
@back_to(_one_again)
def answer(request: Request, work: WorkOf, request_id: str) -> Response:
    form = Form(request)
    acting.answered(work, request_id, form.as_(Answer, {"text": form.one("text")}).text)
    return to(f"/services/{request_id}")


@router.post("/{request_id}/cancel", dependencies=OWN)
@back_to(_one_again)
def cancel(request: Request, work: WorkOf, request_id: str) -> Response:
    form = Form(request)
    acting.called_off(work, request_id, form.as_(Because, {"reason": form.one("reason")}).reason)
    return to(f"/services/{request_id}")


@router.post("/{request_id}/rate", dependencies=OWN)
@back_to(_one_again)
def rate(request: Request, work: WorkOf, request_id: str) -> Response:
    form = Form(request)
    acting.rated(work, request_id, form.as_(Rating, {"rating": form.one("rating")}).rating)
    return to(f"/services/{request_id}")
