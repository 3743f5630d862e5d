"""One stage of the objective under way: prices first, then integers over the routes that prices cannot rule out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.errors import NoRoster
from matcher.result import Leaf, Proof
from matcher.roster import Roster
from matcher.solver.alike import dealt, merged
from matcher.solver.blocks import Part, blocks_of, integers_by_block
from matcher.solver.bound import Bound, again, surviving, surviving_variables
from matcher.solver.candidates import Ints
from matcher.solver.diving import dive
from matcher.solver.enumeration import whole_above
from matcher.solver.linear import Linear, Table
from matcher.solver.master import search_integers, solve_integers
from matcher.solver.options import Splits
from matcher.solver.point import Point, feasible, point_of, worth
from matcher.solver.programme import Programme, Purpose
from matcher.solver.schedule import Unschedulable, build_roster
from matcher.solver.search import Search
from matcher.solver.solutions import IntegerSolution
from matcher.solver.splitting import halves, without_rivals
from matcher.solver.tree import grow
from matcher.solver.turns import Turns, turn

TREE_SECONDS = 3.0
"""How long the branching that replaces the integer solver's word may take, where the clock decides."""
PINS_AT_MOST = 3_000
"""Up to this many routes CP-SAT finds the first roster that keeps pins; above, HiGHS tries before it."""
MOST_DIVES = 60
"""Dives without a better roster before the search ends."""
DIVES_A_SEARCH = 6
"""Dives before the integers over all they met are searched."""
FIRST_TRY = 4_000
"""Routes of the first search by HiGHS, the best by reduced gain; each further try takes twice as many."""


@dataclass(frozen=True)
class Incumbent:
    """A valid roster and its point."""

    roster: Roster
    point: Point


@dataclass(frozen=True)
class Unplaced:
    """The chosen routes serve one beneficiary twice at once: cut the start ranges at `splits` and solve again."""

    splits: Splits
    best: Roster | None


class Clash(Exception):
    """No roster keeps what rows ask for."""


class Resplit(Exception):
    def __init__(self, unplaced: Unplaced) -> None:
        super().__init__()
        self.unplaced = unplaced


def incumbent_of(programme: Programme, roster: Roster) -> Incumbent | None:
    point = point_of(programme, roster)
    return Incumbent(roster, point) if point is not None and feasible(programme, point) else None


