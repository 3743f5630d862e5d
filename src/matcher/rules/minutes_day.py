"""`minutes_day`: service minutes of a person on one day within `max_minutes_day`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.problem import DAY, Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation


def minutes_on(problem: Problem, roster: Roster, volunteer: str) -> Counter[int]:
    """Service minutes of one volunteer by day of the start."""
    minutes: Counter[int] = Counter()
    for a in roster.work_of.get(volunteer, ()):
        minutes[roster.planned_of[a.visit].start // DAY] += problem.visit_of[a.visit].duration
    return minutes


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Minutes of this visit alone above the cap."""
    return 0 if volunteer.max_minutes_day is None else max(0, seat.visit.duration - volunteer.max_minutes_day)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    for name in roster.work_of:
        cap = problem.volunteer_of[name].max_minutes_day
        if cap is None:
            continue
        for day, minutes in minutes_on(problem, roster, name).items():
            if minutes > cap:
                yield Violation("minutes_day", minutes - cap, "minutes", volunteer=name, other=str(day))


RULE = HardRule(
    code="minutes_day",
    unit="minutes",
    check=check,
    refuses=refuses,
    zh="每人每天的服务时长不超过本人的上限。",
    en="Service minutes of a person on one day stay within the daily cap.",
)
