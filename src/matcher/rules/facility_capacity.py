"""`facility_capacity`: at one time at most `concurrent` bookings, or in a shared facility the mode's people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.bookings import Booking, by_facility
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def over(booking: Booking, now: Sequence[Booking]) -> int:
    """Bookings (people, where shared) too many at the first minute of `booking`, beside those there `now`.

    Too many at any minute is too many at the first minute of some booking.
    """
    facility = booking.facility
    if facility.exclusive:
        return max(0, 1 + len(now) - facility.concurrent)
    capacity = facility.modes.get(booking.need.mode, 0)
    return max(0, booking.need.people + sum(b.need.people for b in now) - capacity)


def crowded(group: Iterable[Booking]) -> Iterator[Violation]:
    """One violation a booking that comes when the facility is full already; `group`: bookings of one, by start.

    Too many people in one booking alone is a breach of `facility_mode`.
    """
    running: list[Booking] = []
    for booking in group:
        running = [b for b in running if b.end > booking.start]
        amount = over(booking, running) if running else 0
        if amount:
            unit = "bookings" if booking.facility.exclusive else "people"
            yield Violation("facility_capacity", amount, unit, visit=booking.visit.id, facility=booking.facility.id)
        running.append(booking)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for group in by_facility(problem, roster).values():
        yield from crowded(group)


RULE = HardRule(
    code="facility_capacity",
    unit="bookings",
    check=check,
    zh="独占场地同时的预订数、共享场地同时的人数都不超过容量。",
    en="An exclusive facility holds so many bookings at a time, a shared one so many people.",
)