class Stage:
    """One stage under way: incumbent, least bound, and what proves it."""

    def __init__(self, table: Table, purpose: Purpose, search: Search, share: float) -> None:
        self.table, self.purpose, self.search, self.share = table, purpose, search, share
        self.programme, self.alike = table.programme, table.alike
        self.constant = self.programme.constant if purpose == "points" else 0
        self.incumbent: Incumbent | None = None
        self.objective: int | None = None
        self.bound = 1 << 60
        self.proof: Proof = "prices"
        self.linear: Linear | None = None
        self.tries, self.searched_all = 0, False
        self.leaves: tuple[Leaf, ...] = ()
        self.too_many = -(1 << 60)
        """What a roster may be worth for which the routes were too many to enumerate, by the prices of now."""
        self.turns: Turns | None = None
        self.dives = 0
        self.dive_held: Ints | None = None
        self.over: int | None = None
        """The table holds every route that a roster worth more than this may use; None: shifts are not listed whole."""

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
        """One call of an integer solver; whether another may help.

        Many routes, or a first roster: HiGHS searches the best of them, then more. Once it has searched all that
        survive, prices at the leaves of a branching prove the rest, or CP-SAT does.
        """
        if self.linear is not None and self.linear.values is not None:
            return turn(self)
        by_work = self.search.work is not None  # only CP-SAT can be stopped by work done
        if self.searched_all and not by_work and self._partly() and not self._enumerate():
            return self._dive()
        keep, most = self._open()
        survivors = int(keep.sum())
        first_by_proof = self.objective is None and (self.tries > 0 or survivors <= PINS_AT_MOST)
        if by_work or self.searched_all or first_by_proof:
            return self._prove(keep, most)
        limit = FIRST_TRY << self.tries
        whole = survivors <= limit
        if not whole:
            bound, routes = self._prices(), self.table.routes
            order = np.argsort(np.where(keep, bound.best[routes.shift] - bound.route_reduced, 1 << 60), kind="stable")
            keep[order[limit:]] = False
            keep[self.own_routes()] = True
        chosen = np.flatnonzero(keep)
        self.search.note(f"search {self.purpose}", routes=len(chosen), survivors=survivors)
        solution = self._searched(chosen, most)
        self._use(solution, chosen, complete=whole)
        self.tries, self.searched_all = self.tries + 1, whole
        if self.closed and self.proof == "integers" and not self.table.routes.exploded:
            self._tree()
        return True

    def _dive(self) -> bool:
        """A dive; from the second on, from another route or part of the best roster. Whether another may help."""
        if self.linear is None or self.objective is None:
            return False
        before, own = self.objective, self.own_routes()
        rng = np.random.default_rng([self.search.seed, self.dives])
        keeps = self.dives % 3 == 2 and len(own) > 1
        kept = np.sort(rng.choice(own, size=int(rng.integers(1, len(own))), replace=False)) if keeps else own[:0]
        held = self.linear.held if self.dive_held is None else self.dive_held
        found = dive(
            self.table,
            self.purpose,
            held,
            kept=kept,
            skip=self.dives - self.dives // 3,
            out=lambda: self.search.out(share=self.share),
            limits=lambda: self.search.limits(share=self.share),
            charge=self.search.charge,
        )
        self.dives += 1
        if found is None:
            return not self.search.out(share=self.share) and self.dives < MOST_DIVES
        self.table, self.dive_held = found.table, np.flatnonzero(found.inside)
        fresh = again(self.linear.bound, self.programme, self.table.routes, self.purpose, self.table.among)
        self.linear = replace(self.linear, bound=fresh, held=found.now[self.linear.held], table=self.table)
        self._use(self._searched(found.chosen, self.programme.most), found.chosen, complete=False)
        self.search.note(f"dive {self.purpose}", number=self.dives, kept=len(kept), objective=self.objective)
        if self.dives % DIVES_A_SEARCH == 0:
            keep, most = self._open()
            chosen = np.flatnonzero(keep)
            if len(chosen) <= FIRST_TRY * 4:
                self._use(self._searched(chosen, most), chosen, complete=False)
        if self.objective > before:
            self.dives = 0
        return self.dives < MOST_DIVES

    def _partly(self) -> bool:
        """Whether a roster better than the incumbent may use routes that are not in the table."""
        return bool(self.table.routes.exploded) and (self.over is None or (self.objective or 0) < self.over)

    def _enumerate(self) -> bool:
        """Take into the table every route that a roster may use that is worth more than `over`: the incumbent's
        worth, or more where that leaves too many routes; whether there was a way to."""
        if self.objective is None or self.linear is None:
            return False
        bound = self.linear.bound
        over, step = self.objective, bound.steps.step
        while over < self.bound and not self.search.out(share=self.share):
            if over <= self.too_many:
                over += max(step, (self.bound - over) // 2 // step * step)
                continue
            whole = whole_above(self.table, self.purpose, bound, over=over)
            self.search.charge(whole.work)
            if whole.table is not None and whole.now is not None:
                self.search.note(f"enumerated {self.purpose}", routes=whole.found, over=over, bound=self.bound)
                self.table, self.over = whole.table, over
                fresh = again(bound, self.programme, self.table.routes, self.purpose, self.table.among)
                held = whole.now[self.linear.held]
                self.linear = replace(self.linear, bound=fresh, held=held, table=self.table)
                self.searched_all, self.tries = False, 0
                return True
            self.search.note(f"too many {self.purpose}", over=over, bound=self.bound)
            self.too_many = over
        return False

    def _prices(self) -> Bound:
        assert self.linear is not None
        return self.linear.bound

    def _open(self) -> tuple[NDArray[np.bool_], Ints]:
        """Routes, and the most of every variable, that a roster better than the incumbent may use, and its own."""
        routes = self.table.routes
        if self.objective is None or self.incumbent is None:
            return np.ones(routes.count, dtype=bool), self.programme.most
        keep = surviving(self._prices(), routes, incumbent=self.objective)
        keep[self.own_routes()] = True
        alive = surviving_variables(self._prices(), self.programme, incumbent=self.objective)
        most = np.where(alive, self.programme.most, 0)
        return keep, np.maximum(most, self.incumbent.point.variables)

    def _prove(self, keep: NDArray[np.bool_], most: Ints) -> bool:
        listed = not self.table.routes.exploded
        chosen = np.flatnonzero(keep)
        self.search.note(f"exact {self.purpose}", routes=len(chosen), of=self.table.routes.count)
        self._use(self._exact(chosen, most), chosen, complete=True)
        if self.proof == "integers" and self.closed and listed:
            self._tree()
        return self._partly() and self.over is not None

    def _tree(self) -> bool:
        """Put a branching in the place of the integer solver's word, if it stays small."""
        assert self.objective is not None
        until = self.search.elapsed + TREE_SECONDS

        def out() -> bool:
            late = self.search.work is None and self.search.elapsed >= until
            return late or self.search.out(share=self.share)

        leaves = grow(
            self.table, self.purpose, self._prices(), claimed=self.objective, out=out, charge=self.search.charge
        )
        self.search.note(f"tree {self.purpose}", leaves=0 if leaves is None else len(leaves) - 1)
        if leaves is None:
            return False
        self.leaves, self.bound, self.proof = leaves, self.objective, "tree"
        return True

    def _hint(self, chosen: Ints) -> tuple[Ints, Ints] | None:
        """The incumbent as values of the chosen routes and the variables, where all its routes are listed."""
        own = self.own_routes()
        if self.incumbent is None or len(own) < len(self.incumbent.point.routes):
            return None
        return np.isin(chosen, own).astype(np.int64), self.incumbent.point.variables

    def _searched(self, chosen: Ints, most: Ints) -> IntegerSolution:
        allowed = self._allowed() / 2 if self.purpose == "points" else 0.0

        def solve(part: Part) -> IntegerSolution:
            limits = self.search.limits(share=self.share)
            seconds = 3600.0 if limits.seconds is None else limits.seconds * part.of_rest
            return search_integers(
                part.programme,
                self.purpose,
                part.gains,
                part.entries,
                seconds=seconds,
                absolute_gap=allowed * part.of_all,
                most=part.most,
                hint=part.hint,
                stop=self.search.stop,
            )

        return self._by_block(chosen, most, solve)

    def _exact(self, chosen: Ints, most: Ints) -> IntegerSolution:
        allowed = self._allowed() if self.purpose == "points" else 0.0
        started, certain = self.objective, without_rivals(self.programme)

        def report(objective: int, bound: int) -> None:
            if certain and started is not None and objective + self.constant > started:
                self.search.report(self.purpose, objective + self.constant, min(self.bound, bound + self.constant))

        def solve(part: Part) -> IntegerSolution:
            limits = self.search.limits(share=self.share, absolute_gap=allowed * part.of_all).part(part.of_rest)
            if self.objective is None:
                limits = replace(limits, seconds=None, work=None)  # pins come before any limit
            solution = solve_integers(
                part.programme,
                self.purpose,
                part.gains,
                part.entries,
                limits=limits,
                hint=part.hint,
                most=part.most,
                report=report if part.whole else None,
                stop=self.search.stop,
            )
            self.search.charge(solution.work)
            return solution

        return self._by_block(chosen, most, solve)

    def _by_block(self, chosen: Ints, most: Ints, solve: Callable[[Part], IntegerSolution]) -> IntegerSolution:
        """The integers over the chosen routes, each block of them alone."""
        if self.alike:
            return self._merged(chosen, most, solve)
        entries = self.table.entries(chosen)
        blocks = blocks_of(self.programme, entries, self.table.routes.shift[chosen], most)
        gains = self.table.gains(self.purpose)[chosen], self.programme.variable_gain(self.purpose)
        if len(blocks) > 1:
            self.search.note(f"blocks {self.purpose}", blocks=len(blocks), largest=max(b.size for b in blocks))
        return integers_by_block(self.programme, entries, blocks, gains, most, solve, hint=self._hint(chosen))

    def _merged(self, chosen: Ints, most: Ints, solve: Callable[[Part], IntegerSolution]) -> IntegerSolution:
        """The integers over the chosen routes, those of alike shifts once: what differs by names alone is one."""
        one = merged(self.table, self.alike, chosen)
        entries = self.table.entries(chosen[one.kept], one.shift)
        high = self.programme.high.copy()
        high[list(one.room)] = list(one.room.values())
        hint = self._hint(chosen)
        if hint is not None:
            hint = np.bincount(one.stands[hint[0] > 0], minlength=len(one.kept)).astype(np.int64), hint[1]
        gains = self.table.gains(self.purpose)[chosen[one.kept]]
        solution = solve(Part(replace(self.programme, high=high), entries, gains, most, hint, 1.0, 1.0, whole=True))
        if solution.columns is None:
            return solution
        columns = np.zeros(len(chosen), dtype=np.int64)
        columns[one.kept] = solution.columns
        return replace(solution, columns=columns)

    def _use(self, solution: IntegerSolution, chosen: Ints, *, complete: bool) -> None:
        """Take what an integer solver found; `complete`: it saw every route of the table a better roster might use."""
        listed = not self.table.routes.exploded
        over, complete = self.over, complete and (listed or self.over is not None)
        if solution.columns is None:
            if solution.finished and complete and self.objective is None:
                raise Clash
            if solution.finished and self.objective is None:
                raise NoRoster(
                    "there are too many routes to settle whether what must be kept (pins, max_people_changed) can be"
                )
            if solution.finished and complete and self.objective is not None:
                self.take(None, max(self.objective, over or self.objective), "integers")
            return
        assert solution.variables is not None
        roster = self.roster(chosen[solution.columns > 0], solution.variables)
        if isinstance(roster, Unschedulable):
            if self.search.out(share=self.share) and self.incumbent is not None:
                return
            best = None if self.incumbent is None else self.incumbent.roster
            raise Resplit(Unplaced(halves(self.table, roster, chosen[solution.columns > 0]), best))
        incumbent = incumbent_of(self.programme, roster)
        if incumbent is None:
            raise AssertionError("the integer solution is not a roster that keeps every row")
        self.take(incumbent, self.bound, self.proof)
        if complete and solution.bound is not None:
            proven = max(solution.bound + self.constant, self.objective or 0)
            self.take(None, proven if over is None else max(proven, over), "integers")

    def roster(self, columns: Ints, variables: Ints) -> Roster | Unschedulable:
        programme = self.programme
        chosen = list(dealt(self.table, self.alike, columns.tolist()))
        placements = [
            int(v.of[0])
            for v, value in zip(programme.variables, variables.tolist(), strict=True)
            if v.kind == "placement" and value
        ]
        return build_roster(programme.problem, programme.options, programme.candidates, chosen, placements)
