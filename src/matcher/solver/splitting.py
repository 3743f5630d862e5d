"""Start ranges that are cut in two where the routes chosen would serve one beneficiary twice at once."""

from __future__ import annotations

import numpy as np

from matcher.solver.candidates import Ints
from matcher.solver.linear import Table
from matcher.solver.options import Splits
from matcher.solver.programme import Programme
from matcher.solver.schedule import Unschedulable


def halves(table: Table, fault: Unschedulable, columns: Ints) -> Splits:
    """Cut the start ranges that met in the middle; ends, because ranges of one minute cannot meet unseen."""
    options = table.programme.options
    cuts = set(options.splits)
    routes = table.routes
    pairs = np.concatenate([routes.pairs[routes.start[c] : routes.start[c + 1]] for c in columns])
    for number in table.programme.candidates.option[pairs].tolist():
        option = options.options[number]
        if option.visit in fault.visits and option.earliest < option.latest:
            middle = (option.earliest + option.latest + 1) // 2
            cuts.add((table.programme.problem.visits[option.visit].id, middle))
    if cuts == set(options.splits):
        raise AssertionError("nothing left to split")
    return tuple(sorted(cuts))


def without_rivals(programme: Programme) -> bool:
    """Whether every choice of routes can be timed: nobody asks for two visits."""
    asking = [v.beneficiary for v in programme.problem.visits if v.beneficiary]
    return len(asking) == len(set(asking))
