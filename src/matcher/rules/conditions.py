"""`conditions`: at least k of those assigned, or all of them, have a tag, a skill, a sex or a record check."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import DAY, Condition, Problem, Visit, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation


def binds_everybody(condition: Condition, visit: Visit) -> bool:
    """True if nobody can take part without meeting it: `all`, or as many as there are places."""
    return condition.at_least is None or condition.at_least >= sum(r.most for r in visit.roles)


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Conditions binding everybody that the volunteer does not meet."""
    return sum(binds_everybody(c, seat.visit) and not c.met_by(volunteer, day=seat.day) for c in seat.visit.conditions)


def shortfall(condition: Condition, people: list[Volunteer], *, day: int) -> int:
    """How many more of `people` would have to meet the condition."""
    met = sum(condition.met_by(v, day=day) for v in people)
    return max(0, (len(people) if condition.at_least is None else condition.at_least) - met)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for planned in roster.planned:
        conditions = problem.visit_of[planned.visit].conditions
        if not conditions:
            continue
        people = [problem.volunteer_of[a.volunteer] for a in roster.team_of.get(planned.visit, ())]
        for condition in conditions:
            amount = shortfall(condition, people, day=planned.start // DAY)
            if amount:
                yield Violation("conditions", amount, "people", visit=planned.visit, other=condition.of)


RULE = HardRule(
    code="conditions",
    unit="people",
    check=check,
    refuses=refuses,
    zh="到场的人中有足够的人满足服务的条件（如党员、同性别、已做背景核查）。",
    en="Enough of those assigned meet each condition of the visit (a tag, a skill, a sex, a record check).",
)
