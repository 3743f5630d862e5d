"""`facility_mode`: the facility has the mode, for as many people."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Facility, Problem, Visit
from matcher.roster import Roster
from matcher.rules.bookings import turned_away
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def turns_away(_: Problem, facility: Facility, visit: Visit, __: int) -> int:
    """People above the capacity of the mode; all of them where the facility lacks the mode."""
    if visit.need is None:
        return 0
    return max(0, visit.need.people - facility.modes.get(visit.need.mode, 0))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return turned_away(problem, roster, turns_away, rule="facility_mode", unit="people")


RULE = HardRule(
    code="facility_mode",
    unit="people",
    check=check,
    turns_away=turns_away,
    zh="场地具备所需的用途，且容得下参加人数。",
    en="The facility has the mode asked for, with room for all who come.",
)
