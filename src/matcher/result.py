"""What one solve returns: the roster, and per stage how good it is and by what proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.roster import Roster

Status = Literal["proven", "bounded", "feasible"]
Proof = Literal["prices", "tree", "integers", "trivial"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One report while solving; `bound` None until the first valid one."""

    seconds: float
    stage: str
    objective: int
    bound: int | None

    @property
    def gap(self) -> float | None:
        return None if self.bound is None else gap_of(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class StageResult:
    """Stage 1 counts the value of guaranteed visits served; stage 2 all points, stage 1 held.

    `bound` is valid: no roster is worth more. Status: proven (bound - objective < 1), bounded (a gap is left),
    feasible (no useful bound). `proof` says what the bound rests on: `prices` (whole-number prices anybody can
    re-add), `tree` (prices at every leaf of a finished branching), `integers` (the exact integer solver's word).
    """

    name: Literal["guaranteed", "all"]
    objective: int
    bound: int
    status: Status
    proof: Proof

    @property
    def gap(self) -> float:
        return gap_of(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Branch:
    """A decision on the way to a leaf: the activity of row `row` is `at_least` or more, or `at_most` or less."""

    row: str
    at_most: int | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """Prices that bound everything allowed by the decisions of `path`.

    `prices`: row name -> whole number, in `1 / scale` points of the certificate.
    """

    path: tuple[Branch, ...]
    prices: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What `matcher verify` needs, beside problem and roster, to re-add the bound of stage `stage` without a solver.

    `purpose`: `points`, or `visits` for the bound on how many visits any roster serves.
    """

    purpose: Literal["guaranteed", "points", "visits"]
    scale: int
    guaranteed_at_least: int
    leaves: tuple[Leaf, ...]
    bound: int
    splits: tuple[tuple[str, int], ...] = ()
    """(visit, minute): start ranges the programme was cut at."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing the solver did: when, what, and with which figures."""

    seconds: float
    what: str
    figures: tuple[tuple[str, float | int | str], ...] = ()


@dataclass(frozen=True)
class Result:
    """The best roster found and what is known about it.

    `more_visits_at_most`: no roster that keeps the guaranteed visits serves more than this many visits more.
    `compile_seconds` is one-off compilation, not part of `seconds`.
    """

    roster: Roster
    stages: tuple[StageResult, ...]
    certificates: tuple[Certificate, ...]
    trace: tuple[TraceStep, ...]
    seconds: float
    compile_seconds: float
    first_roster_seconds: float
    more_visits_at_most: int
    stopped: str = ""
    """Why it ended: proven, gap, time, work, stop - or search: nothing it knows would close the gap that is left."""
    warnings: tuple[str, ...] = ()

    @property
    def guaranteed(self) -> StageResult:
        return self.stages[0]

    @property
    def all(self) -> StageResult:
        return self.stages[1]


def gap_of(objective: int, bound: int) -> float:
    """`(bound - objective) / max(1, |bound|)` as a fraction."""
    return (bound - objective) / max(1, abs(bound))
