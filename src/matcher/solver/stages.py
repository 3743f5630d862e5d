"""The two stages of the objective: a bound by prices, then integers over the routes that prices cannot rule out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.errors import NoRoster
from matcher.result import Proof
from matcher.roster import Roster
from matcher.solver.bound import Bound, make_bound, surviving, surviving_variables, trivial_prices
from matcher.solver.candidates import Ints
from matcher.solver.greedy import greedy_roster
from matcher.solver.linear import Linear, Table, solve_linear
from matcher.solver.master import IntegerSolution, search_integers, solve_integers
from matcher.solver.options import Splits
from matcher.solver.point import Point, feasible, point_of, worth
from matcher.solver.programme import Programme, Purpose
from matcher.solver.schedule import Unschedulable, build_roster
from matcher.solver.search import Search

EXACT_AT_MOST = 6_000
"""Up to this many surviving routes go to the exact integer solver (CP-SAT), whose end is a proof."""
FIRST_TRY = 8_000
"""Routes of the first search by HiGHS, the best by reduced gain; each further try takes twice as many."""


@dataclass(frozen=True)
class Incumbent:
    """A valid roster and its point."""

    roster: Roster
    point: Point


@dataclass(frozen=True)
class StageOutcome:
    """`bound` in points is the least known; `by_prices` the prices' own bound (never below it)."""

    purpose: Purpose
    incumbent: Incumbent
    objective: int
    bound: int
    proof: Proof
    by_prices: Bound
    held: Ints


@dataclass(frozen=True)
class Outcome:
    """Both stages and the bound on how many visits any roster serves; `clash`: no roster keeps the pins."""

    stages: tuple[StageOutcome, ...] = ()
    visits: Bound | None = None
    programme: Programme | None = None
    clash: bool = False


@dataclass(frozen=True)
class Unplaced:
    """The chosen routes serve one beneficiary twice at once: cut the start ranges at `splits` and solve again."""

    splits: Splits
    best: Roster | None


class _Clash(Exception):
    """No roster keeps what rows ask for."""


class _Resplit(Exception):
    def __init__(self, unplaced: Unplaced) -> None:
        super().__init__()
        self.unplaced = unplaced


def run_stages(table: Table, search: Search, *, hint: Roster | None) -> Outcome | Unplaced:
    """Guaranteed visits first; then all points with what stage 1 reached held."""
    incumbent = _first(table, search, hint)
    try:
        first = _run_stage(table, "guaranteed", incumbent, search, share=0.5)
        held = replace(table, programme=table.programme.holding(first.objective))
        second = _run_stage(held, "points", first.incumbent, search, share=1.0)
    except _Clash:
        return Outcome(clash=True)
    except _Resplit as resplit:
        return resplit.unplaced
    return Outcome((first, second), _visits_bound(held, second, search), held.programme)


def _first(table: Table, search: Search, hint: Roster | None) -> Incumbent | None:
    programme = table.programme
    found = [] if hint is None else [i for i in [_incumbent(programme, hint)] if i is not None]
    for roster in (greedy_roster(programme), Roster()):  # without pins, nobody serving anybody is a roster too
        found += [i for i in [_incumbent(programme, roster)] if i is not None]
    if not found:
        search.note("greedy", found=0)
        return None
    best = max(found, key=lambda i: (worth(programme, i.point, "guaranteed"), worth(programme, i.point, "points")))
    points = worth(programme, best.point, "points")
    search.report("greedy", points, None)
    search.note("greedy", objective=points, served=len(best.roster.planned))
    return best


def _incumbent(programme: Programme, roster: Roster) -> Incumbent | None:
    point = point_of(programme, roster)
    return Incumbent(roster, point) if point is not None and feasible(programme, point) else None


def first_roster(table: Table, search: Search) -> Roster | Unplaced | None:
    """Any roster that keeps every row; None if there is none."""
    try:
        return _run_stage(table, "guaranteed", _first(table, search, None), search, share=1.0).incumbent.roster
    except _Clash:
        return None
    except _Resplit as resplit:
        return resplit.unplaced


