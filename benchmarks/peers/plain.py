"""A restricted Problem as the arrays a routing solver asks for. Every peer's model is built from these alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.worth import value_of

FAR = 50_000
"""Minutes that stand for a leg nobody may walk: longer than any shift, so that time alone forbids it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One availability of a volunteer; `volunteer`, `home` count in their lists."""

    volunteer: int
    home: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Job:
    """A visit; `starts` are (first, last) minutes it may start at, both inclusive."""

    id: str
    role: str
    place: int
    duration: int
    value: int
    skills: frozenset[str]
    starts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Plain:
    """`walk`, `home_walk`: minutes between places and from homes to places, `FAR` over the limit; `passes`: what must
    pass between the end of a visit and the start of the next. `able`: volunteer x job, by skills and reach from home.
    """

    volunteers: tuple[str, ...]
    held: tuple[frozenset[str], ...]
    homes: tuple[str, ...]
    shifts: tuple[Shift, ...]
    jobs: tuple[Job, ...]
    walk: NDArray[np.int64]
    passes: NDArray[np.int64]
    home_walk: NDArray[np.int64]
    able: NDArray[np.bool_]

    @property
    def horizon(self) -> int:
        """A minute nothing lasts beyond."""
        return max([s.end for s in self.shifts] + [last + j.duration for j in self.jobs for _, last in j.starts])

    def starts(self, shift: Shift, number: int) -> list[tuple[int, int]]:
        """When the job of this number could start in the shift, if it were the first of it; empty: never."""
        job = self.jobs[number]
        if not self.able[shift.volunteer, number]:
            return []
        first = shift.start + int(self.home_walk[shift.home, job.place])
        last = shift.end - job.duration
        spans = ((max(a, first), min(b, last)) for a, b in job.starts)
        return [(a, b) for a, b in spans if a <= b]

    def possible(self, number: int) -> tuple[tuple[int, int], ...]:
        """The windows of a job that some shift can meet: the others would only be work for a solver."""
        spans = [span for shift in self.shifts for span in self.starts(shift, number)]
        return tuple((a, b) for a, b in self.jobs[number].starts if any(x <= b and a <= y for x, y in spans))


@dataclass(frozen=True, slots=True)
class Row:
    """One visit of an answer: numbers of the job and of the shift, and its first minute."""

    job: int
    shift: int
    start: int


def plain(problem: Problem) -> Plain:
    """The arrays of a restricted problem. ValueError where it holds what they cannot say."""
    people, visits = problem.volunteers, problem.visits
    limits = {(v.pace, v.max_walk) for v in people}
    if len(limits) > 1 or any(v.return_home for v in people) or any(v.place is None or v.on_grid for v in visits):
        raise ValueError(f"{problem.name} is no restricted problem: use restricted.restrict")
    limit = next((walk for _, walk in limits), 0)
    homes = tuple(dict.fromkeys(v.home for v in people))
    places = tuple(dict.fromkeys(v.place for v in visits if v.place is not None))
    home_of, place_of = ({p: i for i, p in enumerate(names)} for names in (homes, places))
    walk = _minutes(problem, places, places, limit)
    passes = np.where(walk < FAR, np.maximum(walk, problem.policy.gap), FAR)
    np.fill_diagonal(passes, 0)
    home_walk = _minutes(problem, homes, places, limit)
    held = tuple(frozenset(s.name for s in v.skills) for v in people)
    jobs = tuple(
        Job(
            id=v.id,
            role=v.roles[0].id,
            place=place_of[v.place or ""],
            duration=v.duration,
            value=value_of(problem, v),
            skills=v.roles[0].skills,
            starts=tuple((w.start, w.end - v.duration) for w in v.windows if w.end - w.start >= v.duration),
        )
        for v in visits
    )
    skilled = np.array([[j.skills <= mine for j in jobs] for mine in held], dtype=bool).reshape(len(people), len(jobs))
    reach = home_walk[[home_of[v.home] for v in people]][:, [j.place for j in jobs]] < FAR
    return Plain(
        volunteers=tuple(v.id for v in people),
        held=held,
        homes=homes,
        shifts=tuple(Shift(i, home_of[v.home], w.start, w.end) for i, v in enumerate(people) for w in v.availabilities),
        jobs=jobs,
        walk=walk,
        passes=passes,
        home_walk=home_walk,
        able=skilled & reach,
    )


def _minutes(problem: Problem, rows: tuple[str, ...], columns: tuple[str, ...], limit: int) -> NDArray[np.int64]:
    index = problem.walks.index
    (matrix,) = problem.walks.by_pace.values()
    dense = matrix.dense([index[p] for p in rows], [index[p] for p in columns]).astype(np.int64)
    return np.where(dense <= limit, dense, FAR)


def roster_of(problem: Problem, arrays: Plain, rows: list[Row]) -> Roster:
    """The answer as our type, as it is: whatever is wrong in it is for the checker to find."""
    assert len(arrays.jobs) == len(problem.visits)
    return Roster(
        planned=tuple(PlannedVisit(arrays.jobs[r.job].id, r.start) for r in rows),
        assignments=tuple(
            Assignment(
                arrays.jobs[r.job].id, arrays.volunteers[arrays.shifts[r.shift].volunteer], arrays.jobs[r.job].role
            )
            for r in rows
        ),
    )
