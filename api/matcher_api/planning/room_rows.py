"""Rooms of a plan: when they are open, and what takes them whatever the plan says.

A room that is taken (`Scope.taken`) is a visit of the plan without people and without value, pinned where and when it
is: so it fills one of `concurrent` uses, its people count, its mode keeps others a changeover away, exactly. It was
promised, so the room counts as open then. A booking that cannot stand any more (a closure, a mode that is gone) takes
its time out of the opening hours instead: pinned, it would leave no roster at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from matcher_api.bookings.models import Booking
from matcher_api.facilities.models import Closure, Facility, OpeningDate
from matcher_api.facilities.open_time import OpenWindow, open_windows
from matcher_api.planning.scope import Scope

Value = dict[str, Any]


class Rooms:
    """The rooms of a scope with their opening hours, each found once."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.kept = scope, scope.kept

    @cached_property
    def standing(self) -> dict[str, Booking]:
        """Bookings that are visits of the plan, by id."""
        return {b.id: b for b in self.scope.taken if self._stands(b)}

    def _stands(self, booking: Booking) -> bool:
        sizes = {m.mode: m.capacity for m in self.kept.modes[booking.facility_id]}
        shut = any(
            c.cancelled_at is None and c.start < booking.end and booking.start < c.end
            for c in self.kept.closures.get(booking.facility_id, ())
        )
        return not shut and sizes.get(booking.mode, 0) >= booking.people

    @cached_property
    def open(self) -> dict[str, Sequence[OpenWindow]]:
        return {key: self._open(room) for key, room in self.scope.rooms.items()}

    def _open(self, room: Facility) -> Sequence[OpenWindow]:
        scope = self.scope
        taken = [b for b in scope.taken if b.facility_id == room.id]
        dates = [d for row in self.kept.opening_dates.get(room.id, ()) if (d := self._steward_known(row))]
        dates += [OpeningDate(facility_id=room.id, start=b.start, end=b.end) for b in taken if b.id in self.standing]
        closures = [
            *self.kept.closures.get(room.id, ()),
            *(Closure(facility_id=room.id, start=b.start, end=b.end) for b in taken if b.id not in self.standing),
        ]
        return open_windows(
            self.kept.opening_rules.get(room.id, ()),
            dates,
            closures,
            scope.kinds[room.community_id],
            zone=scope.calendar.zone,
            first=scope.calendar.start,
            last=scope.last + timedelta(days=1),
        )

    def _steward_known(self, row: OpeningDate) -> OpeningDate | None:
        """None where its steward is called off; without steward where that visit takes place anyway."""
        if row.steward_visit_id is None or row.steward_visit_id in self.scope.visits:
            return row
        if row.steward_visit_id not in self.kept.certain:
            return None
        return OpeningDate(facility_id=row.facility_id, start=row.start, end=row.end)

    def usable(self, facility_id: str, start: datetime, end: datetime, *, mode: str, people: int) -> bool:
        """Whether this use is possible as far as the room alone goes; a steward may still be asked for."""
        if facility_id not in self.scope.rooms:
            return False
        sizes = {m.mode: m.capacity for m in self.kept.modes[facility_id]}
        return sizes.get(mode, 0) >= people and self._covered(facility_id, start, end) is not None

    def free_of_stewards(self, facility_id: str, start: datetime, end: datetime) -> bool:
        covering = self._covered(facility_id, start, end)
        return covering is not None and all(w.steward_visit_id is None for w in covering)

    def _covered(self, facility_id: str, start: datetime, end: datetime) -> list[OpenWindow] | None:
        at, used = start, []
        for window in self.open[facility_id]:
            if window.start <= at < window.end:
                used.append(window)
                at = window.end
                if at >= end:
                    return used
        return None


def room_rows(rooms: Rooms) -> dict[str, list[Value]]:
    scope, kept = rooms.scope, rooms.kept
    facilities = [
        {
            "facility": scope.key(f.id),
            "name": f.name,
            "owner": kept.organisations[f.organisation_id].name if f.organisation_id else "",
            "place": scope.key(f.place_id),
            "exclusive": f.exclusive,
            "concurrent": f.concurrent,
            "changeover_minutes": f.changeover_minutes,
            "cost": f.cost,
        }
        for f in scope.rooms.values()
    ]
    modes = [
        {"facility": scope.key(key), "mode": m.mode, "capacity": m.capacity}
        for key in scope.rooms
        for m in kept.modes[key]
    ]
    openings = [
        {
            "facility": scope.key(key),
            "start": span[0],
            "end": span[1],
            "steward_visit": scope.key(window.steward_visit_id),
        }
        for key, windows in rooms.open.items()
        for window in windows
        if (span := scope.span(window.start, window.end, late=True))
    ]
    return {"facilities": facilities, "modes": modes, "openings": openings, **_taken(rooms)}


def _taken(rooms: Rooms) -> dict[str, list[Value]]:
    """The bookings that stand, as visits, windows and pins."""
    found: dict[str, list[Value]] = {"visits": [], "windows": [], "pins": []}
    for booking in rooms.standing.values():
        span = rooms.scope.span(booking.start, booking.end)
        assert span is not None  # `Scope.taken` asks for it
        length = (booking.end - booking.start) // timedelta(minutes=1)
        minutes = min(length, span[1] - span[0])  # what is left of one that runs already
        found["visits"].append({
            "visit": booking.id, "mode": booking.mode, "people": booking.people, "duration_minutes": minutes,
            "value": 0,
        })  # fmt: skip
        found["windows"].append({"visit": booking.id, "start": span[0], "end": span[1]})
        found["pins"].append({
            "visit": booking.id, "start": span[0], "facility": rooms.scope.key(booking.facility_id)
        })  # fmt: skip
    return found
