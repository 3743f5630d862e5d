"""The only file that knows OR-Tools: a linear programme that grows by columns, and the integers over given columns.

Everything goes in and comes out as arrays of the frozen programme. GLOP and HiGHS by MathOpt, CP-SAT directly.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model
from scipy import sparse

from matcher.solver.candidates import Ints
from matcher.solver.programme import NONE, Programme, Purpose

Floats = NDArray[np.float64]
PENALTY = 1_000_000.0
"""Points lost for every unit by which a row that asks for something is left short in the linear programme."""


@dataclass(frozen=True)
class LinearSolution:
    """Objective, prices of the rows, values of the columns so far; `short`: what asked-for rows still lack."""

    objective: float
    prices: Floats
    columns: Floats
    variables: Floats
    short: float


class LinearProgramme:
    """Maximise over the columns added so far; explicit variables are there from the start."""

    def __init__(self, programme: Programme, purpose: Purpose) -> None:
        self._programme = programme
        self._model = mathopt.Model(name=purpose)
        self._rows = [
            self._model.add_linear_constraint(
                lb=-np.inf if low == -NONE else float(low), ub=np.inf if high == NONE else float(high)
            )
            for low, high in zip(programme.low.tolist(), programme.high.tolist(), strict=True)
        ]
        self._columns: list[mathopt.Variable] = []
        self._explicit = [self._model.add_variable(lb=0.0, ub=float(v.most)) for v in programme.variables]
        self._objective = self._model.objective
        self._objective.is_maximize = True
        for variable, points in zip(self._explicit, programme.variable_gain(purpose).tolist(), strict=True):
            self._objective.set_linear_coefficient(variable, points)
        self._fill(self._explicit, programme.variable_rows)
        self._short = []
        for row in programme.forced_rows.tolist():
            slack = self._model.add_variable(lb=0.0)
            self._rows[row].set_coefficient(slack, 1.0)
            self._objective.set_linear_coefficient(slack, -PENALTY)
            self._short.append(slack)
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def add(self, gains: Ints, entries: sparse.csr_array) -> None:
        """Columns with their gains and their entries (columns x rows)."""
        fresh = [self._model.add_variable(lb=0.0) for _ in range(len(gains))]
        for variable, gain in zip(fresh, gains.tolist(), strict=True):
            self._objective.set_linear_coefficient(variable, gain)
        self._fill(fresh, entries)
        self._columns += fresh

    def _fill(self, variables: list[mathopt.Variable], entries: sparse.csr_array) -> None:
        starts, rows, values = entries.indptr.tolist(), entries.indices.tolist(), entries.data.tolist()
        for number, variable in enumerate(variables):
            for at in range(starts[number], starts[number + 1]):
                self._rows[rows[at]].set_coefficient(variable, values[at])

    def solve(self) -> LinearSolution:
        """The optimum over the columns so far; the prices are the duals of a maximisation (>= 0 on <= rows)."""
        result = self._solver.solve()
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
            raise ArithmeticError(f"linear programme ended as {result.termination.reason.name}")
        return LinearSolution(
            objective=result.objective_value(),
            prices=np.array(result.dual_values(self._rows)),
            columns=np.array(result.variable_values(self._columns)),
            variables=np.array(result.variable_values(self._explicit)),
            short=sum(result.variable_values(self._short)),
        )

    def close(self) -> None:
        self._solver.close()


@dataclass(frozen=True)
class IntegerSolution:
    """`columns`, `variables` None where no roster was found; `bound` over the given columns (None: none yet).

    `finished`: the search ended by itself: the solution is best, or (without one) there is none.
    """

    columns: Ints | None
    variables: Ints | None
    objective: int | None
    bound: int | None
    finished: bool
    work: float


@dataclass(frozen=True)
class Limits:
    """`seconds` by the clock or `work` in deterministic units; may end `absolute_gap` points short of proven."""

    seconds: float | None = None
    work: float | None = None
    absolute_gap: float = 0.0
    seed: int = 0
    workers: int = 2


Report = Callable[[int, int], None]
"""Told (objective, bound) of every improving solution."""


def solve_integers(
    programme: Programme,
    purpose: Purpose,
    gains: Ints,
    entries: sparse.csr_array,
    *,
    limits: Limits,
    hint: tuple[Ints, Ints] | None = None,
    most: Ints | None = None,
    report: Report | None = None,
    stop: Callable[[], bool] | None = None,
) -> IntegerSolution:
    """CP-SAT over the given columns (0/1) and all explicit variables, `most` their upper bounds (default: own)."""
    model = cp_model.CpModel()
    tops = programme.most if most is None else most
    columns = [model.new_bool_var("") for _ in range(len(gains))]
    explicit = [model.new_int_var(0, int(top), "") for top in tops]
    everything = columns + explicit
    stacked = sparse.vstack([entries, programme.variable_rows]).tocsc()
    for row in range(len(programme.row_names)):
        span = slice(stacked.indptr[row], stacked.indptr[row + 1])
        _add_row(model, programme, row, everything, stacked.indices[span], stacked.data[span])
    weights = [*gains.tolist(), *programme.variable_gain(purpose).tolist()]
    model.maximize(cp_model.LinearExpr.weighted_sum(everything, weights))
    if hint is not None:
        for variable, value in zip(everything, np.concatenate(hint).tolist(), strict=True):
            model.add_hint(variable, value)
    return _run(model, everything, len(columns), limits, report, stop)


def _add_row(
    model: cp_model.CpModel,
    programme: Programme,
    row: int,
    everything: list[cp_model.IntVar],
    items: NDArray[np.int32],
    values: Ints,
) -> None:
    low, high = int(programme.low[row]), int(programme.high[row])
    terms = [everything[i] for i in items]
    plain = bool((values == 1).all()) and high == 1 and all(t.proto.domain[-1] == 1 for t in terms)
    if plain and low <= 0:
        if len(terms) > 1:
            model.add_at_most_one(terms)
        return
    if plain and low == 1:
        model.add_exactly_one(terms)
        return
    activity = cp_model.LinearExpr.weighted_sum(terms, values.tolist())
    model.add_linear_constraint(activity, max(low, -NONE), min(high, NONE))


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def on_solution_callback(self) -> None:
        self._report(round(self.objective_value), _whole_floor(self.best_objective_bound))


@contextmanager
def _stopping(solver: cp_model.CpSolver, stop: Callable[[], bool] | None) -> Iterator[None]:
    """Ends the search soon after `stop()` is true; CP-SAT itself only listens at solutions."""
    if stop is None:
        yield
        return
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            if stop():
                solver.stop_search()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _run(
    model: cp_model.CpModel,
    everything: list[cp_model.IntVar],
    columns: int,
    limits: Limits,
    report: Report | None,
    stop: Callable[[], bool] | None,
) -> IntegerSolution:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed
    solver.parameters.num_workers = limits.workers
    solver.parameters.absolute_gap_limit = limits.absolute_gap
    solver.parameters.linearization_level = 2
    if limits.work is not None:
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = max(limits.work, 0.01)
    elif limits.seconds is not None:
        solver.parameters.max_time_in_seconds = max(limits.seconds, 0.01)
    with _stopping(solver, stop):
        status = solver.solve(model, _Watch(report) if report else None)
    work = solver.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return IntegerSolution(None, None, None, None, True, work)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return IntegerSolution(None, None, None, None, False, work)
    values = np.array([solver.value(v) for v in everything], dtype=np.int64)
    objective = round(solver.objective_value)
    bound = _whole_floor(solver.best_objective_bound)
    if status == cp_model.OPTIMAL and limits.absolute_gap < 1:
        bound = objective
    return IntegerSolution(values[:columns], values[columns:], objective, bound, status == cp_model.OPTIMAL, work)


def _whole_floor(bound: float) -> int:
    """CP-SAT's bound on a whole-number objective is a whole number; its float is cut with a guard."""
    return int(np.floor(bound + 1e-6))


