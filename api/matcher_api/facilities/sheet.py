"""The sheet at the gate: who uses the room on one day, with masked names."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.joined import Joined, joined
from matcher_api.bookings.fits import Use
from matcher_api.bookings.held import held
from matcher_api.bookings.models import Booking
from matcher_api.bookings.states import BookingState
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.facilities.opened import midnight, openings
from matcher_api.facilities.rights import runs, seen
from matcher_api.facilities.shapes import OpeningShown, SheetRow, SheetShown
from matcher_api.residents.models import ResidentContact
from matcher_api.web.work import Work


def sheet(work: Work, facility_id: str, day: date | None) -> SheetShown:
    """Of a local day (today): what holds the room then, and what is over; a fixed number of queries."""
    facility = seen(work, facility_id)
    if not (runs(work.actor, facility) or work.actor.in_community(facility.community_id, AccessRole.CLERK)):
        raise Refusal("not_found")
    zone = work.session.get_one(Community, facility.community_id).zone
    day = day or work.now.astimezone(ZoneInfo(zone)).date()
    begin, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    over = work.session.exec(
        select(Booking).where(
            Booking.facility_id == facility.id,
            Booking.state == BookingState.COMPLETED,
            col(Booking.start) < end,
            col(Booking.end) > begin,
        )
    ).all()
    uses = [u for u in held(work.session, facility.id, begin, end) if u.start < end and begin < u.end]
    uses += [
        Use(facility.id, b.mode, b.people, b.start, b.end, booking_id=b.id, visit_id=b.visit_id, lane=b.lane)
        for b in over
    ]
    bookings = {
        b.id: b
        for b in work.session.exec(select(Booking).where(col(Booking.id).in_([u.booking_id for u in uses]))).all()
    }
    residents = {b.resident_id for b in bookings.values() if b.resident_id}
    names = dict(
        work.session.exec(
            select(ResidentContact.resident_id, ResidentContact.name).where(
                col(ResidentContact.resident_id).in_(residents)
            )
        ).all()
    )
    told = joined(work.session, [u.visit_id for u in uses if u.visit_id])
    return SheetShown(
        facility_id=facility.id,
        facility=facility.name or facility.code,
        day=day,
        open=[OpeningShown.model_validate(w) for w in openings(work.session, facility, day, day)],
        rows=[
            _row(u, bookings.get(u.booking_id or ""), names, told)
            for u in sorted(uses, key=lambda u: (u.start, u.lane, u.booking_id or ""))
        ],
    )


def _row(use: Use, booking: Booking | None, names: dict[str, str], told: Joined) -> SheetRow:
    visit = told.visits.get(use.visit_id or "")
    zh, en = told.what(visit) if visit is not None else (use.mode, use.mode)
    team = told.live.get(use.visit_id or "", [])
    return SheetRow(
        start=use.start,
        end=use.end,
        mode=use.mode,
        people=use.people,
        lane=use.lane,
        state=booking.state if booking is not None else "planned",
        booking_id=use.booking_id,
        visit_id=use.visit_id,
        zh=zh,
        en=en,
        name=masked(names.get(booking.resident_id, "")) if booking is not None and booking.resident_id else "",
        team=sorted(masked(told.names.get(a.person_id, "")) for a in team),
    )
