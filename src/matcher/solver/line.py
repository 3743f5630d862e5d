"""Everything before prices, the same for solving and for verifying."""

from __future__ import annotations

from matcher.problem import Problem
from matcher.solver.candidates import make_candidates, staffed
from matcher.solver.linear import Table, make_table
from matcher.solver.options import Splits, make_options
from matcher.solver.programme import make_programme
from matcher.solver.routes import MAX_TOTAL, list_routes


def line(problem: Problem, splits: Splits = (), *, most_routes: int = MAX_TOTAL) -> Table:
    """Problem -> options -> candidates -> routes (about `most_routes` at most) -> programme."""
    options = make_options(problem, splits=splits)
    options, candidates = staffed(problem, options, make_candidates(problem, options))
    routes = list_routes(problem, options, candidates, total=most_routes)
    return make_table(make_programme(problem, options, candidates), routes)
