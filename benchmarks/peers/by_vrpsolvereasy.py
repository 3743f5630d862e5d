"""VRPSolverEasy (BaPCod with CLP): a vehicle type a shift, an optional customer a visit, its windows as alternatives.

0.1.3 is the last wheel that brings the solver's library; from 0.1.4 on it is asked for by mail, with a licence.
"""

from __future__ import annotations

import time
from importlib.metadata import version

import numpy as np
from VRPSolverEasy.src import solver

from peers.answer import Answer, Refused
from peers.plain import FAR, Plain, Row

INFEASIBLE = -2
"""Its status of a problem it took and found impossible; what is below was never solved (51 vehicle types, say)."""


def solve(arrays: Plain, *, seconds: float) -> Answer:
    try:
        model, customers = _model(arrays, seconds)
    except (solver.PropertyError, solver.ModelError) as refusal:
        alternatives = sum(len(arrays.possible(i)) for i in range(len(arrays.jobs)))
        points = 1 + len(arrays.homes) + alternatives
        raise Refused(f"{version('VRPSolverEasy')} does not take {points} points: {refusal}") from refusal
    began = time.perf_counter()
    model.solve()
    took = time.perf_counter() - began
    if model.status < INFEASIBLE:
        raise Refused(f"{version('VRPSolverEasy')} does not take {len(arrays.shifts)} vehicle types: {model.message}")
    rows: list[Row] = []
    if model.solution.is_defined():
        for route in model.solution.routes:
            for point, ended in zip(route.point_ids, route.time_consumption, strict=True):
                if point in customers:
                    job = customers[point]
                    rows.append(Row(job, route.vehicle_type_id - 1, round(ended) - arrays.jobs[job].duration))
    bound = model.statistics.best_lb
    return Answer(version("VRPSolverEasy"), took, rows, f"{model.message}; CLP; its bound {bound:.0f} (cost)")


def _model(arrays: Plain, seconds: float) -> tuple[solver.Model, dict[int, int]]:
    """The model, and the job of each customer's point."""
    model = solver.Model()
    homes = len(arrays.homes)
    nowhere, horizon = homes, arrays.horizon
    for number in range(homes + 1):
        model.add_depot(id=number, tw_begin=0, tw_end=horizon)
    for number, shift in enumerate(arrays.shifts):
        model.add_vehicle_type(
            id=number + 1,
            start_point_id=shift.home,
            end_point_id=nowhere,
            max_number=1,
            capacity=len(arrays.jobs),
            var_cost_dist=1.0,
            tw_begin=shift.start,
            tw_end=shift.end,
        )
    customers: dict[int, int] = {}
    for number, job in enumerate(arrays.jobs):
        unable = [i + 1 for i, s in enumerate(arrays.shifts) if not arrays.starts(s, number)]
        for first, last in arrays.possible(number):  # others make it refuse the whole problem
            point = homes + 1 + len(customers)
            customers[point] = number
            model.add_customer(
                id=point,
                id_customer=number + 1,
                service_time=job.duration,
                penalty=float(job.value),
                tw_begin=first,
                tw_end=last + job.duration,  # of the whole service, not of its start as with the others
                incompatible_vehicles=unable,
            )
    _links(model, arrays, customers)
    model.set_parameters(time_limit=seconds, solver_name="CLP")
    return model, customers


def _links(model: solver.Model, arrays: Plain, customers: dict[int, int]) -> None:
    nowhere = len(arrays.homes)
    for point, number in customers.items():
        place = arrays.jobs[number].place
        for home in np.flatnonzero(arrays.home_walk[:, place] < FAR).tolist():
            walk = float(arrays.home_walk[home, place])
            model.add_link(home, point, is_directed=True, distance=walk, time=walk)
        model.add_link(point, nowhere, is_directed=True, distance=0.0, time=0.0)
        for other, later in customers.items():
            passes = int(arrays.passes[place, arrays.jobs[later].place])
            if later != number and passes < FAR:
                walk = float(arrays.walk[place, arrays.jobs[later].place])
                model.add_link(point, other, is_directed=True, distance=walk, time=float(passes))
