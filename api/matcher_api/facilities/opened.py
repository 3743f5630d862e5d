"""The opening hours of a facility, read from its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from matcher_api.calendars.kinds import loaded
from matcher_api.communities.models import Community
from matcher_api.facilities.models import Closure, Facility, OpeningDate, OpeningRule
from matcher_api.facilities.open_time import OpenWindow, open_windows
from matcher_api.rosters.models import PlannedVisitRow

Span = tuple[datetime, datetime]
D = TypeVar("D", OpeningDate, Closure)


def midnight(day: date, zone: str) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def openings(session: Session, facility: Facility, first: date, last: date) -> tuple[OpenWindow, ...]:
    """Of the local days `first` to `last`, both whole; six queries."""
    zone = session.get_one(Community, facility.community_id).zone
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)

    def dated(model: type[D]) -> Sequence[D]:
        return session.exec(
            select(model).where(model.facility_id == facility.id, col(model.start) < end, col(model.end) > begin)
        ).all()

    return open_windows(
        session.exec(select(OpeningRule).where(OpeningRule.facility_id == facility.id)).all(),
        dated(OpeningDate),
        dated(Closure),
        loaded(session, facility.community_id),
        zone=zone,
        first=first,
        last=last,
    )


def usable(session: Session, windows: Iterable[OpenWindow]) -> tuple[Span, ...]:
    """Spans in which anybody may come: those that hang on a steward only if that visit is published. One query."""
    windows = tuple(windows)
    stewards = {w.steward_visit_id for w in windows if w.steward_visit_id is not None}
    served = set(
        session.exec(
            select(PlannedVisitRow.visit_id).where(
                PlannedVisitRow.layer == "published", col(PlannedVisitRow.visit_id).in_(stewards)
            )
        ).all()
    )
    spans: list[Span] = []
    for window in windows:
        if window.steward_visit_id is not None and window.steward_visit_id not in served:
            continue
        if spans and spans[-1][1] == window.start:
            spans[-1] = (spans[-1][0], window.end)
        else:
            spans.append((window.start, window.end))
    return tuple(spans)


def open_throughout(session: Session, facility: Facility, start: datetime, end: datetime) -> bool:
    zone = ZoneInfo(session.get_one(Community, facility.community_id).zone)
    windows = openings(session, facility, start.astimezone(zone).date(), end.astimezone(zone).date())
    return any(begin <= start and end <= until for begin, until in usable(session, windows))
