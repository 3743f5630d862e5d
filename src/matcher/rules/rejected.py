"""`rejected`: a facility does not take a visit at a start it refused, or at all."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Facility, Problem, Visit
from matcher.roster import Roster
from matcher.rules.bookings import turned_away
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def turns_away(_: Problem, facility: Facility, visit: Visit, start: int) -> int:
    """1 if the unit refused this visit at this start, or at any time."""
    return int(any(name == facility.id and at in (None, start) for name, at in visit.rejected))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return turned_away(problem, roster, turns_away, rule="rejected", unit="bookings")


RULE = HardRule(
    code="rejected",
    unit="bookings",
    check=check,
    turns_away=turns_away,
    zh="不再安排场地单位已拒绝的预订。",
    en="A booking the facility's unit has refused is not made again.",
)
