"""When messages may go out: not at night, unless the morning would be too late."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher_api.communities.settings_shapes import ServiceSet

RUSH = timedelta(hours=2)
"""Who hears of something in the morning needs so long before it begins."""


def goes_out(settings: ServiceSet, zone: str, now: datetime, *, begins: datetime | None = None) -> datetime:
    """The first moment from `now` on at which a message about something that `begins` then may be sent."""
    if settings.quiet_from is None:
        return now
    first, until = time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_until)
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    quiet = first <= clock < until if first < until else clock >= first or clock < until
    if not quiet or first == until:
        return now
    morning = local.replace(hour=until.hour, minute=until.minute, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    morning = morning.astimezone(now.tzinfo)
    return now if begins is not None and begins < morning + RUSH else morning
