"""`headcount`: every role has at least its minimum without trainees, and at most its maximum of people."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for planned in roster.planned:
        team = roster.team_of.get(planned.visit, ())
        for role in problem.visit_of[planned.visit].roles:
            people = [problem.volunteer_of[a.volunteer] for a in team if a.role == role.id]
            missing = role.min - sum(not v.trainee for v in people)
            if missing > 0:
                yield Violation("headcount", missing, "people_missing", visit=planned.visit, other=role.id)
            if len(people) > role.most:
                many = len(people) - role.most
                yield Violation("headcount", many, "people_too_many", visit=planned.visit, other=role.id)


RULE = HardRule(
    code="headcount",
    unit="people",
    check=check,
    zh="每个岗位不少于最低人数（实习人员不计入），不多于最高人数。",
    en="Every role has at least its minimum of people, trainees not counted, and at most its maximum.",
)
