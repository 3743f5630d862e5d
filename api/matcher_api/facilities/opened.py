"""The opening hours of a facility, read from its tables."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
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
G = TypeVar("G", OpeningDate, Closure, OpeningRule)


def midnight(day: date, zone: str) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def openings(session: Session, facility: Facility, first: date, last: date) -> tuple[OpenWindow, ...]:
    """Of the local days `first` to `last`, both whole; six queries."""
    return openings_of(session, [facility], first, last)[facility.id]


def openings_of(
    session: Session, facilities: Sequence[Facility], first: date, last: date
) -> dict[str, tuple[OpenWindow, ...]]:
    """The same of several facilities of one community, by id; as many queries as for one."""
    if not facilities:
        return {}
    ids, community_id = [f.id for f in facilities], facilities[0].community_id
    zone = session.get_one(Community, community_id).zone
    begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)

    def dated(model: type[D]) -> dict[str, list[D]]:
        query = select(model).where(col(model.facility_id).in_(ids), col(model.start) < end, col(model.end) > begin)
        return _grouped(session.exec(query).all())

    rules = _grouped(session.exec(select(OpeningRule).where(col(OpeningRule.facility_id).in_(ids))).all())
    dates, closures, days = dated(OpeningDate), dated(Closure), loaded(session, community_id)
    return {
        key: open_windows(
            rules.get(key, ()), dates.get(key, ()), closures.get(key, ()), days, zone=zone, first=first, last=last
        )
        for key in ids
    }


def _grouped(rows: Iterable[G]) -> dict[str, list[G]]:
    groups: dict[str, list[G]] = {}
    for row in rows:
        groups.setdefault(row.facility_id, []).append(row)
    return groups


def usable(session: Session, windows: Iterable[OpenWindow]) -> tuple[Span, ...]:
    """Spans in which anybody may come: those that hang on a steward only if that visit is published. One query."""
    return usable_of(session, {"": tuple(windows)})[""]


def usable_of(session: Session, windows: Mapping[str, Sequence[OpenWindow]]) -> dict[str, tuple[Span, ...]]:
    """The same of several facilities, in one query."""
    stewards = {w.steward_visit_id for some in windows.values() for w in some if w.steward_visit_id is not None}
    served = set(
        session.exec(
            select(PlannedVisitRow.visit_id).where(
                PlannedVisitRow.layer == "published", col(PlannedVisitRow.visit_id).in_(stewards)
            )
        ).all()
    )
    return {key: _spans(some, served) for key, some in windows.items()}


def _spans(windows: Iterable[OpenWindow], served: Container[str]) -> tuple[Span, ...]:
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
