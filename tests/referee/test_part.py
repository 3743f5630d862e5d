"""The part of a problem that a change can reach: solved alone, the whole's own answer, to the point."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from focus import FOCUS, Knobs
from random_problems import random_problem

from matcher import ClashingPins, check, solve
from matcher.problem import Problem
from matcher.score import score
from matcher.what_if import held, part_of, resolve_near

MORE = int(os.environ.get("MATCHER_REFEREE_PARTS", "500"))


def asked(seed: int) -> tuple[str, Problem, random.Random]:
    rng = random.Random(f"part {seed}")
    name = sorted(FOCUS)[seed % len(FOCUS)]
    knobs = FOCUS[name]
    wide = replace(knobs, volunteers=_wider(knobs.volunteers, 6), visits=_wider(knobs.visits, 8))
    return name, random_problem(rng, wide), rng


def _wider(size: tuple[int, int], most: int) -> tuple[int, int]:
    return (size[0], max(size[1], most) if size[1] else 0)


def agrees(seed: int) -> tuple[bool, bool]:
    """(compared at all, something was left out); fails where the part's answer is not the whole's."""
    name, problem, rng = asked(seed)
    try:
        roster = solve(problem).roster
    except ClashingPins:
        return False, False
    free = {v.id for v in problem.visits if rng.random() < 0.3}
    part = part_of(problem, roster, free=free)
    whole = solve(held(problem, roster, free=free))
    near = resolve_near(problem, roster, free=free)
    told = f"seed {seed} ({name}), free {sorted(free)}"
    assert [(s.objective, s.bound) for s in near.stages] == [(s.objective, s.bound) for s in whole.stages], told
    assert not [v for v in check(problem, near.roster) if not v.overridden], told
    points = score(problem, near.roster)
    assert (points.guaranteed, points.objective) == (near.guaranteed.objective, near.all.objective), told
    kept = {p for p in roster.planned if p.visit not in free}
    assert kept == {p for p in near.roster.planned if p.visit not in free}, told
    return True, len(part.visits) < len(problem.visits)


def test_the_part_answers_for_the_whole() -> None:
    seen = [agrees(seed) for seed in range(30)]
    assert sum(compared for compared, _ in seen) > 20
    assert sum(smaller for _, smaller in seen) > 8


@pytest.mark.campaign
def test_the_part_answers_for_the_whole_of_many_problems() -> None:
    for seed in range(30, 30 + MORE):
        agrees(seed)


def test_a_change_that_reaches_nobody_else_leaves_nearly_everything_out() -> None:
    problem = random_problem(random.Random(5), Knobs(volunteers=(6, 6), visits=(8, 8), other=0.0))
    assert part_of(problem, solve(problem).roster, free=()).visits == ()
