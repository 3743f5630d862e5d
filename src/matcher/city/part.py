"""One community of a city: what a worker is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from matcher.checker import check, valid
from matcher.city.shared import Busy, Member, busy, unknown, without
from matcher.errors import InvalidProblem
from matcher.result import Result, gap_of
from matcher.roster import Roster
from matcher.scenario import Scenario, read
from matcher.score import score
from matcher.solver.solve import solve


@dataclass(frozen=True)
class Task:
    """`source`: the folder, or the scenario itself where workers do not see the folder. `mine`: those of its people and
    rooms whom others share; `taken`: when others have them."""

    name: str
    source: Path | Scenario
    mine: tuple[Member, ...] = ()
    taken: tuple[Busy, ...] = ()
    time_limit: float | None = None
    gap: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class Part:
    """`result` None and `fault` said where there is none. `sound`: the checker finds nothing.

    `objective` and `guaranteed` are the roster's points in the community as it is, whatever hours others took: shares
    of the work follow from hours offered, so that points of a problem with fewer hours are not the same points.
    `bound`: on every roster that serves the most guaranteed value; None where none is known.
    """

    name: str
    visits: int = 0
    result: Result | None = None
    objective: int | None = None
    guaranteed: int = 0
    bound: int | None = None
    busy: tuple[Busy, ...] = ()
    sound: bool = True
    fault: str = ""

    @property
    def roster(self) -> Roster:
        return Roster() if self.result is None else self.result.roster

    @property
    def gap(self) -> float | None:
        """Of a roster that shares with others too: its bound is that of the community alone."""
        if self.objective is None or self.bound is None:
            return None
        return gap_of(self.objective, self.bound)

    @property
    def proven(self) -> bool:
        return self.objective is not None and self.bound is not None and self.bound <= self.objective

    def beside(self, alone: Part) -> Part:
        """With the bound of its solve with nothing taken. That one holds for rosters that serve as much guaranteed
        value: of one that serves less nothing is proven."""
        return replace(self, bound=alone.bound if self.guaranteed >= alone.guaranteed else None)


def solved(task: Task) -> Part:
    """Reads, solves and checks. What is wrong with one community is its own fault, and told; it stops no other."""
    try:
        scenario = task.source if isinstance(task.source, Scenario) else read(task.source)
        faults = unknown(scenario, task.mine)
        if faults:
            raise InvalidProblem(faults)
        problem = without(scenario, task.mine, task.taken) if task.taken else scenario.problem
        result = solve(problem, time_limit=task.time_limit, gap=task.gap, seed=task.seed, count_visits=False)
    except InvalidProblem as fault:  # clashing pins too
        return Part(task.name, fault=str(fault))
    points = score(scenario.problem, result.roster)
    return Part(
        task.name,
        visits=len(problem.visits),
        result=result,
        objective=points.objective,
        guaranteed=points.guaranteed,
        bound=None if task.taken else result.all.bound,
        busy=busy(scenario, result.roster, task.mine),
        sound=valid(check(problem, result.roster)) and valid(check(scenario.problem, result.roster)),
    )
