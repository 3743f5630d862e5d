"""`trainee`: in a role trainees never outnumber the others."""

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
            learning = [problem.volunteer_of[a.volunteer].trainee for a in team if a.role == role.id]
            amount = 2 * sum(learning) - len(learning)
            if amount > 0:
                yield Violation("trainee", amount, "people", visit=planned.visit, other=role.id)


RULE = HardRule(
    code="trainee",
    unit="people",
    check=check,
    zh="每名实习人员身边至少有一名正式人员。",
    en="Beside every trainee in a role stands at least one person who is not a trainee.",
)
