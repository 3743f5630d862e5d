"""Solver, brute force, checker and score on random tiny problems: they must agree on everything."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable

import pytest
from brute_force import TooBig
from examine import Finding, findings, findings_cut_short
from focus import FOCUS, LARGER
from odd_ids import renamed
from random_problems import focused, random_problem
from shrink import as_python, shrunk

from matcher import solve
from matcher.problem import Problem

PLAIN = 3 * len(FOCUS)
"""Problems of the plain suite: three a focus."""
CAMPAIGN = int(os.environ.get("MATCHER_REFEREE_PROBLEMS", "1000"))
"""Problems of the campaign."""


def judged(problem: Problem, findings: Callable[[Problem], list[Finding]] = findings) -> None:
    """Fails with the smallest problem that still shows the same finding."""
    found = findings(problem)
    if found:
        kind = found[0].kind

        def same(simpler: Problem) -> bool:
            try:
                return any(f.kind == kind for f in findings(simpler))
            except TooBig:
                return False

        small = shrunk(problem, same, tries=60)
        again = [f for f in findings(small) if f.kind == kind]
        pytest.fail(f"{again[0] if again else found[0]}\n{as_python(small)}", pytrace=False)


@pytest.mark.parametrize("seed", range(PLAIN))
def test_solver_agrees_with_brute_force(seed: int) -> None:
    judged(focused(seed)[1])


@pytest.mark.parametrize("seed", range(0, PLAIN, 5))
def test_ids_that_look_like_one_another(seed: int) -> None:
    """Ids with spaces and numbers, as the solver joins ids in the names of its rows."""
    judged(renamed(focused(seed)[1], random.Random(seed)))


@pytest.mark.parametrize("seed", range(0, PLAIN, 7))
def test_limits_hints_and_gaps_tell_the_truth(seed: int) -> None:
    judged(focused(seed)[1], findings_cut_short)


@pytest.mark.campaign
@pytest.mark.parametrize("name", FOCUS)
def test_campaign_of_limits(name: str) -> None:
    """A tenth of the campaign with solves that end early or start from any hint."""
    for seed in range(-(-CAMPAIGN // (10 * len(FOCUS)))):
        problem = random_problem(random.Random(f"{name} short {seed}"), FOCUS[name])
        with contextlib.suppress(TooBig):
            judged(problem, findings_cut_short)


@pytest.mark.campaign
@pytest.mark.parametrize("name", FOCUS | LARGER)
def test_campaign(name: str) -> None:
    """At least 600 problems in all, of each focus alike; those too big for brute force are counted, and few."""
    number = -(-CAMPAIGN // len(FOCUS | LARGER))
    too_big = 0
    for seed in range(number):
        try:
            judged(random_problem(random.Random(f"{name} {seed}"), (FOCUS | LARGER)[name]))
        except TooBig:
            too_big += 1
    assert too_big <= 1 + number // 10


@pytest.mark.parametrize("seed", range(0, PLAIN, 9))
def test_same_seed_and_work_limit_same_roster(seed: int) -> None:
    problem = focused(seed)[1]
    once = outcome(problem, seed)
    assert outcome(problem, seed) == once


def outcome(problem: Problem, seed: int) -> object:
    try:
        result = solve(problem, seed=seed, work_limit=1.0)
    except ValueError as error:
        return str(error)
    return result.roster, result.stages, result.certificates, result.more_visits_at_most
