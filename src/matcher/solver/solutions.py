"""What the solvers of others answer, and within which limits: plain values that need no solver to be read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.solver.candidates import Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LinearSolution:
    """Objective, prices of the rows, values of the columns so far; `short`: what asked-for rows still lack; `work`:
    units it took."""

    objective: float
    prices: Floats
    columns: Floats
    variables: Floats
    short: float
    work: float = 0.0


@dataclass(frozen=True)
class IntegerSolution:
    """`columns`, `variables` None where no roster was found; `bound` over the given columns (None: none yet).

    `finished`: the search ended by itself: the solution is best, or (without one) there is none.
    """

    columns: Ints | None
    variables: Ints | None
    objective: int | None
    bound: int | None
    finished: bool
    work: float


@dataclass(frozen=True)
class Limits:
    """`seconds` by the clock or `work` in deterministic units; may end `absolute_gap` points short of proven."""

    seconds: float | None = None
    work: float | None = None
    absolute_gap: float = 0.0
    seed: int = 0
    workers: int = 2

    def part(self, share: float) -> Limits:
        """The same with a share (0 to 1) of time and work."""
        seconds = None if self.seconds is None else self.seconds * share
        return replace(self, seconds=seconds, work=None if self.work is None else self.work * share)
