"""What the resident who asked is told about a visit: the library's sentence for its reason, or where it stands."""

from __future__ import annotations

from matcher.explain import for_residents as of_reasons

STANDS: dict[str, tuple[str, str]] = {
    "served": ("已经安排好了。", "It is planned."),
    "not_planned_yet": ("还没有排到这次服务的时间，请等待通知。", "Its days are not planned yet; you will be told."),
    "ended": ("这次服务已经结束或取消。", "It is over or was cancelled."),
    "under_way": ("正在服务中。", "It is under way."),
}


def for_residents() -> dict[str, tuple[str, str]]:
    """(zh, en) by code of the reason, or of where the visit stands."""
    return {**of_reasons(), **STANDS}
