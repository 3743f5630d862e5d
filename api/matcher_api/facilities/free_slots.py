"""Starts at which a facility is free for so many people and minutes, every 15 minutes from midnight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from matcher_api.bookings.cut_off import collected_until
from matcher_api.bookings.fits import Use, clash
from matcher_api.bookings.held import held
from matcher_api.bookings.making import capacity_of
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.facilities.opened import Span, midnight, openings, usable
from matcher_api.facilities.rights import seen
from matcher_api.facilities.shapes import SlotShown
from matcher_api.web.work import Work

GRID = timedelta(minutes=15)
LONGEST = 31
"""Days that one answer holds."""


def free_starts(
    facility: Facility, capacity: int, spans: Iterable[Span], uses: Sequence[Use], wish: Use, *, origin: datetime
) -> list[datetime]:
    """Starts on the grid (counted from `origin`) at which a use like `wish`, of its length, fits. Pure."""
    length, found = wish.end - wish.start, []
    for begin, end in spans:
        start = origin - GRID * ((origin - begin) // GRID)  # the first of the grid that is not before `begin`
        while start + length <= end:
            moved = Use(wish.facility_id, wish.mode, wish.people, start, start + length)
            if clash(facility, capacity, moved, uses) is None:
                found.append(start)
            start += GRID
    return found


def free_slots(
    work: Work, facility_id: str, *, first: date, last: date, mode: str, minutes: int, people: int
) -> list[SlotShown]:
    """Slots that begin from now on, within the local days `first` to `last`; one may run past the last midnight if
    the room stays open."""
    facility = seen(work, facility_id)
    if not 0 <= (last - first).days < LONGEST:
        raise Refusal("span_refused", field="to", limit=LONGEST)
    capacity = capacity_of(work.session, facility, mode, people)
    if facility.state != "active":
        return []
    community = work.session.get_one(Community, facility.community_id)
    length = timedelta(minutes=minutes)
    begin, end = midnight(first, community.zone), midnight(last + timedelta(days=1), community.zone)
    until = (end + length).astimezone(ZoneInfo(community.zone)).date()
    spans = usable(work.session, openings(work.session, facility, first, until))
    wanted = [(max(a, begin, work.now), b) for a, b in spans]
    wish = Use(facility.id, mode, people, begin, begin + length)
    starts = free_starts(
        facility,
        capacity,
        [(a, b) for a, b in wanted if a < b],
        held(work.session, facility.id, begin, end + length),
        wish,
        origin=begin,
    )
    return [
        SlotShown(start=s, end=s + length, collected_until=collected_until(community, s, now=work.now))
        for s in starts
        if s < end
    ]
