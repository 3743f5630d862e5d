"""The integers of a dense town in turns: every day once, then groups of days again, as long as there is time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.roster import Roster
from matcher.solver.beside import worth_a_thread
from matcher.solver.blocks import Part
from matcher.solver.days import Days, Plan
from matcher.solver.master import search_integers
from matcher.solver.point import worth

if TYPE_CHECKING:
    from matcher.solver.candidates import Ints
    from matcher.solver.solutions import IntegerSolution
    from matcher.solver.stage import Stage

TURN_SECONDS = 12.0
"""Of one group of days at most."""
TURN_GAP = 0.00015
"""Of the bound: a turn ends when its days are so near their best."""
LEVELS = ((2, 1), (3, 1), (2, 3), (3, 2))
"""(days in a group, how many times as many routes) of round after round, again and again while they find something."""


@dataclass
class Turns:
    """The plan of the best roster, or of one that lacks guaranteed visits, and the groups whose turn it still is."""

    days: Days
    plan: Plan
    waiting: list[tuple[int, ...]] = field(default_factory=list)
    rounds: int = 0
    found: int = 0
    """The last round that found something."""

    def moved(self, stage: Stage, now: Ints) -> Turns:
        """The same where the table has grown (`now`: where its routes are) and has the best roster's routes as well;
        with that roster as the plan, unless the plan is one that lacks guaranteed visits."""
        linear, incumbent = stage.linear, stage.incumbent
        assert linear is not None and linear.values is not None and linear.variables is not None
        assert incumbent is not None
        own, old = stage.own_routes(), now[self.days.pool]
        pool = np.union1d(old, own)
        days = Days(stage.table, stage.purpose, linear.bound, pool, linear.values, linear.variables)
        days.promised, days.home = self.days.promised, self.days.home
        if self.days.lacks(self.plan):
            plan = Plan(np.isin(pool, old[self.plan.columns > 0]).astype(np.int64), self.plan.variables)
        else:
            plan = Plan(np.isin(pool, own).astype(np.int64), incumbent.point.variables)
        return replace(self, days=days, plan=plan)


def turn(stage: Stage) -> bool:
    """One turn; whether another may help."""
    if stage.turns is None:
        stage.turns = _begun(stage)
        return True
    turns = stage.turns
    if not turns.waiting:
        if turns.rounds - turns.found >= len(LEVELS):
            return False
        turns.waiting = turns.days.groups(LEVELS[turns.rounds % len(LEVELS)][0])
        turns.rounds += 1
    wide = LEVELS[(turns.rounds - 1) % len(LEVELS)][1]
    lacks = turns.days.lacks(turns.plan)
    lacking = turns.days.lacking(turns.plan) if lacks else set()
    group = max(turns.waiting, key=lambda days: len(lacking.intersection(days)))  # the first of equals
    turns.waiting.remove(group)
    made = turns.days.again(turns.plan, group, wide, lambda part: _solved(stage, part))
    before = stage.objective or 0
    if made is not None and (plan := _taken(stage, turns.days, made)) is not None:
        turns.plan, turns.found = plan, turns.rounds
    elif made is not None and lacks and turns.days.lacks(made) <= lacks:
        turns.plan, turns.found = made, turns.rounds if turns.days.lacks(made) < lacks else turns.found
    days = " ".join(str(day) for day in group)
    stage.search.note(f"days {stage.purpose}", days=days, gained=(stage.objective or 0) - before)
    return True


def _begun(stage: Stage) -> Turns:
    """The days of the last linear programme, with the better of the best roster and one made day by day."""
    linear, incumbent = stage.linear, stage.incumbent
    assert linear is not None and linear.values is not None and linear.variables is not None and incumbent is not None
    own = stage.own_routes()
    pool = np.union1d(linear.held, own)
    days = Days(stage.table, stage.purpose, linear.bound, pool, linear.values, linear.variables)
    plan = Plan(np.isin(pool, own).astype(np.int64), incumbent.point.variables)
    if worth_a_thread(stage.programme.problem):  # its roster is better than one made day by day
        return Turns(days, plan)
    made = days.first(plan, lambda part: _solved(stage, part))
    better = None if made is None else _taken(stage, days, made)
    stage.search.note(f"days {stage.purpose}", days="each", objective=stage.objective or 0, pool=len(pool))
    if better is None and made is not None and days.lacks(made):
        better = made  # turns serve what it lacks
    return Turns(days, plan if better is None else better)


def _solved(stage: Stage, part: Part) -> IntegerSolution:
    left = stage.search.limits(share=stage.share).seconds
    return search_integers(
        part.programme,
        stage.purpose,
        part.gains,
        part.entries,
        seconds=TURN_SECONDS if left is None else min(TURN_SECONDS, left),
        most=part.most,
        absolute_gap=TURN_GAP * stage.bound,
        hint=part.hint,
        stop=stage.search.stop,
    )


def _taken(stage: Stage, days: Days, made: Plan) -> Plan | None:
    """The plan, if its roster keeps every row and is better than the best so far, which it then is."""
    from matcher.solver.stage import incumbent_of

    roster = stage.roster(days.pool[made.columns > 0], made.variables)
    incumbent = incumbent_of(stage.programme, roster) if isinstance(roster, Roster) else None
    if incumbent is None or worth(stage.programme, incumbent.point, stage.purpose) <= (stage.objective or 0):
        return None
    stage.take(incumbent, stage.bound, stage.proof)
    return Plan(made.columns, incumbent.point.variables)
