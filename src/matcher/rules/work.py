"""Everything one person does, as the rules about a person's time and ways read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from matcher.problem import DAY, Problem, Volunteer
from matcher.roster import Roster, Stop, Tour, tours
from matcher.rules.violation import Violation


def judged(
    problem: Problem, roster: Roster, judges: Callable[[Problem, Volunteer, Sequence[Tour]], Iterable[Violation]]
) -> Iterator[Violation]:
    """The violations of everybody who does something, by the problem's order."""
    for name, group in groupby(tours(problem, roster), key=lambda tour: tour.volunteer):
        yield from judges(problem, problem.volunteer_of[name], tuple(group))


def stops(mine: Sequence[Tour]) -> Iterator[Stop]:
    return (stop for tour in mine for stop in tour.stops)


def minutes_by_day(mine: Sequence[Tour]) -> Counter[int]:
    """Service minutes by day of the start."""
    minutes: Counter[int] = Counter()
    for stop in stops(mine):
        minutes[stop.start // DAY] += stop.end - stop.start
    return minutes
