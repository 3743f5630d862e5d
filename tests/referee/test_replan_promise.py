"""Re-planning random problems: rules kept, points as stated, nothing begun moved, no visit lost for points alone."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from focus import FOCUS
from random_events import events_of
from random_problems import random_problem

from matcher import ClashingPins, check, solve
from matcher.checker import valid
from matcher.errors import NoRoster
from matcher.problem import Problem
from matcher.replan import replan
from matcher.replan.touched import broken
from matcher.roster import Roster
from matcher.score import score
from matcher.worth import unpromised, value_of

MORE = int(os.environ.get("MATCHER_REFEREE_REPLANS", "400"))
NAMES = ("teams", "classes", "published", "beneficiaries", "fairness", "weights", "guaranteed", "series", "caps",
         "needs and quotas", "a little of everything", "stewards")  # fmt: skip


def holds(seed: int) -> bool:
    """False where the seed makes no week to disturb; fails where a promise is broken."""
    rng = random.Random(f"replan {seed}")
    name = NAMES[seed % len(NAMES)]
    problem = random_problem(rng, FOCUS[name])
    problem = replace(problem, visits=tuple(replace(v, value=None) for v in problem.visits), published=(), pins=())
    try:
        roster = solve(problem).roster
    except ClashingPins:
        return False
    if not roster.planned:
        return False
    events = events_of(problem, roster, rng)
    now = rng.choice([None, min(p.start for p in roster.planned) + 10])
    try:
        found = replan(problem, roster, events, gap=0.0, now=now, all_accepted=rng.random() < 0.4)
    except (ClashingPins, NoRoster):
        return False
    told = f"seed {seed} ({name}), {events}, now {now}"
    assert valid(check(found.problem, found.roster)), told
    points = score(found.problem, found.roster)
    assert found.all is not None, told
    assert found.all.objective == points.objective <= found.all.bound, told
    before = Roster(
        tuple(p for p in roster.planned if p.visit in found.problem.visit_of),
        tuple(a for a in roster.assignments if a.visit in found.problem.visit_of),
    )
    hit = broken(found.problem, before)
    if now is not None:
        begun = {p for p in before.planned if p.start < now and p.visit not in hit}
        assert begun <= set(found.roster.planned), told
    if not unpromised(found.problem):
        kept = [p.visit for p in before.planned if p.visit not in hit]
        assert served(found.problem, found.roster) >= sum(
            value_of(found.problem, found.problem.visit_of[v]) for v in kept
        )
    return True


def served(problem: Problem, roster: Roster) -> int:
    return sum(value_of(problem, problem.visit_of[p.visit]) for p in roster.planned)


def test_a_running_week_is_disturbed_and_mended() -> None:
    assert sum(holds(seed) for seed in range(48)) > 30


@pytest.mark.campaign
def test_many_running_weeks_are_disturbed_and_mended() -> None:
    for seed in range(48, 48 + MORE):
        holds(seed)
