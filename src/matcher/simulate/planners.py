"""Three ways of planning: ours, the nearest who is free, and whoever comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from matcher.explain.settled import Settled
from matcher.problem import Problem, Visit, Volunteer
from matcher.replan import after_change
from matcher.replan.touched import broken
from matcher.roster import Roster
from matcher.simulate.chance import chance
from matcher.simulate.greedy import Order, nearest, placed, refilled, without
from matcher.solver.solve import solve


class Planner(Protocol):
    """`plan`: the roster of a week before it is published; `asked`: visit -> when it was asked for. `react`: the roster
    of `after`, what the problem has become, near `roster`, from minute `now` on; what began stays."""

    @property
    def name(self) -> str: ...

    def plan(self, problem: Problem, asked: dict[str, int]) -> Roster: ...

    def react(self, problem: Problem, roster: Roster, after: Problem, now: int, asked: dict[str, int]) -> Roster: ...


@dataclass(frozen=True, slots=True)
class Ours:
    """`seconds`: at most, for a week and for a reaction; `gap` at which a search ends."""

    seconds: float = 10.0
    reaction: float = 3.0
    gap: float = 0.001
    name: str = "ours"

    def plan(self, problem: Problem, asked: dict[str, int]) -> Roster:  # noqa: ARG002 - the best needs no turn
        return solve(problem, time_limit=self.seconds, gap=self.gap, count_visits=False, name_clash=False).roster

    def react(
        self,
        problem: Problem,
        roster: Roster,
        after: Problem,
        now: int,
        asked: dict[str, int],  # noqa: ARG002 - the best needs no turn
    ) -> Roster:
        # In a running week nobody is asked merely to fill a team beyond its minimum.
        lean = replace(after, weights=replace(after.weights, desired_person=0))
        return after_change(problem, roster, lean, now=now, time_limit=self.reaction).roster


@dataclass(frozen=True, slots=True)
class Greedy:
    """Requests in the order they were made, guaranteed ones first; `order`: who is asked first."""

    name: str
    order: Order

    def plan(self, problem: Problem, asked: dict[str, int]) -> Roster:
        return placed(problem, Roster(), self._in_turn(problem.visits, asked), self.order)

    def react(
        self,
        problem: Problem,  # noqa: ARG002 - what was does not matter by hand
        roster: Roster,
        after: Problem,
        now: int,
        asked: dict[str, int],
    ) -> Roster:
        kept = without(roster, {p.visit for p in roster.planned if p.visit not in after.visit_of})
        kept = Roster(kept.planned, tuple(a for a in kept.assignments if a.volunteer in after.volunteer_of))
        hit = {v for v in broken(after, kept) if kept.planned_of[v].start >= now}
        for visit in self._in_turn((after.visit_of[v] for v in hit), asked):
            stay = [a.volunteer for a in kept.team_of.get(visit.id, ())]
            again = refilled(after, kept, visit, self.order, stay)
            kept = without(kept, {visit.id}) if again is None else again
        open_ = [v for v in after.visits if v.id not in kept.planned_of]
        return placed(after, kept, self._in_turn(open_, asked), self.order, earliest=now)

    @staticmethod
    def _in_turn(visits: Iterable[Visit], asked: dict[str, int]) -> list[Visit]:
        return sorted(visits, key=lambda v: (not v.guaranteed, asked.get(v.id, 0), v.id))


def nearest_free() -> Greedy:
    return Greedy("nearest free", nearest)


def first_come(seed: int) -> Greedy:
    """Whoever happens to see the notice first takes it."""

    def sees_first(_settled: Settled, visit: Visit, _place: str, volunteer: Volunteer) -> object:
        return chance(seed, "sees", visit.id, volunteer.id).random()

    return Greedy("first come", sees_first)