def highs_integers(
    programme: Programme, purpose: Purpose, gains: Ints, entries: sparse.csr_array, *, seconds: float
) -> IntegerSolution:
    """HiGHS over the same columns, for comparison and as a second primal search; its bound is not used as a proof."""
    model = mathopt.Model(name=purpose)
    rows = [
        model.add_linear_constraint(
            lb=-np.inf if low == -NONE else float(low), ub=np.inf if high == NONE else float(high)
        )
        for low, high in zip(programme.low.tolist(), programme.high.tolist(), strict=True)
    ]
    columns = [model.add_binary_variable() for _ in range(len(gains))]
    explicit = [model.add_integer_variable(lb=0, ub=float(v.most)) for v in programme.variables]
    everything = columns + explicit
    stacked = sparse.vstack([entries, programme.variable_rows]).tocsr()
    for number, variable in enumerate(everything):
        for at in range(stacked.indptr[number], stacked.indptr[number + 1]):
            rows[stacked.indices[at]].set_coefficient(variable, float(stacked.data[at]))
    weights = [*gains.tolist(), *programme.variable_gain(purpose).tolist()]
    model.maximize(sum(w * v for w, v in zip(weights, everything, strict=True)))
    parameters = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=seconds), relative_gap_tolerance=0.0)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    if not result.has_primal_feasible_solution():
        return IntegerSolution(None, None, None, None, False, 0.0)
    values = np.rint(np.array(result.variable_values(everything))).astype(np.int64)
    objective = round(result.objective_value())
    bound = int(np.floor(result.dual_bound() + 1e-6))
    done = result.termination.reason == mathopt.TerminationReason.OPTIMAL
    return IntegerSolution(values[: len(columns)], values[len(columns) :], objective, bound, done, 0.0)
