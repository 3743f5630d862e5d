"""`skills`: who takes a role has all its skills, valid on the day."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat, refused
from matcher.rules.violation import Violation


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Skills of the role that the volunteer lacks on the day."""
    return sum(not volunteer.has_skill(skill, day=seat.day) for skill in seat.role.skills)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return refused(problem, roster, refuses, rule="skills", unit="skills")


RULE = HardRule(
    code="skills",
    unit="skills",
    check=check,
    refuses=refuses,
    zh="担任岗位的人具备全部所需技能，且当天有效。",
    en="Who takes a role has every skill it asks for, valid on the day.",
)
