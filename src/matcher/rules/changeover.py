"""`changeover`: one mode at a time, with `changeover` minutes between bookings of different modes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.bookings import Booking, by_facility
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def too_close(before: Booking, after: Booking) -> int:
    """Minutes missing between two bookings of one facility, in order of start; 0 for the same mode."""
    if before.need.mode == after.need.mode:
        return 0
    return max(0, before.end + before.facility.changeover - after.start)


def clashing(group: Iterable[Booking]) -> Iterator[Violation]:
    """One violation a booking, against the one of another mode before it that ends last; `group` by start."""
    last: dict[str, Booking] = {}
    for booking in group:
        others = [b for mode, b in last.items() if mode != booking.need.mode]
        before = max(others, key=lambda b: b.end, default=None)
        amount = too_close(before, booking) if before else 0
        if before and amount:
            visit, facility = booking.visit.id, booking.facility.id
            yield Violation("changeover", amount, "minutes", visit=visit, facility=facility, other=before.visit.id)
        known = last.get(booking.need.mode)
        if known is None or booking.end > known.end:
            last[booking.need.mode] = booking


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for group in by_facility(problem, roster).values():
        yield from clashing(group)


RULE = HardRule(
    code="changeover",
    unit="minutes",
    check=check,
    zh="同一场地同时只有一种用途，换用途之间留足转换时间。",
    en="A facility serves one mode at a time, with the changeover minutes between different modes.",
)
