"""`horizon_minutes`: service minutes of a person over the whole horizon within `max_minutes_total`."""

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
    return 0 if volunteer.max_minutes_total is None else max(0, seat.visit.duration - volunteer.max_minutes_total)


def judges(_: Problem, volunteer: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    cap, minutes = volunteer.max_minutes_total, minutes_by_day(mine).total()
    if cap is not None and minutes > cap:
        yield Violation("horizon_minutes", minutes - cap, "minutes", volunteer=volunteer.id)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


RULE = HardRule(
    code="horizon_minutes",
    unit="minutes",
    check=check,
    refuses=refuses,
    judges=judges,
    zh="每人在整个排班期内的服务时长不超过本人的上限。",
    en="Service minutes of a person over all days stay within the cap for the horizon.",
)
