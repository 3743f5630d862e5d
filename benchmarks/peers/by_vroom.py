"""VROOM: vehicles are shifts, jobs are visits, who may do what is told by skills, the leg limit by time.

Its order is priorities served, then cost; it has no limit on a leg, so a forbidden one takes longer than any shift.
Values become its priorities 0..100, rounded, so that it does not see small differences of value.
"""

from __future__ import annotations

import time
from datetime import timedelta
from importlib.metadata import version

import numpy as np
import vroom

from peers.answer import THREADS, Answer
from peers.plain import FAR, Plain, Row

MOST = 100
FAR_COST = 1000


def solve(arrays: Plain, *, seconds: float, exploration: int) -> Answer:
    homes, places = arrays.home_walk.shape
    size = homes + places
    durations = np.full((size, size), FAR, dtype=np.int64)
    costs = np.full((size, size), FAR, dtype=np.int64)
    durations[:homes, homes:] = costs[:homes, homes:] = arrays.home_walk
    durations[homes:, homes:], costs[homes:, homes:] = arrays.passes, arrays.walk
    for matrix in (durations, costs):
        np.fill_diagonal(matrix, 0)
    model = vroom.Input()
    model.set_durations_matrix("car", durations)
    model.set_costs_matrix("car", np.minimum(costs, FAR_COST))
    # A skill a visit: the vehicles that hold it are those who may serve it.
    able = [set(np.flatnonzero(row).tolist()) for row in arrays.able]
    model.add_vehicle(
        [
            vroom.Vehicle(i, start=s.home, skills=able[s.volunteer], time_window=(s.start, s.end))
            for i, s in enumerate(arrays.shifts)
        ]
    )
    dearest = max((j.value for j in arrays.jobs), default=1)
    model.add_job(
        [
            vroom.Job(
                i,
                location=homes + j.place,
                default_service=j.duration,
                skills={i},
                priority=max(1, round(MOST * j.value / dearest)),
                time_windows=[vroom.TimeWindow(a, b) for a, b in j.starts],
            )
            for i, j in enumerate(arrays.jobs)
        ]
    )
    began = time.perf_counter()
    found = model.solve(exploration_level=exploration, nb_threads=THREADS, timeout=timedelta(seconds=seconds))
    took = time.perf_counter() - began
    rows = [
        Row(int(step["id"]), int(route["vehicle"]), int(step["arrival"]) + int(step["waiting_time"]))
        for route in found.to_dict()["routes"]
        for step in route["steps"]
        if step["type"] == "job"
    ]
    note = f"values as priorities 1-{MOST}; forbidden legs take longer than a shift"
    return Answer(version("pyvroom"), took, rows, note)
