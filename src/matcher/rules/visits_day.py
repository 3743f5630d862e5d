"""`visits_day`: visits of a person on one day within `max_visits_day`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.problem import DAY, Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation


def refuses(_: Problem, volunteer: Volunteer, __: Seat) -> int:
    """1 for who may serve no visit a day at all."""
    return int(volunteer.max_visits_day == 0)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for name, work in roster.work_of.items():
        cap = problem.volunteer_of[name].max_visits_day
        if cap is None:
            continue
        for day, visits in Counter(roster.planned_of[a.visit].start // DAY for a in work).items():
            if visits > cap:
                yield Violation("visits_day", visits - cap, "visits", volunteer=name, other=str(day))


RULE = HardRule(
    code="visits_day",
    unit="visits",
    check=check,
    refuses=refuses,
    zh="每人每天的服务次数不超过本人的上限。",
    en="Visits of a person on one day stay within the daily cap.",
)
