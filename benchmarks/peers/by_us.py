"""Ours: the same Problem to `solve`, with the second and the points of every improvement."""

from __future__ import annotations

import time
from dataclasses import dataclass

from matcher import solve
from matcher.problem import Problem
from matcher.result import Progress
from matcher.roster import Roster
from peers.restricted import problem_of

POINTS = ("greedy", "points")
"""Reports of `solve` that count all points; stage 1 counts guaranteed visits alone."""


@dataclass(frozen=True, slots=True)
class Ours:
    """`steps`: (seconds, points) as they rose; `seconds` until it returned."""

    roster: Roster
    seconds: float
    bound: int
    status: str
    steps: tuple[tuple[float, int], ...]


def ours(problem: Problem, *, seconds: float) -> Ours:
    """Compiled code is loaded by a small problem before, as the libraries of the peers are."""
    solve(problem_of("6x12"), time_limit=5.0)
    steps: list[tuple[float, int]] = []
    began = time.perf_counter()

    def hear(progress: Progress) -> None:
        if progress.stage in POINTS and (not steps or progress.objective > steps[-1][1]):
            steps.append((time.perf_counter() - began, progress.objective))

    result = solve(problem, time_limit=seconds, count_visits=False, progress=hear)
    took = time.perf_counter() - began
    if not steps or result.all.objective > steps[-1][1]:
        steps.append((took, result.all.objective))
    return Ours(result.roster, took, result.all.bound, f"{result.all.status}, ended by {result.stopped}", tuple(steps))
