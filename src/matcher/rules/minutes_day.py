"""`minutes_day`: service minutes of a person on one day within `max_minutes_day`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster, Tour
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation
from matcher.rules.work import judged, minutes_by_day


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Minutes of this visit alone above the cap."""
    return 0 if volunteer.max_minutes_day is None else max(0, seat.visit.duration - volunteer.max_minutes_day)


def judges(_: Problem, volunteer: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    cap = volunteer.max_minutes_day
    if cap is None:
        return
    for day, minutes in minutes_by_day(mine).items():
        if minutes > cap:
            yield Violation("minutes_day", minutes - cap, "minutes", volunteer=volunteer.id, other=str(day))


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


RULE = HardRule(
    code="minutes_day",
    unit="minutes",
    check=check,
    refuses=refuses,
    judges=judges,
    zh="每人每天的服务时长不超过本人的上限。",
    en="Service minutes of a person on one day stay within the daily cap.",
)
