"""At which hours the crew of a service could be at a place: of people who live within their own walk of it.

Hours are bits (`hours`), and "at least k people" is k layers of them: whoever can come at an hour lifts it one layer
up. So every pair of a person and a place is looked at once, and nothing is kept of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.coverage.able import alike, questions
from matcher.coverage.hours import Bits, Hours, hours_in, packed
from matcher.coverage.wanted import Crew
from matcher.problem import DAY, Problem, Volunteer
from matcher.walking.ground import Ground, Minutes
from matcher.walking.nearest import Ints
from matcher.walks import FAR

HOMES = 64
"""Homes searched from at once: bounds the memory of their minutes."""


@dataclass(frozen=True, eq=False)
class Staffed:
    """Of one crew: `bits`, the hours at which it could be at each place; `nearest` minutes from the nearest home of
    somebody who could take part and would walk as far, `FAR` without any; `able` people, wherever they live."""

    bits: Bits
    nearest: Minutes
    able: int


class _Question:
    """How many people at once, and whoever counts for it; `layers` fill up person by person."""

    def __init__(self, least: int, hours: list[Hours], places: int) -> None:
        self.least, self.hours = least, hours
        self.masks = packed(np.array(hours, dtype=bool)) if hours else np.zeros((0, 1), dtype=np.uint64)
        self.counts = [bool(flags[-1]) for flags in hours]
        words = self.masks.shape[1]
        self.layers: list[Bits] = [np.zeros((places, words), dtype=np.uint64) for _ in range(least)]
        self.nearest: Minutes = np.full(places, FAR, dtype=np.int32)

    def come(self, person: int, near: Ints, minutes: Minutes, present: Bits) -> None:
        """Somebody lives within their walk of the places `near`, and could be there at the hours `present`."""
        mask = present & self.masks[person]
        for above, below in zip(self.layers[:0:-1], self.layers[-2::-1], strict=True):
            above[near] |= below[near] & mask
        self.layers[0][near] |= mask
        self.nearest[near] = np.minimum(self.nearest[near], minutes)


def staffed(problem: Problem, ground: Ground, crews: Sequence[Crew], places: Ints) -> dict[str, Staffed]:
    """By service, over the places given by number of the ground's doors."""
    asked: dict[Hashable, list[_Question]] = {}
    for crew in crews:
        key = alike(problem, crew)
        if key not in asked:
            asked[key] = [_Question(least, hours, len(places)) for least, hours in questions(problem, crew)]
    _gather(problem, ground, [q for group in asked.values() for q in group], places)
    return {crew.service: _whole(crew, asked[alike(problem, crew)]) for crew in crews}


def _whole(crew: Crew, group: list[_Question]) -> Staffed:
    everybody = group[(1 << len(crew.roles)) - 2]
    bits: NDArray[np.uint64] = np.bitwise_and.reduce([q.layers[-1] for q in group])
    return Staffed(bits, everybody.nearest, sum(everybody.counts))


def _gather(problem: Problem, ground: Ground, asked: list[_Question], places: Ints) -> None:
    for pace in sorted({v.pace for v in problem.volunteers}):
        people = [(k, v) for k, v in enumerate(problem.volunteers) if v.pace == pace and v.availabilities]
        homes = sorted({v.home for _, v in people})
        afoot = ground.at(pace)
        living: dict[str, list[tuple[int, Volunteer]]] = {}
        for k, v in people:
            living.setdefault(v.home, []).append((k, v))
        for low in range(0, len(homes), HOMES):
            here = homes[low : low + HOMES]
            limit = max(v.max_walk for home in here for _, v in living[home])
            numbers = np.array([ground.index[home] for home in here], dtype=np.int64)
            limit = max(1, min(DAY, limit))
            there = afoot.minutes(numbers, places, limit=limit)
            # Only a table knows ways that are longer in one direction.
            back = there if ground.table is None else afoot.minutes(places, numbers, limit=limit).T
            for row, home in enumerate(here):
                for k, volunteer in living[home]:
                    _meet(problem, asked, k, volunteer, there[row], back[row])


def _meet(
    problem: Problem, asked: list[_Question], person: int, volunteer: Volunteer, there: Minutes, back: Minutes
) -> None:
    mine = [q for q in asked if q.counts[person]]
    within = there <= volunteer.max_walk
    if volunteer.return_home:
        within &= back <= volunteer.max_walk
    near = np.flatnonzero(within)
    if not mine or not len(near):
        return
    home = back[near] if volunteer.return_home else np.zeros_like(there[near])
    walks, which = np.unique(np.column_stack([there[near], home]), axis=0, return_inverse=True)
    by_walk = [hours_in(volunteer.availabilities, days=problem.days, late=a, early=b) for a, b in walks.tolist()]
    present = packed(np.array(by_walk))[which.reshape(-1)]
    for question in mine:
        question.come(person, near, there[near], present)
