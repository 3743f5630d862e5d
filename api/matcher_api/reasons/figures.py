"""Key figures of a layer of a roster, as the library counts them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from matcher.report import key_figures
from matcher_api.exports.called import called
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned, load
from matcher_api.reasons.shapes import KeyFiguresShown, RoomShown, ShareShown, Spread
from matcher_api.rosters.seen import seen
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import Work


def figures(work: Work, roster_id: str, layer: Layer, planned: Planned | None = None) -> KeyFiguresShown:
    """Of all its days. Rooms booked directly count in the use of rooms, and nowhere else. `planned`: those days, where
    the caller has loaded them."""
    row = seen(work, roster_id)
    planned = planned or load(work.session, communities=row.community_ids, first_day=row.first_day, days=row.days)
    whole = called(work.session, planned, roster_of(work.session, row, layer, planned), names=False)
    mine = whole.without_bookings()
    found, used = key_figures(mine.problem, mine.roster), key_figures(whole.problem, whole.roster)
    id_of, rooms = whole.id_of, whole.problem.facility_of
    least, median, most = found.spread
    shares: dict[str, Any] = {
        name: [ShareShown(**asdict(share)) for share in getattr(found, name)]
        for name in ("by_service", "by_duration", "by_priority", "by_group")
    }
    same = (
        "visits", "served", "guaranteed", "guaranteed_served", "people", "service_minutes", "walk_minutes", "legs",
        "assignments",
    )  # fmt: skip
    return KeyFiguresShown(
        roster_id=row.id,
        layer=layer,
        escalated=[id_of[v] for v in found.escalated],
        spread=Spread(least=least, median=median, most=most),
        gini=round(found.gini, 4),
        walks=mine.problem.walks.source,
        people_per_visit=round(found.people_per_visit, 4),
        room_use=round(used.room_use, 4),
        rooms=[
            RoomShown(
                facility_id=id_of[room.facility],
                name=rooms[room.facility].name or room.facility,
                open_minutes=room.open_minutes,
                booked_minutes=room.booked_minutes,
                bookings=room.bookings,
            )
            for room in used.rooms
        ],
        **shares,
        **{name: getattr(found, name) for name in same},
    )
