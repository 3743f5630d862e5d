"""Ruin and recreate in a thread of its own, beside prices and integers: what it finds is taken when it is asked for.

Cycle after cycle: each twice as long as the one before, from the best roster known, and less hot.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from matcher.problem import Problem
from matcher.solver.programme import Programme
from matcher.solver.ruin import Moves
from matcher.solver.ruin_kernel import anneal
from matcher.solver.search import Search

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.stage import Incumbent, Stage

FEWEST_UNITS = 80
"""Visits that one person serves alone, from which on it is worth its thread."""
FIRST_CYCLE = 40_000
"""Ruins of the first cycle: a second or two."""
SLICE = 2_000
"""Ruins between two looks at whether somebody wants it to stop."""
FIRST_SECONDS = 5.0
"""Of the ruins before all else in a dense town."""
NAP = 0.02
"""Seconds between two looks while others need the cores."""
HOT, COLD = 0.06, 0.002
"""Temperatures of a cycle, as parts of what a visit earns; each cycle is `COOLER` as hot as the one before."""
COOLER = 0.7


class Beside:
    """One search under way. `worth` counts points as the programme does."""

    def __init__(
        self, programme: Programme, start: Incumbent, worth: int, *, search: Search, out: Callable[[], bool]
    ) -> None:
        self._programme, self._search, self._out = programme, search, out
        self._moves: Moves | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._best: tuple[int, Ints, Ints, Ints, Ints] | None = None
        self._start, self._start_worth = start, worth
        self._known = worth
        self.ruins = 0
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="ruin and recreate", daemon=True)
        self._thread.start()

    def better(self, than: int) -> Incumbent | None:
        """What it has found since it was asked last, where that is worth more."""
        from matcher.solver.stage import incumbent_of

        if self._failed is not None:
            raise self._failed
        with self._lock:
            if self._best is None or self._best[0] <= than or self._moves is None:
                return None
            (_, *found), self._best = self._best, None
        roster = self._moves.roster(*found)
        return None if roster is None else incumbent_of(self._programme, roster)

    def begin_with(self, start: Incumbent, worth: int) -> None:
        """The next cycle begins with this roster, if none better is known here."""
        with self._lock:
            if worth > self._known:
                self._start, self._start_worth, self._known = start, worth, worth

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _over(self) -> bool:
        return self._stop.is_set() or self._out()

    def _work(self) -> None:
        try:
            self._moves, cycle = Moves.of(self._programme), 0
            while not self._over():
                self._cycle(cycle)
                cycle += 1
        except BaseException as error:  # told to whoever asks next
            self._failed = error

    def _cycle(self, number: int) -> None:
        with self._lock:
            start, now = self._start, self._start_worth
        moves = self._moves
        assert moves is not None
        state = moves.state(start.roster, start.point)
        best, record = (state.route.copy(), state.length.copy(), state.placed.copy()), now
        rounds = FIRST_CYCLE << min(number, 3)
        unit = moves.typical
        hot, cold = HOT * unit * COOLER**number, COLD * unit
        hot = max(hot, 2 * cold)
        seed = np.random.default_rng([self._search.seed, number])
        for done in range(0, rounds, SLICE):
            while self._search.crowded and not self._over():
                time.sleep(NAP)
            if self._over():
                return
            heat = hot * (cold / hot) ** (done / rounds)
            drawn = int(seed.integers(1 << 31))
            now, found = anneal(moves.ground, state, *best, SLICE, drawn, heat, heat, now, record)
            self.ruins += SLICE
            if found > record:
                record = found
                self._tell(record, best, start)
        if record > self._start_worth:
            self._restart(record, best, start)

    def _tell(self, record: int, best: tuple[Ints, Ints, Ints], start: Incumbent) -> None:
        with self._lock:
            if record > self._known:
                self._known = record
                route, length, placed = (array.copy() for array in best)
                self._best = record, route, length, placed, start.point.variables

    def _restart(self, record: int, best: tuple[Ints, Ints, Ints], start: Incumbent) -> None:
        """The next cycle begins with what this one found, unless something better has come."""
        from matcher.solver.stage import incumbent_of

        assert self._moves is not None
        roster = self._moves.roster(*best, start.point.variables)
        found = None if roster is None else incumbent_of(self._programme, roster)
        if found is not None:
            with self._lock:
                if record > self._start_worth:
                    self._start, self._start_worth = found, record


def worth_a_thread(problem: Problem) -> bool:
    """Whether there are enough visits that one person serves alone."""
    return sum(not v.on_grid for v in problem.visits) >= FEWEST_UNITS


def mended(programme: Programme, start: Incumbent, search: Search, *, promised: int, share: float) -> Incumbent:
    """The roster after a short ruin and recreate of its own, before anything else: it serves as many guaranteed visits
    (of value `promised` in all) as it can, then earns what it can. Ends at `share` of the time."""
    from matcher.solver.stage import incumbent_of

    moves, variables = Moves.of(programme, promised=promised), start.point.variables
    state = moves.state(start.roster, start.point)
    best = state.route.copy(), state.length.copy(), state.placed.copy()
    now = record = 0
    hot, cold = HOT * moves.typical, COLD * moves.typical
    drawn, began = np.random.default_rng([search.seed, 1 << 20]), search.elapsed
    until = FIRST_SECONDS if search.seconds is None else min(FIRST_SECONDS, max(0.0, search.seconds * share - began))
    while not search.out() and search.elapsed < began + until:
        heat = hot * (cold / hot) ** min(1.0, (search.elapsed - began) / until)
        seed = int(drawn.integers(1 << 31))
        now, record = anneal(moves.ground, state, *best, SLICE // 4, seed, heat, heat, now, record)
    roster = moves.roster(*best, variables)
    found = None if roster is None else incumbent_of(programme, roster)
    search.note("mended", points=record)
    return start if found is None else found


@contextmanager
def beside(stage: Stage) -> Iterator[Callable[[], None]]:
    """Ruin and recreate while the block lasts; what it yields takes what was found, and may be called at any time."""
    search = stage.search
    fit = stage.purpose == "points" and search.work is None and worth_a_thread(stage.programme.problem)
    if not fit or stage.incumbent is None or stage.objective is None or stage.closed:
        yield lambda: None
        return
    found = Beside(
        stage.programme,
        stage.incumbent,
        stage.objective,
        search=search,
        out=lambda: search.out(share=stage.share),
    )

    def ask() -> None:
        better = found.better(stage.objective or 0)
        if better is not None:
            stage.take(better, stage.bound, stage.proof)
        elif stage.incumbent is not None:
            found.begin_with(stage.incumbent, stage.objective or 0)

    try:
        yield ask
    finally:
        found.end()
        ask()
        search.note("ruins", number=found.ruins, objective=stage.objective or 0)
