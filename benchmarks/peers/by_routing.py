"""OR-Tools routing: a vehicle a shift, an optional node a visit, guided local search. It uses one core."""

from __future__ import annotations

import time
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from peers.answer import Answer
from peers.plain import FAR, Plain, Row


def solve(arrays: Plain, *, seconds: float) -> Answer:
    homes, jobs = len(arrays.homes), len(arrays.jobs)
    end = homes + jobs
    """Nodes: homes, visits, and one that stands for the end of every shift, nowhere."""
    manager = pywrapcp.RoutingIndexManager(
        end + 1, len(arrays.shifts), [s.home for s in arrays.shifts], [end] * len(arrays.shifts)
    )
    model = pywrapcp.RoutingModel(manager)
    lasts = np.array([0] * homes + [j.duration for j in arrays.jobs] + [0])
    walk = _between(arrays, arrays.walk)
    passes = _between(arrays, arrays.passes) + lasts[:, None]
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(walk.tolist()))
    horizon = arrays.horizon
    model.AddDimension(model.RegisterTransitMatrix(passes.tolist()), horizon, horizon, False, "time")
    clock = model.GetDimensionOrDie("time")
    for number, shift in enumerate(arrays.shifts):
        for node in (model.Start(number), model.End(number)):
            clock.CumulVar(node).SetRange(shift.start, shift.end)
    for number, job in enumerate(arrays.jobs):
        node = manager.NodeToIndex(homes + number)
        model.AddDisjunction([node], job.value)
        able = [i for i, s in enumerate(arrays.shifts) if arrays.starts(s, number)]
        model.VehicleVar(node).SetValues([-1, *able])
        moment = clock.CumulVar(node)
        moment.SetRange(job.starts[0][0], job.starts[-1][1])
        for (_, before), (after, _) in zip(job.starts, job.starts[1:], strict=False):
            moment.RemoveInterval(before + 1, after - 1)
    settings = pywrapcp.DefaultRoutingSearchParameters()
    settings.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    settings.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    settings.time_limit.FromMilliseconds(round(1000 * seconds))
    began = time.perf_counter()
    found = model.SolveWithParameters(settings)
    took = time.perf_counter() - began
    rows: list[Row] = []
    if found is not None:
        for number in range(len(arrays.shifts)):
            node = found.Value(model.NextVar(model.Start(number)))
            while not model.IsEnd(node):
                rows.append(Row(manager.IndexToNode(node) - homes, number, found.Min(clock.CumulVar(node))))
                node = found.Value(model.NextVar(node))
    note = "parallel cheapest insertion, guided local search; one thread (it has no more)"
    return Answer(version("ortools"), took, rows, note if found is not None else f"no answer in time; {note}")


def _between(arrays: Plain, minutes: NDArray[np.int64]) -> NDArray[np.int64]:
    homes, jobs = len(arrays.homes), len(arrays.jobs)
    at = [j.place for j in arrays.jobs]
    out = np.full((homes + jobs + 1, homes + jobs + 1), FAR, dtype=np.int64)
    out[:homes, homes:-1] = arrays.home_walk[:, at]
    out[homes:-1, homes:-1] = minutes[np.ix_(at, at)]
    out[:, -1] = 0
    np.fill_diagonal(out, 0)
    return out
