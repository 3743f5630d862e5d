"""When a person is free: weekly rules and dated hours, minus absences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher_api.calendars.kinds import DayKinds
from matcher_api.people.models import AvailabilityDate, AvailabilityRule

Span = tuple[datetime, datetime]


def free_windows(
    rules: Iterable[AvailabilityRule],
    dates: Iterable[AvailabilityDate],
    days: DayKinds,
    *,
    zone: str,
    first: date,
    last: date,
) -> tuple[Span, ...]:
    """Windows in UTC that begin on the local days `first` to `last` (a night that runs on is not cut), by start;
    overlapping and touching ones are one. An absence cuts whatever says free."""
    local = ZoneInfo(zone)
    begin = datetime.combine(first, time.min, local).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, local).astimezone(UTC)
    spans = [span for rule in rules for span in _weekly(rule, days, local, first, last)]
    dated = list(dates)
    spans += [(max(d.start, begin), d.end) for d in dated if d.free and d.end > begin and d.start < end]
    away = sorted((d.start, d.end) for d in dated if not d.free)
    return tuple(_joined(_without(_joined(spans), away)))


def _weekly(rule: AvailabilityRule, days: DayKinds, local: ZoneInfo, first: date, last: date) -> Iterable[Span]:
    day, stop = max(first, rule.first_day or date.min), min(last, rule.last_day or date.max)
    while day <= stop:
        if day.weekday() in rule.weekdays and days.fits(day, days=rule.days):
            start = datetime.combine(day, rule.start, local).astimezone(UTC)
            yield start, start + timedelta(minutes=rule.minutes)
        day += timedelta(days=1)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined


def _without(spans: Iterable[Span], away: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for gone, back in away:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, gone)), (max(start, back), end))
            if piece[0] < piece[1]
        ]
    return left
