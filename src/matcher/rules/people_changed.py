"""`people_changed`: at most `policy.max_people_changed` people whose published work changes."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation


def changed(problem: Problem, roster: Roster) -> frozenset[str]:
    """Volunteers with a published row not kept exactly: served by them, same start, same facility."""
    people = set()
    for row in problem.published:
        planned = roster.planned_of.get(row.visit)
        same = planned is not None and (planned.start, planned.facility) == (row.start, row.facility)
        served = any(a.volunteer == row.volunteer for a in roster.team_of.get(row.visit, ()))
        if row.volunteer is not None and not (same and served):
            people.add(row.volunteer)
    return frozenset(people)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    cap = problem.policy.max_people_changed
    if cap is not None:
        amount = len(changed(problem, roster)) - cap
        if amount > 0:
            yield Violation("people_changed", amount, "people")


RULE = HardRule(
    code="people_changed",
    unit="people",
    check=check,
    zh="已公布的安排有变动的人数不超过上限。",
    en="Published work changes for at most so many people.",
)
