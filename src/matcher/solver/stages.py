"""The two stages of the objective: a bound by prices, then integers over the routes that prices cannot rule out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from matcher.errors import NoRoster
from matcher.result import Leaf, Proof
from matcher.roster import Roster
from matcher.solver.beside import beside, mended, worth_a_thread
from matcher.solver.bound import Bound, make_bound, trivial_prices
from matcher.solver.candidates import Ints
from matcher.solver.greedy import greedy_roster
from matcher.solver.growing import hold_incumbent
from matcher.solver.linear import Linear, Table, solve_linear
from matcher.solver.point import worth
from matcher.solver.programme import Programme, Purpose
from matcher.solver.rough import is_dense, solve_roughly
from matcher.solver.search import Search
from matcher.solver.solutions import Limits
from matcher.solver.stage import Clash, Incumbent, Resplit, Stage, Unplaced, incumbent_of
from matcher.worth import value_of

POINTS_SHARE = 0.85
"""Of the limit; the rest bounds how many more visits any roster could serve."""
DENSE_FIRST, MENDING, DENSE_POINTS = 0.12, 0.22, 0.97
"""Where the guaranteed visits of a dense town end (few there), the ruins after them, and its points."""
PRICES_SHARE = 0.6
"""Of a stage's time, where shifts are priced: however long prices take, some is left for rosters of their routes."""
HELPED_SHARE = 0.9
"""The same where rosters are found beside the prices."""
FIRST_SECONDS = 8.0
"""Of the guaranteed visits of a dense town at most, before ruins: those serve them better."""
GOOD_HINT = 0.8
"""A hint that serves so much of all value is where the search starts; no greedy roster is made beside it."""


@dataclass(frozen=True)
class StageOutcome:
    """`bound` in points is the least known; `by_prices` the prices' own bound (never below it)."""

    purpose: Purpose
    incumbent: Incumbent
    objective: int
    bound: int
    proof: Proof
    by_prices: Bound
    table: Table
    held: Ints
    leaves: tuple[Leaf, ...] = ()
    """The finished branching where the proof is one."""


@dataclass(frozen=True)
class Outcome:
    """Both stages and the bound on how many visits any roster serves; `clash`: no roster keeps the pins."""

    stages: tuple[StageOutcome, ...] = ()
    visits: Bound | None = None
    programme: Programme | None = None
    clash: bool = False
    held: int = 0
    """What the second stage held of the first; its roster may serve more."""


def run_stages(table: Table, search: Search, *, hint: Roster | None, count_visits: bool = True) -> Outcome | Unplaced:
    """Guaranteed visits first; then all points with what stage 1 reached held."""
    incumbent = _first(table, search, hint)
    try:
        dense = is_dense(table) and search.work is None
        begun = min(DENSE_FIRST, FIRST_SECONDS / search.seconds) if search.seconds else DENSE_FIRST
        first = _run_stage(table, "guaranteed", incumbent, search, share=begun if dense else 0.5)
        if dense and worth_a_thread(table.programme.problem):
            first = _mended(first, search)
        held = replace(first.table, programme=table.programme.holding(first.objective))
        second = _run_stage(held, "points", first.incumbent, search, share=DENSE_POINTS if dense else POINTS_SHARE)
    except Clash:
        return Outcome(clash=True)
    except Resplit as resplit:
        return resplit.unplaced
    visits = _visits_bound(second.table, second, search, count=count_visits)
    more = worth(held.programme, second.incumbent.point, "guaranteed")  # than stage 1 had time to find
    return Outcome(
        (replace(first, objective=max(first.objective, more)), second), visits, held.programme, held=first.objective
    )


def _first(table: Table, search: Search, hint: Roster | None) -> Incumbent | None:
    programme = table.programme
    found = [] if hint is None else [i for i in [incumbent_of(programme, hint)] if i is not None]
    enough = any(serves_most(programme, i.roster) for i in found)
    for roster in (
        Roster() if enough else greedy_roster(programme),
        Roster(),
    ):  # without pins, nobody serving anybody is a roster too
        found += [i for i in [incumbent_of(programme, roster)] if i is not None]
    if not found:
        search.note("greedy", found=0)
        return None
    best = max(found, key=lambda i: (worth(programme, i.point, "guaranteed"), worth(programme, i.point, "points")))
    points = worth(programme, best.point, "points")
    search.report("greedy", points, None)
    search.note("greedy", objective=points, served=len(best.roster.planned))
    return best


