"""Where the days of a roster lie: behind us, fixed, known, in the draft, not planned yet."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from matcher_api.communities.models import Community
from matcher_api.rosters.models import PlannedVisitRow, RosterRow
from matcher_api.rosters.planning import frozen_until
from matcher_api.rosters.shapes import WindowsShown
from matcher_api.web.work import Work


def shown(work: Work, roster: RosterRow) -> WindowsShown:
    zone = ZoneInfo(work.get(Community, roster.community_id).zone)
    first, end = (
        datetime.combine(roster.first_day + timedelta(days=n), time(0), zone).astimezone(UTC) for n in (0, roster.days)
    )
    until = frozen_until(work.session, roster, now=work.now)
    span = select(func.min(col(PlannedVisitRow.start)), func.max(col(PlannedVisitRow.end)))
    known = work.session.exec(
        span.where(PlannedVisitRow.roster_id == roster.id, PlannedVisitRow.layer == "published")
    ).one()
    return WindowsShown(
        roster_id=roster.id,
        now=work.now,
        frozen_until=until,
        published=None if known[0] is None else (known[0], known[1]),
        draft=None if until >= end else (max(first, until), end),
        unplanned_from=end,
    )
