"""What messages are about, as the tables have it now: read at once for however many messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from matcher_api.assignments.joined import Joined, joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.communities.models import Community
from matcher_api.database.record import Record
from matcher_api.facilities.models import Facility
from matcher_api.notifications.models import Notification
from matcher_api.requests.models import Request
from matcher_api.swaps.models import Swap

R = TypeVar("R", bound=Record)
_LISTS = ("offered", "moved", "released", "assignments")


@dataclass(frozen=True)
class Facts:
    """Rows by id."""

    now: datetime
    communities: dict[str, Community]
    assignments: dict[str, AssignmentRow]
    seen: Joined
    bookings: dict[str, Booking]
    rooms: dict[str, Facility]
    requests: dict[str, Request]
    swaps: dict[str, Swap]

    def zone(self, community_id: str) -> ZoneInfo:
        return ZoneInfo(self.communities[community_id].zone)

    def of(self, note: Notification, *keys: str) -> list[AssignmentRow]:
        """The assignments that a message names under these keys, as far as they are still there."""
        ids = [i for key in keys for i in _ids(note, key)]
        return [self.assignments[i] for i in ids if i in self.assignments]

    def held_anew(self, row: AssignmentRow) -> bool:
        """Whether the person has a newer, live assignment of the same visit."""
        return any(a.person_id == row.person_id for a in self.seen.live.get(row.visit_id, ()))


def facts_of(session: Session, notes: Sequence[Notification], now: datetime) -> Facts:
    assignments = _rows(session, AssignmentRow, (i for n in notes for key in (*_LISTS, "assignment_id")
                                                 for i in _ids(n, key)))  # fmt: skip
    bookings = _rows(session, Booking, (i for n in notes for i in _ids(n, "booking_id")))
    visits = {a.visit_id for a in assignments.values()} | {i for n in notes for i in _ids(n, "visit_id")}
    return Facts(
        now=now,
        communities=_rows(
            session, Community, {n.community_id for n in notes} | {a.community_id for a in assignments.values()}
        ),
        assignments=assignments,
        seen=joined(session, visits),
        bookings=bookings,
        rooms=_rows(session, Facility, (b.facility_id for b in bookings.values())),
        requests=_rows(session, Request, (i for n in notes for i in _ids(n, "request_id"))),
        swaps=_rows(session, Swap, (i for n in notes for i in _ids(n, "swap_id"))),
    )


def _ids(note: Notification, key: str) -> list[str]:
    found = note.payload.get(key, [])
    return [found] if isinstance(found, str) else list(found)


def _rows(session: Session, model: type[R], ids: Iterable[str]) -> dict[str, R]:
    query = select(model).where(col(model.id).in_(sorted(set(ids))))
    return {row.id: row for row in session.exec(query.execution_options(populate_existing=True)).all()}
