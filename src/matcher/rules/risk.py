"""`risk`: a visit of high risk takes only adults insured on the day."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat, refused
from matcher.rules.violation import Violation


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """1 for a minor or anybody not insured on the day."""
    if seat.visit.risk != "high":
        return 0
    insured = volunteer.insured_until_day is not None and seat.day <= volunteer.insured_until_day
    return int(volunteer.minor or not insured)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return refused(problem, roster, refuses, rule="risk", unit="people")


RULE = HardRule(
    code="risk",
    unit="people",
    check=check,
    refuses=refuses,
    zh="高风险服务只派当天有保险的成年人。",
    en="A visit of high risk takes only adults who are insured on the day.",
)
