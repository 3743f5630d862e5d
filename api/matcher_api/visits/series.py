"""Series: visits that repeat, made at once; the rest of one cancelled; one date left out or moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.calendars.kinds import loaded
from matcher_api.communities.models import Community
from matcher_api.database.record import new_id
from matcher_api.errors import Refusal
from matcher_api.requests.models import Request
from matcher_api.visits.cancelling import Cancelled, cancelled, follow, locked
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day
from matcher_api.visits.recurrence import occurrences
from matcher_api.visits.series_shapes import SeriesDraft, SeriesException, series_of
from matcher_api.visits.service import add, changed, prepared
from matcher_api.visits.shapes import VisitChange
from matcher_api.visits.views import visible
from matcher_api.web.work import Work

CANCELLERS = (AccessRole.COORDINATOR, AccessRole.CLERK)


def created(work: Work, draft: SeriesDraft) -> list[Visit]:
    """One visit a date, under one series id; dates that have passed are not made."""
    work.require(draft.community_id, AccessRole.COORDINATOR)
    zone = ZoneInfo(work.get(Community, draft.community_id).zone)
    found, faults = occurrences(series_of(draft.repeat), zone, lambda: loaded(work, draft.community_id))
    community, values = prepared(work, draft, [(o.start, o.end) for o in found], faults)
    series = new_id()
    return [
        add(work, community, draft, values, [(o.start, o.end)], code=f"{series}-{o.day:%Y%m%d}", series=series)
        for o in found
        if o.end > work.now
    ]


def found(work: Work, series: str, community_id: str | None) -> Sequence[Visit]:
    """Its visits in order of time; a name that several communities use needs the community."""
    query = select(Visit).where(Visit.series == series, visible(work))
    if community_id is not None:
        query = query.where(Visit.community_id == community_id)
    rows = work.session.exec(query.order_by(col(Visit.first_start), col(Visit.id))).all()
    if not rows or not series:
        raise Refusal("not_found")
    if len({row.community_id for row in rows}) > 1:
        raise Refusal("community_needed", field="community_id")
    return rows


def rest_cancelled(
    work: Work, series: str, community_id: str | None, since: date | None, reason: str
) -> tuple[Sequence[Visit], Cancelled]:
    """All that are still to come, from a day on (default: from now); those begun or ended stay."""
    own = _own(work, series, community_id)
    zone = ZoneInfo(work.get(Community, own).zone)
    rows = [
        v
        for v in locked(work, Visit.series == series, Visit.community_id == own, Visit.state != "in_progress")
        if v.first_start is not None
        and (local_day(v.first_start, zone) >= since if since is not None else v.first_start >= work.now)
    ]
    done = cancelled(work, rows, reason)
    follow(work, rows)
    return rows, done


def excepted(
    work: Work, series: str, community_id: str | None, exception: SeriesException
) -> tuple[Sequence[Visit], Cancelled]:
    """The visits of that day take place at other times, or not at all."""
    own = _own(work, series, community_id)
    zone = ZoneInfo(work.get(Community, own).zone)
    rows = [
        v
        for v in locked(work, Visit.series == series, Visit.community_id == own)
        if v.first_start is not None and local_day(v.first_start, zone) == exception.day
    ]
    if not rows:
        raise Refusal("not_found", field="day")
    if exception.windows:
        for row in rows:
            changed(work, row.id, VisitChange(windows=exception.windows), "*")
        return rows, Cancelled()
    done = cancelled(work, rows, exception.reason)
    for request_id in sorted({v.request_id for v in rows if v.request_id}):
        request = work.locked(Request, request_id)
        request.skipped = sorted({*request.skipped, exception.day.isoformat()})
    follow(work, rows)
    return rows, done


def _own(work: Work, series: str, community_id: str | None) -> str:
    own = found(work, series, community_id)[0].community_id
    work.require(own, *CANCELLERS)
    return own
