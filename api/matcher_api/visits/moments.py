"""Moments are stored in UTC, and shown and counted in days in the zone of their community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from matcher_api.communities.models import Community
from matcher_api.web.work import Work


def zones_of(work: Work, community_ids: Iterable[str]) -> Mapping[str, ZoneInfo]:
    """Zones by community, in one query."""
    query = select(Community).where(col(Community.id).in_(set(community_ids)))
    return {c.id: ZoneInfo(c.zone) for c in work.session.exec(query).all()}


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
