"""CP-SAT, the plain model: a circuit a shift over the visits it could serve, one start a visit, no more than the
legs that time allows. No columns, no hint."""

from __future__ import annotations

import time
from importlib.metadata import version

from ortools.sat.python import cp_model

from peers.answer import SEED, THREADS, Answer
from peers.plain import FAR, Plain, Row


def solve(arrays: Plain, *, seconds: float) -> Answer:
    model = cp_model.CpModel()
    starts = [
        model.new_int_var_from_domain(cp_model.Domain.from_intervals([list(span) for span in job.starts]), f"start {i}")
        for i, job in enumerate(arrays.jobs)
    ]
    served: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in arrays.jobs]
    walked: list[tuple[int, cp_model.IntVar]] = []
    for number in range(len(arrays.shifts)):
        _shift(model, arrays, number, starts, served, walked)
    for mine in served:
        model.add_at_most_one(literal for _, literal in mine)
    model.maximize(
        sum(arrays.jobs[i].value * literal for i, mine in enumerate(served) for _, literal in mine)
        - sum(minutes * literal for minutes, literal in walked)
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = THREADS
    solver.parameters.random_seed = SEED
    began = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - began
    rows: list[Row] = []
    note = f"{len(walked)} legs; no answer in time"
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        note = f"{len(walked)} legs; its bound {solver.best_objective_bound:.0f}"
        rows = [
            Row(i, shift, solver.value(starts[i]))
            for i, mine in enumerate(served)
            for shift, literal in mine
            if solver.boolean_value(literal)
        ]
    return Answer(version("ortools"), took, rows, note)


def _shift(
    model: cp_model.CpModel,
    arrays: Plain,
    number: int,
    starts: list[cp_model.IntVar],
    served: list[list[tuple[int, cp_model.IntVar]]],
    walked: list[tuple[int, cp_model.IntVar]],
) -> None:
    """One circuit: node 0 is the home, where it also ends without a walk; the others are visits it could serve."""
    shift = arrays.shifts[number]
    spans = {i: span for i in range(len(arrays.jobs)) if (span := arrays.starts(shift, i))}
    idle = model.new_bool_var(f"idle {number}")
    arcs: list[tuple[int, int, cp_model.LiteralT]] = [(0, 0, idle)]
    node = {job: at for at, job in enumerate(spans, start=1)}
    for i, span in spans.items():
        job = arrays.jobs[i]
        here, first, last = (model.new_bool_var(f"{what} {number} {i}") for what in ("on", "first", "last"))
        served[i].append((number, here))
        model.add_implication(idle, here.negated())
        arcs += [(node[i], node[i], here.negated()), (0, node[i], first), (node[i], 0, last)]
        there = int(arrays.home_walk[shift.home, job.place])
        walked.append((there, first))
        model.add(starts[i] >= shift.start + there).only_enforce_if(first)
        model.add(starts[i] >= span[0][0]).only_enforce_if(here)
        model.add(starts[i] <= span[-1][1]).only_enforce_if(here)
        for k, later in spans.items():
            passes = int(arrays.passes[job.place, arrays.jobs[k].place])
            if k != i and passes < FAR and span[0][0] + job.duration + passes <= later[-1][1]:
                leg = model.new_bool_var(f"leg {number} {i} {k}")
                arcs.append((node[i], node[k], leg))
                model.add(starts[k] >= starts[i] + job.duration + passes).only_enforce_if(leg)
                walked.append((int(arrays.walk[job.place, arrays.jobs[k].place]), leg))
    if spans:
        model.add_circuit(arcs)
