"""When a facility is open: weekly rules and dated openings, minus closures, as windows that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from matcher_api.calendars.kinds import DayKinds
from matcher_api.facilities.models import Closure, OpeningDate, OpeningRule

Span = tuple[datetime, datetime]


class OpenWindow(NamedTuple):
    """`[start, end)` in UTC; with `steward_visit_id`, open only if that visit is served."""

    start: datetime
    end: datetime
    steward_visit_id: str | None = None


def open_windows(
    rules: Iterable[OpeningRule],
    dates: Iterable[OpeningDate],
    closures: Iterable[Closure],
    days: DayKinds,
    *,
    zone: str,
    first: date,
    last: date,
) -> tuple[OpenWindow, ...]:
    """Windows of the local days `first` to `last` (both whole; a window across a midnight at their ends is cut there),
    by start. Where an opening without a steward covers a minute, no steward is asked for; where two stewards' openings
    overlap, the one that opens first counts. Windows of one kind that touch are one."""
    local = ZoneInfo(zone)
    asked = (_midnight(first, local), _midnight(last + timedelta(days=1), local))
    shut = _joined((c.start, c.end) for c in closures if c.cancelled_at is None)
    dated = sorted(dates, key=lambda d: (d.start, d.steward_visit_id or ""))
    free = _joined([
        *(span for rule in rules for span in _spans(rule, days, local, first, last)),
        *((d.start, d.end) for d in dated if d.steward_visit_id is None),
    ])  # fmt: skip
    found = [OpenWindow(*span) for span in _minus(_within(free, asked), shut)]
    taken = free
    for steward, spans in _by_steward(dated):
        found += [OpenWindow(*span, steward) for span in _minus(_minus(_within(spans, asked), taken), shut)]
        taken = _joined([*taken, *spans])
    return _one_kind(sorted(found, key=lambda w: w.start))


def _midnight(day: date, local: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, local).astimezone(UTC)


def _spans(rule: OpeningRule, days: DayKinds, local: ZoneInfo, first: date, last: date) -> Iterable[Span]:
    """The windows of a rule; each belongs to the day on which it begins, whose kind and term decide."""
    length = timedelta(minutes=rule.minutes)
    day = max(first - timedelta(days=-(-length // timedelta(days=1))), rule.first_day or date.min)
    last = min(last, rule.last_day or date.max)
    while day <= last:
        if day.weekday() in rule.weekdays and days.fits(day, days=rule.days, term=rule.term):
            start = datetime.combine(day, rule.start, local).astimezone(UTC)
            yield start, start + length
        day += timedelta(days=1)


def _by_steward(dated: Sequence[OpeningDate]) -> Iterable[tuple[str, list[Span]]]:
    """Openings that hang on a steward, one after the other in order of start."""
    for row in dated:
        if row.steward_visit_id is not None:
            yield row.steward_visit_id, [(row.start, row.end)]


def _within(spans: Iterable[Span], asked: Span) -> list[Span]:
    cut = ((max(start, asked[0]), min(end, asked[1])) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """By start, overlapping and touching ones made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _minus(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of `spans`; `holes` are joined."""
    left: list[Span] = []
    for begin, end in spans:
        start = begin  # of what is not yet judged
        for hole_start, hole_end in holes:
            if hole_end <= start or hole_start >= end:
                continue
            if hole_start > start:
                left.append((start, hole_start))
            start = hole_end
        if start < end:
            left.append((start, end))
    return left


def _one_kind(windows: Iterable[OpenWindow]) -> tuple[OpenWindow, ...]:
    made: list[OpenWindow] = []
    for window in windows:
        before = made[-1] if made else None
        if before and before.end == window.start and before.steward_visit_id == window.steward_visit_id:
            made[-1] = before._replace(end=window.end)
        else:
            made.append(window)
    return tuple(made)
