"""vrp-cli (reinterpretcat): a vehicle type a volunteer with all shifts, a job a visit, a skill a visit.

Its objectives come one after another: the value served, then the walking. A forbidden leg takes longer than a shift:
said by its error codes instead, it walked such legs (4 to 10 faults at 300x1000). Now and then it is late instead.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import numpy as np
import vrp_cli

from peers.answer import THREADS, Answer
from peers.plain import FAR, Plain, Row

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def solve(arrays: Plain, *, seconds: float) -> Answer:
    problem, matrix = _problem(arrays), _matrix(arrays)
    pool = {"numThreadPools": 1, "threadsPerPool": THREADS}
    settings = {
        "termination": {"maxTime": int(seconds), "maxGenerations": 100_000_000},
        "environment": {"parallelism": pool, "logging": {"enabled": False}},
    }
    given = json.dumps(problem), [json.dumps(matrix)], json.dumps(settings)
    began = time.perf_counter()
    told = vrp_cli.solve_pragmatic(problem=given[0], matrices=given[1], config=given[2])
    took = time.perf_counter() - began
    rows = [row for tour in json.loads(told).get("tours", []) for row in _rows(arrays, tour)]
    return Answer(version("vrp-cli"), took, rows, "most value first, then least walking; a volunteer has all shifts")


def _rows(arrays: Plain, tour: dict[str, Any]) -> list[Row]:
    who = int(tour["typeId"])
    shift = [i for i, s in enumerate(arrays.shifts) if s.volunteer == who][int(tour["shiftIndex"])]
    rows = []
    for stop in tour["stops"]:
        for done in stop["activities"]:
            if done["type"] == "service":
                # Told on its own only where a stop has several, or waiting.
                end = _minute(done["time"]["end"] if "time" in done else stop["time"]["departure"])
                number = int(done["jobId"])
                rows.append(Row(number, shift, end - arrays.jobs[number].duration))
    return rows


def _clock(minute: int) -> str:
    return (MIDNIGHT + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _minute(clock: str) -> int:
    return round((datetime.fromisoformat(clock) - MIDNIGHT) / timedelta(minutes=1))


def _problem(arrays: Plain) -> dict[str, Any]:
    homes = len(arrays.homes)
    nowhere = homes + len(arrays.walk)
    """Where every shift ends: no way and no time from anywhere."""
    jobs = [
        {
            "id": str(number),
            "services": [
                {
                    "places": [
                        {
                            "location": {"index": homes + job.place},
                            "duration": 60 * job.duration,
                            "times": [[_clock(a), _clock(b)] for a, b in job.starts],
                        }
                    ]
                }
            ],
            "skills": {"allOf": [str(number)]},
            "value": job.value,
        }
        for number, job in enumerate(arrays.jobs)
    ]
    vehicles = [
        {
            "typeId": str(who),
            "vehicleIds": [f"v{who}"],
            "profile": {"matrix": "walk"},
            "costs": {"fixed": 0, "distance": 1, "time": 0},
            "shifts": [
                {
                    "start": {"earliest": _clock(s.start), "location": {"index": s.home}},
                    "end": {"latest": _clock(s.end), "location": {"index": nowhere}},
                }
                for s in arrays.shifts
                if s.volunteer == who
            ],
            "skills": [str(i) for i in np.flatnonzero(arrays.able[who])],
            "capacity": [1],
        }
        for who in range(len(arrays.volunteers))
    ]
    return {
        "plan": {"jobs": jobs},
        "fleet": {"vehicles": vehicles, "profiles": [{"name": "walk"}]},
        "objectives": [[{"type": "maximize-value"}], [{"type": "minimize-cost"}]],
    }


def _matrix(arrays: Plain) -> dict[str, Any]:
    homes, places = arrays.home_walk.shape
    size = homes + places + 1
    walk = np.full((size, size), FAR, dtype=np.int64)
    passes = walk.copy()
    walk[:homes, homes:-1] = passes[:homes, homes:-1] = arrays.home_walk
    walk[homes:-1, homes:-1], passes[homes:-1, homes:-1] = arrays.walk, arrays.passes
    walk[:, -1] = passes[:, -1] = 0
    np.fill_diagonal(walk, 0)
    np.fill_diagonal(passes, 0)
    return {
        "profile": "walk",
        "travelTimes": (60 * passes).ravel().tolist(),
        "distances": walk.ravel().tolist(),
    }
