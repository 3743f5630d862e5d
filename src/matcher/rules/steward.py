"""`steward`: a booking in an opening that depends on a steward visit counts only if that visit goes on."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Facility, Problem
from matcher.roster import Roster
from matcher.rules.bookings import bookings
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def missing(facility: Facility, roster: Roster, *, start: int, end: int) -> tuple[str, ...]:
    """Steward visits of the openings met by `[start, end)` that are not planned."""
    stewards = dict.fromkeys(o.steward for o in facility.openings if o.start < end and start < o.end)
    return tuple(s for s in stewards if s is not None and s not in roster.planned_of)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for b in bookings(problem, roster):
        for steward in missing(b.facility, roster, start=b.start, end=b.end):
            yield Violation("steward", 1, "visits", visit=b.visit.id, facility=b.facility.id, other=steward)


RULE = HardRule(
    code="steward",
    unit="visits",
    check=check,
    zh="需要有人值守才开放的时段，值守服务已安排。",
    en="Where an opening depends on a steward visit, that visit goes on.",
)
