"""Until when something can be said, and until when it is answered. Moments in, moments out."""

from __future__ import annotations

from datetime import datetime, timedelta


def rated_until(end: datetime, days: int) -> datetime:
    """Of a visit that ended then."""
    return end + timedelta(days=days)


def complained_until(end: datetime, days: int) -> datetime:
    return end + timedelta(days=days)


def answer_by(received: datetime, days: int) -> datetime:
    """Of a complaint, also of one that is open again."""
    return received + timedelta(days=days)


def overdue(due: datetime, now: datetime, *, open_: bool) -> bool:
    """Only what still waits can be late."""
    return open_ and due <= now
