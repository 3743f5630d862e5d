"""Requests for a slot are collected until `cutoff_hours` before it begins and allocated together; what is left then is
first come. The setting of a community; 0 or absent: everything is first come."""

from __future__ import annotations

from datetime import datetime, timedelta

from matcher_api.communities.models import Community

CUTOFF_HOURS = "cutoff_hours"


def collected_until(community: Community, start: datetime, *, now: datetime) -> datetime | None:
    """Until when requests for a slot at `start` are collected; None: it may be booked directly."""
    hours = community.settings.get(CUTOFF_HOURS, 0)
    if not hours:
        return None
    until = start - timedelta(hours=hours)
    return until if now < until else None