def _run_stage(
    table: Table, purpose: Purpose, incumbent: Incumbent | None, search: Search, *, share: float
) -> StageOutcome:
    programme = table.programme
    stage = _Stage(table, purpose, search, share)
    first = make_bound(programme, table.routes, purpose, trivial_prices(programme, purpose), among=table.among)
    stage.take(incumbent, first.points, "prices")
    if not stage.closed:
        start = stage.own_routes()
        linear = solve_linear(table, purpose, first=first, start=start, enough=lambda _: search.out(share=share))
        stage.linear = linear
        stage.take(None, linear.bound.points, "prices")
        search.note(f"prices {purpose}", bound=linear.bound.points, rounds=linear.rounds, routes=len(linear.held))
        while not stage.done() and stage.integers():
            pass
    if stage.incumbent is None:
        raise NoRoster("pins ask for something, and the search was stopped before a roster kept them")
    by_prices = first if stage.linear is None else stage.linear.bound
    held = stage.own_routes() if stage.linear is None else stage.linear.held
    return StageOutcome(purpose, stage.incumbent, stage.objective or 0, stage.bound, stage.proof, by_prices, held)


class _Stage:
    """One stage under way: incumbent, least bound, and what proves it."""

    def __init__(self, table: Table, purpose: Purpose, search: Search, share: float) -> None:
        self.table, self.purpose, self.search, self.share = table, purpose, search, share
        self.programme = table.programme
        self.constant = self.programme.constant if purpose == "points" else 0
        self.incumbent: Incumbent | None = None
        self.objective: int | None = None
        self.bound = 1 << 60
        self.proof: Proof = "prices"
        self.linear: Linear | None = None
        self.tries = 0
        self.tried_all = False

    def take(self, incumbent: Incumbent | None, bound: int, proof: Proof) -> None:
        """A better roster, a lower bound, or both."""
        if incumbent is not None:
            objective = worth(self.programme, incumbent.point, self.purpose)
            if self.objective is None or objective > self.objective:
                self.incumbent, self.objective = incumbent, objective
        if bound < self.bound:
            self.bound, self.proof = bound, proof
        if self.objective is not None:
            self.search.report(self.purpose, self.objective, self.bound)

    @property
    def closed(self) -> bool:
        return self.objective is not None and self.objective >= self.bound

    def done(self) -> bool:
        """Proven, near enough, or out of time - but never without a roster while one may exist."""
        if self.objective is None:
            return self.search.stopped()
        near = self.purpose == "points" and self.bound - self.objective <= self._allowed()
        return self.closed or near or self.search.out(share=self.share)

    def _allowed(self) -> float:
        return self.search.gap * max(1, abs(self.bound))

    def own_routes(self) -> Ints:
        """Numbers of the incumbent's routes among the listed ones."""
        if self.incumbent is None:
            return np.zeros(0, dtype=np.int64)
        routes = self.table.routes
        found = []
        for shift, pairs in self.incumbent.point.routes:
            low, high = np.searchsorted(routes.shift, [shift, shift + 1])
            for c in range(int(low), int(high)):
                if tuple(sorted(routes.pairs[routes.start[c] : routes.start[c + 1]].tolist())) == pairs:
                    found.append(c)
        return np.array(found, dtype=np.int64)

    def integers(self) -> bool:
        """One call of an integer solver; whether another may help."""
        assert self.linear is not None
        bound, routes = self.linear.bound, self.table.routes
        keep = np.ones(routes.count, dtype=bool)
        most = self.programme.most
        if self.objective is not None:
            keep = surviving(bound, routes, incumbent=self.objective)
            most = np.where(surviving_variables(bound, self.programme, incumbent=self.objective), most, 0)
            assert self.incumbent is not None
            most = np.maximum(most, self.incumbent.point.variables)
        survivors = int(keep.sum())
        search_by_work = self.search.work is not None  # only CP-SAT can be stopped by work done
        exact = survivors <= EXACT_AT_MOST or search_by_work or self.tried_all
        limit = survivors if exact else FIRST_TRY << self.tries
        whole = survivors <= limit
        if not whole:
            order = np.argsort(np.where(keep, bound.best[routes.shift] - bound.route_reduced, 1 << 60), kind="stable")
            keep[order[limit:]] = False
        own = self.own_routes()
        keep[own] = True
        chosen = np.flatnonzero(keep)
        name = "exact" if exact else "search"
        self.search.note(f"{name} {self.purpose}", routes=len(chosen), survivors=survivors, of=routes.count)
        before = self.objective
        if exact:
            self._use(self._exact(chosen, most, own), chosen, complete=whole and not routes.exploded)
            return False
        solution = self._searched(chosen, most)
        self._use(solution, chosen, complete=False)
        self.tries += 1
        self.tried_all = whole and solution.finished
        return self.tried_all or not (solution.finished and whole) or self.objective != before

    def _searched(self, chosen: Ints, most: Ints) -> IntegerSolution:
        limits = self.search.limits(share=self.share)
        seconds = 3600.0 if limits.seconds is None else limits.seconds
        return search_integers(
            self.programme,
            self.purpose,
            self.table.gains(self.purpose)[chosen],
            self.table.entries(chosen),
            seconds=max(1.0, seconds * 0.6) if seconds > 4 else seconds,
            most=most,
            stop=self.search.stop,
        )

    def _exact(self, chosen: Ints, most: Ints, own: Ints) -> IntegerSolution:
        hint = None
        if self.incumbent is not None and len(own) == len(self.incumbent.point.routes):
            hint = (np.isin(chosen, own).astype(np.int64), self.incumbent.point.variables)
        allowed = self._allowed() if self.purpose == "points" else 0.0
        limits = self.search.limits(share=self.share, absolute_gap=allowed)
        if self.objective is None:
            limits = replace(limits, seconds=None, work=None)  # pins come before any limit
        started = self.objective

        def report(objective: int, bound: int) -> None:
            if started is None or objective + self.constant > started:
                self.search.report(self.purpose, objective + self.constant, min(self.bound, bound + self.constant))

        solution = solve_integers(
            self.programme,
            self.purpose,
            self.table.gains(self.purpose)[chosen],
            self.table.entries(chosen),
            limits=limits,
            hint=hint,
            most=most,
            report=report,
            stop=self.search.stop,
        )
        self.search.worked += solution.work
        return solution

    def _use(self, solution: IntegerSolution, chosen: Ints, *, complete: bool) -> None:
        """Take what an integer solver found; `complete`: it saw every route a better roster might use."""
        if solution.columns is None:
            if solution.finished and complete and self.objective is None:
                raise _Clash
            if solution.finished and self.objective is None:
                raise NoRoster("pins ask for something, and there are too many routes to settle whether it can be had")
            if solution.finished and complete and self.objective is not None:
                self.take(None, self.objective, "integers")
            return
        roster = self._roster(chosen[solution.columns > 0], solution)
        if isinstance(roster, Unschedulable):
            if self.search.out(share=self.share) and self.incumbent is not None:
                return
            best = None if self.incumbent is None else self.incumbent.roster
            raise _Resplit(Unplaced(self._halves(roster, chosen[solution.columns > 0]), best))
        incumbent = _incumbent(self.programme, roster)
        if incumbent is None:
            raise AssertionError("the integer solution is not a roster that keeps every row")
        self.take(incumbent, self.bound, self.proof)
        if complete and solution.bound is not None:
            self.take(None, max(solution.bound + self.constant, self.objective or 0), "integers")

    def _roster(self, columns: Ints, solution: IntegerSolution) -> Roster | Unschedulable:
        routes, programme = self.table.routes, self.programme
        chosen = [
            (int(routes.shift[c]), tuple(routes.pairs[routes.start[c] : routes.start[c + 1]].tolist())) for c in columns
        ]
        assert solution.variables is not None
        placements = [
            int(v.of[0])
            for v, value in zip(programme.variables, solution.variables.tolist(), strict=True)
            if v.kind == "placement" and value
        ]
        return build_roster(programme.problem, programme.options, programme.candidates, chosen, placements)

    def _halves(self, fault: Unschedulable, columns: Ints) -> Splits:
        """Cut the start ranges that met in the middle; ends, because ranges of one minute cannot meet unseen."""
        options = self.programme.options
        cuts = set(options.splits)
        routes = self.table.routes
        pairs = np.concatenate([routes.pairs[routes.start[c] : routes.start[c + 1]] for c in columns])
        for number in self.programme.candidates.option[pairs].tolist():
            option = options.options[number]
            if option.visit in fault.visits and option.earliest < option.latest:
                middle = (option.earliest + option.latest + 1) // 2
                cuts.add((self.programme.problem.visits[option.visit].id, middle))
        if cuts == set(options.splits):
            raise AssertionError("nothing left to split")
        return tuple(sorted(cuts))


def _visits_bound(table: Table, points: StageOutcome, search: Search) -> Bound:
    programme = table.programme
    first = make_bound(programme, table.routes, "visits", trivial_prices(programme, "visits"), among=table.among)
    served = worth(programme, points.incumbent.point, "visits")
    if first.points <= served or search.out():
        return first
    linear = solve_linear(
        table,
        "visits",
        first=first,
        start=points.held,
        enough=lambda state: search.out() or state.bound.points <= served,
    )
    search.note("prices visits", bound=linear.bound.points, rounds=linear.rounds)
    return linear.bound