def _mended(first: StageOutcome, search: Search) -> StageOutcome:
    """With the better of its roster and of what ruins make of it: guaranteed visits first, then points."""
    programme = first.table.programme
    found = mended(programme, first.incumbent, search, promised=first.bound, share=MENDING)

    def rank(one: Incumbent) -> tuple[int, int]:
        return worth(programme, one.point, "guaranteed"), worth(programme, one.point, "points")

    best = max(first.incumbent, found, key=rank)
    search.report("mended", rank(best)[1], None)
    return replace(first, incumbent=best, objective=rank(best)[0])


def serves_most(programme: Programme, roster: Roster) -> bool:
    """Whether the roster serves `GOOD_HINT` of the value of all visits."""
    problem = programme.problem
    worths = {v.id: value_of(problem, v) for v in problem.visits}
    return sum(worths[p.visit] for p in roster.planned) >= GOOD_HINT * sum(worths.values())


def first_roster(table: Table, search: Search) -> Roster | Unplaced | None:
    """Any roster that keeps every row; None if there is none."""
    try:
        return _run_stage(table, "guaranteed", _first(table, search, None), search, share=1.0).incumbent.roster
    except Clash:
        return None
    except Resplit as resplit:
        return resplit.unplaced


def _run_stage(
    table: Table, purpose: Purpose, incumbent: Incumbent | None, search: Search, *, share: float
) -> StageOutcome:
    programme = table.programme
    stage = Stage(table, purpose, search, share)
    first = make_bound(programme, table.routes, purpose, trivial_prices(programme, purpose), among=table.among)
    stage.take(incumbent, first.points, "prices")
    hold_incumbent(stage)
    if not stage.closed and (stage.incumbent is None or search.affords(table.bound_work, share=share)):
        with beside(stage) as ask:
            _search(stage, first, ask)
    if stage.incumbent is None:
        raise NoRoster(
            "what must be kept (pins, max_people_changed) was not yet kept by any roster when the search was stopped"
        )
    by_prices = first if stage.linear is None else stage.linear.bound
    held = stage.own_routes() if stage.linear is None else stage.linear.held
    return StageOutcome(
        purpose=purpose,
        incumbent=stage.incumbent,
        objective=stage.objective or 0,
        bound=stage.bound,
        proof=stage.proof,
        by_prices=by_prices,
        table=stage.table,
        held=held,
        leaves=stage.leaves,
    )


def _search(stage: Stage, first: Bound, ask: Callable[[], None]) -> None:
    """Prices, then integers; `ask` takes what was found beside them."""
    search, purpose, share = stage.search, stage.purpose, stage.share
    exploded = bool(stage.table.routes.exploded)
    rough = search.work is None and is_dense(stage.table) and stage.incumbent is not None
    helped = worth_a_thread(stage.programme.problem) and not rough
    until = share * (HELPED_SHARE if helped else PRICES_SHARE) if exploded and search.work is None else share
    price = solve_roughly if rough else solve_linear

    def enough(_: Linear) -> bool:
        ask()
        return search.out(share=until)

    search.crowded = rough  # steps and pricing use all cores
    linear = price(
        stage.table,
        purpose,
        first=first,
        start=stage.own_routes(),
        enough=enough,
        search=search,
        limits=lambda: Limits() if stage.objective is None else search.limits(share=until),
    )
    search.crowded = False
    stage.linear, stage.table = linear, linear.table
    stage.take(None, linear.bound.points, "prices")
    search.note(f"prices {purpose}", bound=linear.bound.points, rounds=linear.rounds, routes=len(linear.held))
    new = True
    while not stage.done():
        before = stage.objective
        ask()
        if new or stage.objective != before:  # found beside the prices, or beside the integers
            hold_incumbent(stage)
        new = False
        if stage.done() or not stage.integers():
            break


def _visits_bound(table: Table, points: StageOutcome, search: Search, *, count: bool) -> Bound:
    programme = table.programme
    first = make_bound(programme, table.routes, "visits", trivial_prices(programme, "visits"), among=table.among)
    served = worth(programme, points.incumbent.point, "visits")
    if not count or first.points <= served or search.out() or not search.affords(table.bound_work):
        return first
    price = solve_roughly if search.work is None and is_dense(table) else solve_linear
    linear = price(
        table,
        "visits",
        first=first,
        start=points.held,
        enough=lambda state: search.out() or state.bound.points <= served,
        search=search,
        limits=search.limits,
    )
    search.note("prices visits", bound=linear.bound.points, rounds=linear.rounds)
    return linear.bound
