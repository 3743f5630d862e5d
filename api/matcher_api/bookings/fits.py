"""Whether one more use fits beside others: the facility rules of docs/problem.md. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher_api.facilities.models import Facility


@dataclass(frozen=True, slots=True)
class Use:
    """`[start, end)` of a facility, by a booking, by a planned visit, or by a visit through its booking."""

    facility_id: str
    mode: str
    people: int
    start: datetime
    end: datetime
    booking_id: str | None = None
    visit_id: str | None = None
    lane: int = 0

    @property
    def ids(self) -> dict[str, str]:
        """What a refusal names."""
        known = {"booking_id": self.booking_id, "visit_id": self.visit_id}
        return {key: value for key, value in known.items() if value is not None}


def clash(facility: Facility, capacity: int, wish: Use, uses: Sequence[Use]) -> Use | None:
    """The use that stands in the way of `wish`, or None. Another mode may not run at the same time, nor nearer than
    the changeover; at every moment there are at most `concurrent` uses, or in a shared facility `capacity` people."""
    changeover = timedelta(minutes=facility.changeover_minutes)
    for use in uses:
        if use.mode != wish.mode and use.start < wish.end + changeover and wish.start < use.end + changeover:
            return use
    beside = [u for u in uses if u.start < wish.end and wish.start < u.end]
    for moment in sorted({wish.start, *(u.start for u in beside if u.start > wish.start)}):
        now = [u for u in beside if u.start <= moment < u.end]
        if facility.exclusive:
            full = 1 + len(now) > facility.concurrent
        else:
            full = wish.people + sum(u.people for u in now) > capacity
        if full and now:
            return now[0]
    return None


def lane(facility: Facility, wish: Use, uses: Sequence[Use]) -> int:
    """Which of an exclusive facility's places: the first that is free throughout, else free when it begins."""
    if not facility.exclusive:
        return 0
    throughout = {u.lane for u in uses if u.start < wish.end and wish.start < u.end}
    at_first = {u.lane for u in uses if u.start <= wish.start < u.end}
    for taken in (throughout, at_first):
        for number in range(facility.concurrent):
            if number not in taken:
                return number
    return 0
