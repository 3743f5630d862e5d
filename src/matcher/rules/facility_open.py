"""`facility_open`: the facility is open from start to end, across openings that touch."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Facility, Problem, Visit
from matcher.roster import Roster
from matcher.rules.bookings import turned_away
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def turns_away(_: Problem, facility: Facility, visit: Visit, start: int) -> int:
    """Minutes of the visit in which the facility is closed."""
    end = start + visit.duration
    return visit.duration - sum(max(0, min(end, o.end) - max(start, o.start)) for o in facility.openings)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return turned_away(problem, roster, turns_away, rule="facility_open", unit="minutes")


RULE = HardRule(
    code="facility_open",
    unit="minutes",
    check=check,
    turns_away=turns_away,
    zh="场地在整个使用期间都开放。",
    en="The facility is open from the start of a booking to its end.",
)
