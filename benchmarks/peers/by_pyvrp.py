"""PyVRP: a vehicle type a shift, an optional client with a prize a visit and window, a profile a home.

Profiles hold the legs of one home: longer ones, and places out of its reach, take longer than any shift. Skills are
loads: a visit brings one of each skill it needs, who lacks the skill can carry none of it.
"""

from __future__ import annotations

import time
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from pyvrp import (
    Client,
    ClientGroup,
    Depot,
    IteratedLocalSearch,
    Location,
    PenaltyManager,
    ProblemData,
    RandomNumberGenerator,
    Solution,
    SolveParams,
    VehicleType,
)
from pyvrp.search import OPERATORS, LocalSearch, PerturbationManager, compute_neighbours
from pyvrp.stop import MaxRuntime

from peers.answer import SEED, Answer
from peers.plain import FAR, Plain, Row


def solve(arrays: Plain, *, seconds: float) -> Answer:
    skills = sorted({s for j in arrays.jobs for s in j.skills})
    clients: list[Client] = []
    job_of: list[int] = []
    groups: list[ClientGroup] = []
    for number, job in enumerate(arrays.jobs):
        group, spans = None, arrays.possible(number)
        if len(spans) > 1:
            group = len(groups)
            groups.append(ClientGroup(list(range(len(clients), len(clients) + len(spans))), required=False))
        for first, last in spans:
            clients.append(
                Client(
                    location=1 + job.place,
                    pickup=[int(s in job.skills) for s in skills],
                    service_duration=job.duration,
                    tw_early=first,
                    tw_late=last,
                    prize=job.value,
                    required=False,
                    group=group,
                )
            )
            job_of.append(number)
    vehicles = [
        VehicleType(
            capacity=[len(arrays.jobs) if s in arrays.held[shift.volunteer] else 0 for s in skills],
            tw_early=shift.start,
            tw_late=shift.end,
            profile=shift.home,
        )
        for shift in arrays.shifts
    ]
    data = ProblemData(
        locations=[Location(0, 0)] * (1 + len(arrays.walk)),
        clients=clients,
        depots=[Depot(0)],
        vehicle_types=vehicles,
        distance_matrices=[_legs(arrays.walk, home) for home in arrays.home_walk],
        duration_matrices=[_legs(arrays.passes, home) for home in arrays.home_walk],
        groups=groups,
    )
    began = time.perf_counter()
    best = _search(data, arrays, seconds=seconds)
    took = time.perf_counter() - began
    # Also an infeasible one is handed on as it is: the checker counts what is wrong with it.
    rows = [
        Row(job_of[step.idx], route.vehicle_type(), int(step.start_time))
        for route in best.routes()
        for step in route.schedule()
        if step.is_client()
    ]
    note = "one thread (it has no more); prizes are values; multiple windows as exclusive clients"
    return Answer(version("pyvrp"), took, rows, note if best.is_feasible() else f"infeasible by its own word; {note}")


def _legs(between: NDArray[np.int64], home: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index 0 is the home; going back to it is no leg and takes nothing."""
    size = len(between) + 1
    legs = np.full((size, size), FAR, dtype=np.int64)
    legs[1:, 1:] = np.where((home < FAR)[:, None] & (home < FAR)[None, :], between, FAR)
    legs[0, 1:], legs[:, 0] = home, 0
    np.fill_diagonal(legs, 0)
    return legs


def _search(data: ProblemData, arrays: Plain, *, seconds: float) -> Solution:
    """`pyvrp.solve` as it is written, but for two things that would take from its time: neighbourhoods are of one
    profile that reaches everything, not of hundreds, and the limit counts its first solution too."""
    until = time.perf_counter() + seconds
    params, rng = SolveParams(), RandomNumberGenerator(seed=SEED)
    everywhere = np.zeros(len(arrays.walk), dtype=np.int64)
    one = data.replace(
        vehicle_types=[VehicleType(capacity=[0] * data.num_load_dimensions)],
        distance_matrices=[_legs(arrays.walk, everywhere)],
        duration_matrices=[_legs(arrays.passes, everywhere)],
    )
    search = LocalSearch(
        data, rng, compute_neighbours(one, params.neighbourhood), PerturbationManager(params.perturbation)
    )
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    penalties = PenaltyManager(params.penalty.midpoint_penalties(data), params.penalty)
    first = search(Solution.make_random(data, rng), penalties.max_cost_evaluator(), exhaustive=True)
    left = max(0.0, until - time.perf_counter())
    return IteratedLocalSearch(data, penalties, search, first, params.ils).run(MaxRuntime(left)).best
