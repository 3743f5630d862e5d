"""Compiles (or loads from the cache) every numba function on a problem of one visit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matcher.problem import Place, Problem, Role, Visit, Volunteer, Window
from matcher.roster import Roster
from matcher.solver.enumerating import enumerated
from matcher.solver.greedy import greedy
from matcher.solver.line import line
from matcher.solver.point import point_of
from matcher.solver.pricing import priced, quick_ways
from matcher.solver.programme import Programme
from matcher.solver.relaxation import relaxed_best
from matcher.solver.routes import shift_arrays
from matcher.solver.ruin import Moves
from matcher.solver.ruin_kernel import anneal
from matcher.walks import walks_from_table


def warm_up(clock: Callable[[], float], *, ruins: bool = False) -> float:
    """Seconds it took; next to nothing the second time in one process. `ruins`: ruin and recreate too, which takes as
    long as all others and serves large problems alone."""
    began = clock()
    problem = Problem(
        name="warm",
        places=(Place("a"), Place("b")),
        walks=walks_from_table(["a", "b"], {("a", "b"): 5}),
        volunteers=(Volunteer(id="v", home="a", availabilities=(Window(0, 60),), return_home=True),),
        visits=(Visit(id="x", windows=(Window(0, 60),), duration=10, place="b", roles=(Role(id="r"),)),),
    )
    table = line(problem)
    greedy(table.programme)
    relaxed_best(table.programme, 0, np.zeros(1, dtype=np.int64), 1)
    arrays, gain = shift_arrays(problem, table.programme.options, table.programme.candidates, 0), np.ones(1, np.int64)
    quick_ways(arrays, gain, 1, floor=0, ways=1)
    priced(arrays, gain, 1)
    enumerated(arrays, gain, 1, floor=0)
    if ruins:
        _ruined(table.programme)
    return clock() - began


def _ruined(programme: Programme) -> None:
    roster = Roster()
    point = point_of(programme, roster)
    assert point is not None
    moves = Moves.of(programme)
    state = moves.state(roster, point)
    anneal(moves.ground, state, state.route.copy(), state.length.copy(), state.placed.copy(), 1, 0, 1.0, 1.0, 0, 0)
