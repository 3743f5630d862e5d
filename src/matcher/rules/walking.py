"""`walking`: every leg, and the way from home to every place served, within the person's `max_walk`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster, Tour
from matcher.rules.rule import HardRule
from matcher.rules.seat import Seat
from matcher.rules.violation import Violation
from matcher.rules.work import judged


def over(volunteer: Volunteer, walk: int | None) -> tuple[int, str] | None:
    """Amount and unit by which a walk is too long; None if it is not. A walk of None is farther than any limit."""
    if walk is None:
        return 1, "out_of_reach"
    return (walk - volunteer.max_walk, "minutes") if walk > volunteer.max_walk else None


def refuses(problem: Problem, volunteer: Volunteer, seat: Seat) -> int:
    """How far the place lies beyond the volunteer's reach from home (1 where farther than any limit)."""
    walk = problem.walk(volunteer, volunteer.home, seat.place)
    return 1 if walk is None else max(0, walk - volunteer.max_walk)


def judges(problem: Problem, _: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    for tour in mine:
        yield from _tour(problem, tour)


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


def _tour(problem: Problem, tour: Tour) -> Iterator[Violation]:
    """An override lets the legs to and from its visit pass, but never one whose minutes are not known: no rule
    could then tell whether the time suffices."""
    volunteer = problem.volunteer_of[tour.volunteer]
    here, pinned_before = volunteer.home, False
    for stop in tour.stops:
        pinned = (stop.visit, volunteer.id) in problem.overrides
        reach = problem.walk(volunteer, volunteer.home, stop.place)
        excused = pinned and (here != volunteer.home or reach is not None)
        yield from _judge(volunteer, reach, stop.visit, origin=volunteer.home, excused=excused)
        # Stops outside every availability may lie days apart; there only the way from home means anything.
        if here != volunteer.home and tour.availability is not None:
            excused = (pinned or pinned_before) and stop.walk is not None
            yield from _judge(volunteer, stop.walk, stop.visit, origin=here, excused=excused)
        here, pinned_before = stop.place, pinned
    if tour.availability is not None:
        excused = pinned_before and tour.walk_home is not None
        yield from _judge(volunteer, tour.walk_home, tour.stops[-1].visit, origin=here, excused=excused)


def _judge(volunteer: Volunteer, walk: int | None, visit: str, *, origin: str, excused: bool) -> Iterator[Violation]:
    broken = over(volunteer, walk)
    if broken:
        amount, unit = broken
        yield Violation("walking", amount, unit, visit=visit, volunteer=volunteer.id, overridden=excused, other=origin)


RULE = HardRule(
    code="walking",
    unit="minutes",
    check=check,
    refuses=refuses,
    judges=judges,
    zh="每段步行，以及从家到每个服务地点，都不超过本人的步行上限。",
    en="Every leg, and the way from home to every place served, is within the person's walking limit.",
)
