"""`changeover`: one mode at a time, with `changeover` minutes between bookings of different modes."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.bookings import Booking, by_facility
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def too_close(a: Booking, b: Booking) -> int:
    """Minutes missing between two bookings of one facility; 0 for the same mode."""
    if a.need.mode == b.need.mode:
        return 0
    before, after = (a, b) if (a.start, a.visit.id) <= (b.start, b.visit.id) else (b, a)
    return max(0, before.end + a.facility.changeover - after.start)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    """One violation a booking, against the one of another mode before it that ends last."""
    for group in by_facility(problem, roster).values():
        last: dict[str, Booking] = {}
        for booking in group:
            others = [b for mode, b in last.items() if mode != booking.need.mode]
            before = max(others, key=lambda b: b.end, default=None)
            amount = too_close(before, booking) if before else 0
            if before and amount:
                yield Violation(
                    "changeover",
                    amount,
                    "minutes",
                    visit=booking.visit.id,
                    facility=booking.facility.id,
                    other=before.visit.id,
                )
            known = last.get(booking.need.mode)
            if known is None or booking.end > known.end:
                last[booking.need.mode] = booking


RULE = HardRule(
    code="changeover",
    unit="minutes",
    check=check,
    zh="同一场地同时只有一种用途，换用途之间留足转换时间。",
    en="A facility serves one mode at a time, with the changeover minutes between different modes.",
)
