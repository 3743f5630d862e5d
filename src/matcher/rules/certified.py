"""`certified`: a provider's worker serves only while certified."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat, refused
from matcher.rules.violation import Violation


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Days past the last certified day."""
    return 0 if volunteer.certified_until_day is None else max(0, seat.day - volunteer.certified_until_day)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return refused(problem, roster, refuses, rule="certified", unit="days")


RULE = HardRule(
    code="certified",
    unit="days",
    check=check,
    refuses=refuses,
    zh="服务商人员只在认证有效期内服务。",
    en="A provider's worker serves only while certified.",
)
