"""`minor`: a minor serves only with a guardian's consent, and never between 22:00 and 06:00."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.problem import DAY, NIGHT_END, NIGHT_START, Problem, Volunteer
from matcher.roster import Roster
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat, refused
from matcher.rules.violation import Violation


def night_minutes(start: int, end: int) -> int:
    """Minutes of `[start, end)` in `[22:00, 06:00)` of any day."""
    first, last = start // DAY - 1, end // DAY
    nights = ((d * DAY + NIGHT_START, (d + 1) * DAY + NIGHT_END) for d in range(first, last + 1))
    return sum(max(0, min(end, b) - max(start, a)) for a, b in nights)


def refuses(_: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Minutes a minor may not serve: all of them without consent, else those at night."""
    if not volunteer.minor:
        return 0
    return night_minutes(seat.start, seat.end) if volunteer.guardian_consent else seat.visit.duration


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return refused(problem, roster, refuses, rule="minor", unit="minutes")


RULE = HardRule(
    code="minor",
    unit="minutes",
    check=check,
    refuses=refuses,
    zh="未成年人须有监护人同意，且22:00至次日06:00不服务。",
    en="A minor serves only with a guardian's consent, and never between 22:00 and 06:00.",
)
