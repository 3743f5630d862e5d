"""Ruin and recreate: what it finds is a roster that keeps every row, worth what it counted, at most the best."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from focus import FOCUS
from random_problems import random_problem

from matcher import ClashingPins, check, solve
from matcher.problem import Problem
from matcher.score import score
from matcher.solver.greedy import greedy_roster
from matcher.solver.line import line
from matcher.solver.point import worth
from matcher.solver.ruin import Moves
from matcher.solver.ruin_kernel import anneal
from matcher.solver.stage import incumbent_of

RUINS = 3_000


def ruined(problem: Problem, *, seed: int = 0, ruins: int = RUINS) -> tuple[int, int] | None:
    """(what greedy is worth, what was found), both as the programme counts; None where greedy finds no roster."""
    programme = line(problem).programme
    first = incumbent_of(programme, greedy_roster(programme))
    if first is None:
        return None
    programme = programme.holding(worth(programme, first.point, "guaranteed"))
    moves, begun = Moves.of(programme), worth(programme, first.point, "points")
    state = moves.state(first.roster, first.point)
    best, lengths, placed = state.route.copy(), state.length.copy(), state.placed.copy()
    now, record = anneal(moves.ground, state, best, lengths, placed, ruins, seed, 200.0, 1.0, begun, begun)
    assert record >= max(now, begun)
    roster = moves.roster(best, lengths, placed, first.point.variables)
    assert roster is not None
    found = incumbent_of(programme, roster)
    if len(roster.assignments) < int(lengths.sum()):  # one beneficiary cannot have two visits at once: one is left out
        return (begun, begun) if found is None else (begun, worth(programme, found.point, "points"))
    assert found is not None, "every row holds"
    counted = worth(programme, found.point, "points")
    assert counted == record, "what it is worth"
    assert [v for v in check(problem, roster) if not v.overridden] == []
    assert score(problem, roster).objective == counted
    return begun, counted


def asked(seed: int) -> Problem:
    rng = random.Random(f"ruin {seed}")
    knobs = FOCUS[sorted(FOCUS)[seed % len(FOCUS)]]
    return random_problem(rng, replace(knobs, volunteers=(3, 6), visits=(4, 9)))


@pytest.mark.parametrize("seed", range(60))
def test_what_it_finds_is_sound_and_at_most_the_best(seed: int) -> None:
    problem = asked(seed)
    try:
        result = solve(problem)
    except ClashingPins:
        return
    found = ruined(problem, seed=seed)
    if found is None:
        return
    greedy, best = found
    if not any(v.guaranteed for v in problem.visits):
        assert result.all.status == "proven" and max(greedy, best) <= result.all.objective


def test_it_mends_what_greedy_left() -> None:
    """Over all problems where greedy is not the best, it closes a part of what lies between: teams and rooms stay."""
    left = closed = 0
    for seed in range(60):
        problem = asked(seed)
        try:
            result = solve(problem)
        except ClashingPins:
            continue
        found = ruined(problem, seed=seed)
        if found is None or any(v.guaranteed for v in problem.visits):
            continue
        left += result.all.objective - found[0]
        closed += found[1] - found[0]
    assert left > 0 and closed >= left / 4, (left, closed)
