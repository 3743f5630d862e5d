"""Moments in the words of a sentence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def in_words(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """(zh, en): 11月28日（周六）9:00, Saturday 2026-11-28 9:00."""
    local = moment.astimezone(zone)
    clock = f"{local.hour}:{local.minute:02d}"
    day = local.weekday()
    return (
        f"{local.month}月{local.day}日（{WEEKDAYS_ZH[day]}）{clock}",
        f"{WEEKDAYS_EN[day]} {local:%Y-%m-%d} {clock}",
    )
