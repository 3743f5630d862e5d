"""`travel_time`: between two visits of a person at least the walk and, at different places, `policy.gap`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcher.problem import Problem, Volunteer
from matcher.roster import Roster, Stop, Tour
from matcher.rules.rule import HardRule
from matcher.rules.violation import Violation
from matcher.rules.work import judged

CODE = "travel_time"


def check(problem: Problem, roster: Roster) -> Iterator[Violation]:
    return judged(problem, roster, judges)


def judges(_: Problem, volunteer: Volunteer, mine: Sequence[Tour]) -> Iterator[Violation]:
    """Inside one availability walk and gap count, across two of them only overlap.

    A leg farther than any limit counts as its gap here; `walking` reports it.
    """
    found = [late for tour in mine for late in _on_the_way(tour)] + list(_overlaps(mine))
    for amount, before, stop in found:
        yield Violation(CODE, amount, "minutes", visit=stop.visit, volunteer=volunteer.id, other=before.visit)


def _on_the_way(tour: Tour) -> Iterator[tuple[int, Stop, Stop]]:
    for before, stop in pairwise(tour.stops):
        if stop.start < stop.earliest:
            yield stop.earliest - stop.start, before, stop


def _overlaps(mine: Sequence[Tour]) -> Iterator[tuple[int, Stop, Stop]]:
    """Overlaps of visits of different availabilities: one of them runs past its own, or lies in none."""
    if len(mine) < 2:
        return
    stops = sorted(((s.start, number, s) for number, tour in enumerate(mine) for s in tour.stops), key=lambda x: x[:2])
    for (_, shift, before), (start, other, stop) in pairwise(stops):
        if shift != other and start < before.end:
            yield before.end - start, before, stop


RULE = HardRule(
    code=CODE,
    unit="minutes",
    check=check,
    judges=judges,
    zh="同一人两次服务之间留足步行时间，地点不同的还要留足间隔；服务不重叠。",
    en="Between two visits of a person there is time for the walk and, at different places, the gap; none overlap.",
)
