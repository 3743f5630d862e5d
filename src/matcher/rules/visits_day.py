"""`visits_day`: visits of a person on one day within `max_visits_day`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matcher.problem import DAY, Problem, Volunteer
from matcher.roster import Roster, Tour
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation
from matcher.rules.work import judged, stops


def refuses(_: Problem, volunteer: Volunteer, __: Seat) -> int:
    """1 for who may serve no visit a day at all."""
    return int(volunteer.max_visits_day == 0)


def judges(_: Problem, volunteer: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    cap = volunteer.max_visits_day
    if cap is not None:
        for day, visits in Counter(stop.start // DAY for stop in stops(mine)).items():
            if visits > cap:
                yield Violation("visits_day", visits - cap, "visits", volunteer=volunteer.id, other=str(day))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


RULE = HardRule(
    code="visits_day",
    unit="visits",
    check=check,
    refuses=refuses,
    judges=judges,
    zh="每人每天的服务次数不超过本人的上限。",
    en="Visits of a person on one day stay within the daily cap.",
)
