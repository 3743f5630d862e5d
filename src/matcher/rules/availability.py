"""`availability`: from leaving home to the last minute (or being home again) inside one availability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.problem import Problem, Volunteer, Window
from matcher.roster import Roster, Tour
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation
from matcher.rules.work import judged


def outside(window: Window, start: int, end: int, *, way_there: int = 0, way_home: int = 0) -> int:
    """Minutes of walk there, visit `[start, end)` and walk home that lie outside `window`."""
    return max(0, window.start + way_there - start) + max(0, end + way_home - window.end)


def uncovered(volunteer: Volunteer, start: int, end: int) -> int:
    """Minutes of `[start, end)` outside the availability that covers most of it."""
    covered = max((min(end, w.end) - max(start, w.start) for w in volunteer.availabilities), default=0)
    return end - start - max(0, covered)


def refuses(problem: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """Minutes outside, if this were the only visit of its availability. An unknown walk counts 0 (`walking` has it)."""
    start, end = seat.start, seat.end
    for window in volunteer.availabilities:
        if window.start <= start < window.end:
            there = problem.walk(volunteer, volunteer.home, seat.place) or 0
            home = problem.walk(volunteer, seat.place, volunteer.home) or 0 if volunteer.return_home else 0
            return outside(window, start, end, way_there=there, way_home=home)
    return uncovered(volunteer, start, end)


def judges(_: Problem, volunteer: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    for tour in mine:
        for stop in tour.stops:
            if tour.availability is None:
                amount = uncovered(volunteer, stop.start, stop.end)
            else:
                there = (stop.walk or 0) if stop is tour.stops[0] else 0
                home = (tour.walk_home or 0) if stop is tour.stops[-1] else 0
                amount = outside(tour.availability, stop.start, stop.end, way_there=there, way_home=home)
            if amount:
                yield Violation("availability", amount, "minutes", visit=stop.visit, volunteer=volunteer.id)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


RULE = HardRule(
    code="availability",
    unit="minutes",
    check=check,
    refuses=refuses,
    judges=judges,
    zh="从出门到最后一次服务结束（需要回家的到家为止）都在本人可服务的同一时段内。",
    en="From leaving home to the end of the last visit, or being home again, people stay inside one availability.",
)
