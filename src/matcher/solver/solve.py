"""The whole line: problem -> options -> candidates -> routes -> programme -> prices and integers -> roster.

This file alone wires the stages. Each stage is one function from frozen values to a frozen value.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from matcher.problem import Problem
from matcher.result import Certificate, Leaf, Progress, Result, StageResult, Status
from matcher.roster import Roster
from matcher.solver.beside import worth_a_thread
from matcher.solver.bound import SCALE, Bound
from matcher.solver.clash import raise_if_clashing, raise_if_contradicting
from matcher.solver.line import line
from matcher.solver.options import Splits
from matcher.solver.programme import Programme
from matcher.solver.routes import MAX_TOTAL
from matcher.solver.search import Search
from matcher.solver.stage import Unplaced
from matcher.solver.stages import POINTS_SHARE, Outcome, StageOutcome, run_stages
from matcher.solver.tree import named
from matcher.solver.warm import warm_up
from matcher.worth import unpromised

ROUTES_A_UNIT = 50_000
"""Routes listed, with all that is made of them, in one unit of work (about a second of one core)."""


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    gap: float = 0.0,
    seed: int = 0,
    work_limit: float | None = None,
    hint: Roster | None = None,
    count_visits: bool = True,
    name_clash: bool = True,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Result:
    """The best roster found, and how good it is at most short of the best possible.

    Ends when proven, at `gap` (a fraction), after `time_limit` seconds by `clock`, after `work_limit` deterministic
    units (then the clock decides nothing and the same seed gives the same roster), or soon after `stop()` is true -
    always with the best roster so far. `stop` and `clock` are asked from a second thread too, where ruins run beside.
    Without `count_visits` the bound on how many more visits any roster serves is only the plainest. Raises
    ClashingPins where no roster keeps all pins: without `name_clash` at once, with one fault for all of them; else it
    takes a solve a pin to name an irreducible set.
    """
    compile_seconds = warm_up(clock, ruins=work_limit is None and worth_a_thread(problem))
    raise_if_contradicting(problem, seed=seed)
    search = Search(
        clock=clock, began=clock(), seconds=time_limit, work=work_limit, gap=gap, seed=seed, stop=stop, tell=progress
    )
    splits: Splits = ()
    best = hint
    while True:
        table = line(problem, splits, most_routes=_most_routes(search))
        search.charge(table.routes.count / ROUTES_A_UNIT + table.bound_work)
        search.note("routes", routes=table.routes.count, exploded=len(table.routes.exploded), splits=len(splits))
        outcome = run_stages(table, search, hint=best, count_visits=count_visits)
        if isinstance(outcome, Unplaced):
            best, splits = outcome.best, tuple(sorted({*splits, *outcome.splits}))
            continue
        if outcome.clash:
            raise_if_clashing(problem, seed=seed, name=name_clash)
        return _result(outcome, search, compile_seconds, splits)


def _most_routes(search: Search) -> int:
    """Half of what is left of a work limit may go into listing; what is not listed is bounded by a relaxation."""
    if search.work is None:
        return MAX_TOTAL
    return min(MAX_TOTAL, int(max(0.0, search.work - search.worked) / 2 * ROUTES_A_UNIT))


def _result(outcome: Outcome, search: Search, compile_seconds: float, splits: Splits) -> Result:
    first, second = outcome.stages
    programme, visits = outcome.programme, outcome.visits
    assert programme is not None and visits is not None
    roster = second.incumbent.roster
    served = len(roster.planned)
    search.note("done", objective=second.objective, bound=second.bound)
    return Result(
        roster=roster,
        stages=(_stage("guaranteed", first), _stage("all", second)),
        certificates=(
            _certificate(programme, first, 0, splits),
            _certificate(programme, second, outcome.held, splits),
            Certificate("visits", SCALE, outcome.held, (_leaf(programme, visits),), visits.points, splits),
        ),
        trace=tuple(search.trace),
        seconds=search.elapsed,
        compile_seconds=compile_seconds,
        first_roster_seconds=search.first_roster or 0.0,
        more_visits_at_most=max(0, visits.points - served),
        stopped=_why(second, search),
        warnings=_warnings(programme.problem),
    )


def _stage(name: Literal["guaranteed", "all"], outcome: StageOutcome) -> StageResult:
    status: Status = "proven" if outcome.bound <= outcome.objective else "bounded"
    return StageResult(name, outcome.objective, outcome.bound, status, outcome.proof)


def _certificate(programme: Programme, outcome: StageOutcome, held: int, splits: Splits) -> Certificate:
    """The branching's leaves where there is one; else the prices alone, with what they prove."""
    bound = outcome.bound if outcome.leaves else outcome.by_prices.points
    leaves = outcome.leaves or (_leaf(programme, outcome.by_prices),)
    return Certificate(outcome.purpose, SCALE, held, leaves, bound, splits)


def _leaf(programme: Programme, bound: Bound) -> Leaf:
    return Leaf((), named(programme.row_names, bound.whole_prices))


def _why(second: StageOutcome, search: Search) -> str:
    if second.bound <= second.objective:
        return "proven"
    if search.stopped():
        return "stop"
    if search.out(share=POINTS_SHARE):
        return "work" if search.work is not None else "time"
    return "gap" if search.gap > 0 else "search"


def _warnings(problem: Problem) -> tuple[str, ...]:
    return tuple(
        f"visit {visit}: value ({value}) does not exceed what its people may cost ({cost} points): it may stay "
        f"unserved for the sake of other terms; use at least {cost + 1}, or leave value empty"
        for visit, value, cost in unpromised(problem)
    )
