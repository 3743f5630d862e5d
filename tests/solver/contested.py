"""Random teams that want the same few people at the same time: prices alone seldom prove their best roster."""

from __future__ import annotations

import random

from matcher.problem import Problem
from solver.made import person, problem, team


def contested(seed: int, *, teams: int = 5) -> Problem:
    rng = random.Random(seed)
    people = tuple(person(f"p{i}", (540, 630), max_walk=20, home=rng.choice("ABC")) for i in range(5))
    visits = tuple(
        team(
            f"t{i}",
            (540, 600 + 15 * rng.randint(0, 2)),
            people=rng.choice([2, 3]),
            most=4,
            desired=3,
            place=rng.choice("ABC"),
            value=rng.randint(60, 120),
            duration=rng.choice([30, 45]),
        )
        for i in range(teams)
    )
    return problem(volunteers=people, visits=visits)
