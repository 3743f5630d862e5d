"""What every peer can express of a week: one person a visit, skills, windows, legs of 15 minutes, values, shifts.

Made with the project's own generator, by seed, then stripped: no teams, rooms, series, conditions, caps, fairness,
risk, minors, trainees, pins or pairs. What is left is a Problem as any other; checker and score are the usual ones.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from matcher.problem import Policy, Problem, Role, Skill, Visit, Volunteer, Weights
from matcher.scenario.generate_parameters import Parameters
from matcher.scenario.generate_scenario import generate_from
from matcher.walks import Walks

PACE, MAX_WALK = 1.0, 15
"""Metres a second and minutes a leg, for everybody: so that one matrix serves all."""
VOLUNTEERS_A_COMMUNITY = 60
DENSITY = 16_000.0
"""The generator's own."""
SPARE = 1.3
"""Visits asked of the generator for one that is kept; the rest differ by draw."""


def problem_of(size: str, *, seed: int = 1, density: float = DENSITY) -> Problem:
    """`300x1000`: so many volunteers and visits, at `density` people a km2. ValueError where the generator cannot make
    them."""
    try:
        volunteers, visits = (int(part) for part in size.split("x"))
    except ValueError:
        raise ValueError(f"{size}: give volunteers x visits, as 300x1000") from None
    communities = max(1, round(volunteers / VOLUNTEERS_A_COMMUNITY))
    whole = generate_from(
        Parameters(
            name=f"peers-{size}",
            seed=seed,
            population=50 * volunteers,
            communities=communities,
            density=density,
            requests=min(200, math.ceil(SPARE * visits / communities)),
        )
    ).problem
    return drawn(restrict(whole), volunteers, visits, seed=seed)


def restrict(problem: Problem) -> Problem:
    """The problem without all that some peer cannot express; visits that need a room are left out."""
    return Problem(
        name=problem.name,
        places=problem.places,
        walks=Walks(
            place_ids=problem.walks.place_ids,
            by_pace={PACE: problem.walks.by_pace[PACE]},
            source=problem.walks.source,
            limit=problem.walks.limit,
        ),
        volunteers=tuple(_person(v) for v in problem.volunteers if v.kind == "volunteer" and v.availabilities),
        visits=tuple(_visit(v) for v in problem.visits if v.place is not None),
        days=problem.days,
        weights=Weights(fairness=(0, 0, 0), series_volunteer=0, preferred=0, walk=problem.weights.walk),
        policy=Policy(gap=problem.policy.gap),
    )


def drawn(problem: Problem, volunteers: int, visits: int, *, seed: int) -> Problem:
    """Exactly so many of both, drawn by seed, in their order. ValueError where there are fewer."""
    if len(problem.volunteers) < volunteers or len(problem.visits) < visits:
        raise ValueError(
            f"{problem.name}: {len(problem.volunteers)} volunteers and {len(problem.visits)} visits were generated, "
            f"{volunteers} and {visits} are asked for"
        )
    rng = np.random.default_rng(seed)
    people = sorted(rng.permutation(len(problem.volunteers))[:volunteers].tolist())
    chosen = sorted(rng.permutation(len(problem.visits))[:visits].tolist())
    return replace(
        problem,
        volunteers=tuple(problem.volunteers[i] for i in people),
        visits=tuple(problem.visits[i] for i in chosen),
    )


def _person(volunteer: Volunteer) -> Volunteer:
    return Volunteer(
        id=volunteer.id,
        home=volunteer.home,
        availabilities=volunteer.availabilities,
        skills=tuple(Skill(name) for name in sorted({s.name for s in volunteer.skills})),
        pace=PACE,
        max_walk=MAX_WALK,
    )


def _visit(visit: Visit) -> Visit:
    """Its first role, for one person; the value stays what the Problem says by default: by need, length and waiting."""
    first = visit.roles[0]
    return Visit(
        id=visit.id,
        windows=visit.windows,
        duration=visit.duration,
        place=visit.place,
        roles=(Role(id=first.id, skills=first.skills),),
        service=visit.service,
        priority=visit.priority,
        value=visit.value,
        waiting_days=visit.waiting_days,
    )
