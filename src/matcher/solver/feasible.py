"""Whether any roster keeps every row: the question behind clashing pins."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.solver.line import line
from matcher.solver.options import Splits
from matcher.solver.search import Search
from matcher.solver.stage import Unplaced
from matcher.solver.stages import first_roster


def keeps(problem: Problem, *, seed: int) -> bool:
    """Solve for any roster at all; exact, without a limit."""
    splits: Splits = ()
    while True:
        search = Search.endless(seed=seed)
        found = first_roster(line(problem, splits), search)
        if not isinstance(found, Unplaced):
            return found is not None
        splits = found.splits
