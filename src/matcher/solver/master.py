"""The only file that knows OR-Tools: a linear programme that grows by columns, and the integers over given columns.

Everything goes in and comes out as arrays of the frozen programme. GLOP and HiGHS by MathOpt, CP-SAT directly.
"""

from __future__ import annotations

import datetime
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver as core
from ortools.math_opt.python import mathopt
from ortools.pdlp import solvers_pb2
from ortools.sat.python import cp_model
from scipy import sparse

from matcher.solver.candidates import Ints
from matcher.solver.programme import NONE, Programme, Purpose
from matcher.solver.solutions import Floats, IntegerSolution, Limits, LinearSolution

FEWEST_ITERATIONS = 5_000
"""Of the simplex, before rows and columns are counted; it stalls now and then, and then the other simplex tries."""
PENALTY = 1_000_000.0
"""Points lost for every unit by which a row that asks for something is left short in the linear programme."""
STEP_WORK = 2.5e-9
"""Units of work of one simplex iteration for every row and column: a unit is about a second of one core."""


def solve_linear_programme(
    programme: Programme,
    purpose: Purpose,
    gains: Ints,
    entries: sparse.csr_array,
    *,
    least: Ints | None = None,
    most: Ints | None = None,
    elastic: bool = False,
    dear: Floats | None = None,
    seconds: float | None = None,
    work: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> LinearSolution | None:
    """Maximise over the given columns (each 0 or more) and the explicit variables; GLOP, dual simplex.

    Rows that ask for something have a dear slack, so that there is a solution unless `least` stands against rows;
    `elastic` gives every row one, so that the prices tell why. `dear`: what slacks cost. None where `seconds`, `work`
    (units, counted in iterations: the same everywhere) or `stop()` ended it.
    """
    forced, signs = programme.forced_rows, np.ones(len(programme.forced_rows), dtype=np.int64)
    if elastic:
        above, below = np.flatnonzero(programme.high < NONE), np.flatnonzero(programme.low > -NONE)
        forced = np.concatenate([below, above])
        signs = np.repeat([1, -1], [len(below), len(above)])
    dear = np.full(len(forced), PENALTY) if dear is None else dear
    slack = sparse.csr_array((signs, (np.arange(len(forced)), forced)), shape=(len(forced), len(programme.row_names)))
    model = _proto(
        programme,
        sparse.vstack([entries, programme.variable_rows, slack]),
        points=np.concatenate([gains, programme.variable_gain(purpose), -dear]),
        most=np.concatenate(
            [np.full(len(gains), np.inf), programme.most if most is None else most, np.full(len(forced), np.inf)]
        ),
        integers=False,
    )
    for number, value in enumerate([] if least is None else least.tolist()):
        model.variables.lower_bounds[len(gains) + number] = float(value)
    size, iterations = len(model.variables.ids) + len(model.linear_constraints.ids), 0
    for algorithm in (mathopt.LPAlgorithm.DUAL_SIMPLEX, mathopt.LPAlgorithm.PRIMAL_SIMPLEX):
        most_iterations = FEWEST_ITERATIONS + size
        if work is not None:
            most_iterations = min(most_iterations, int(work / (STEP_WORK * max(1, size))) - iterations)
            if most_iterations <= 0:
                return None
        parameters = mathopt.SolveParameters(
            lp_algorithm=algorithm, time_limit=_limit(seconds), iteration_limit=most_iterations
        )
        result = _aside(model, mathopt.SolverType.GLOP, parameters, stop)
        reason = _reason(result)
        iterations += 0 if result is None else result.solve_stats.simplex_iterations
        if result is None or result.termination.limit != result_pb2.LIMIT_ITERATION:
            break
    # Every route lies in its shift's row and every variable has a most, so that nothing is unbounded: where GLOP's
    # presolve cannot tell which of the two it is, there is no solution.
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        raise ArithmeticError("the linear programme has no solution")
    # Any prices bound, so an imprecise end is as good as an exact one; the bound is added up in whole numbers.
    if result is None or reason not in (mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.IMPRECISE):
        return None
    if not result.solutions or not result.solutions[0].HasField("dual_solution"):
        return None
    best = result.solutions[0]
    values = _dense(best.primal_solution.variable_values, len(model.variables.ids))
    first, second = len(gains), len(gains) + len(programme.variables)
    return LinearSolution(
        objective=best.primal_solution.objective_value,
        prices=_dense(best.dual_solution.dual_values, len(programme.row_names)),
        columns=values[:first],
        variables=values[first:second],
        short=float(values[second:].sum()),
        work=STEP_WORK * size * iterations,
    )


def step_linear_programme(
    programme: Programme,
    purpose: Purpose,
    gains: Ints,
    entries: sparse.csr_array,
    *,
    before: tuple[Floats, Floats, Floats],
    tolerance: float,
    most: int,
    seconds: float | None,
    stop: Callable[[], bool] | None,
) -> LinearSolution | None:
    """The same by first-order steps (PDLP) from `before` (values of columns, of variables, prices), to a relative
    `tolerance` or `most` steps: quicker from prices that are nearly right, never exact. A roster must be possible."""
    columns, stacked = len(gains), sparse.vstack([entries, programme.variable_rows])
    points = np.concatenate([gains, programme.variable_gain(purpose)])
    tops = np.concatenate([np.ones(columns), programme.most])
    model = _proto(programme, stacked, points=points, most=tops, integers=False)
    steps = solvers_pb2.PrimalDualHybridGradientParams(num_threads=Limits().workers)
    steps.termination_criteria.eps_optimal_relative = tolerance
    steps.termination_criteria.eps_optimal_absolute = tolerance
    steps.termination_criteria.iteration_limit = most
    parameters = mathopt.SolveParameters(time_limit=_limit(seconds), pdlp=steps)
    result = _aside(model, mathopt.SolverType.PDLP, parameters, stop, before[:2], before[2])
    if result is None or not result.solutions or not result.solutions[0].HasField("dual_solution"):
        return None
    best = result.solutions[0]
    values = _dense(best.primal_solution.variable_values, columns + len(programme.most))
    prices = _dense(best.dual_solution.dual_values, len(programme.row_names))
    return LinearSolution(best.primal_solution.objective_value, prices, values[:columns], values[columns:], 0.0)


def _reason(result: result_pb2.SolveResultProto | None) -> mathopt.TerminationReason | None:
    return None if result is None else mathopt.TerminationReason(result.termination.reason)


def _dense(vector: Any, size: int) -> Floats:
    values = np.zeros(size)
    values[np.array(vector.ids, dtype=np.int64)] = vector.values
    return values


def _proto(
    programme: Programme, entries: sparse.csr_array, *, points: Floats, most: Floats, integers: bool
) -> model_pb2.ModelProto:
    """The whole model at once: filling arrays is far quicker than naming coefficients one by one."""
    proto = model_pb2.ModelProto(name=programme.problem.name)
    columns, rows = entries.shape
    proto.variables.ids.extend(range(columns))
    proto.variables.lower_bounds.extend(np.zeros(columns))
    proto.variables.upper_bounds.extend(most)
    proto.variables.integers.extend([integers] * columns)
    proto.linear_constraints.ids.extend(range(rows))
    proto.linear_constraints.lower_bounds.extend(np.where(programme.low == -NONE, -np.inf, programme.low))
    proto.linear_constraints.upper_bounds.extend(np.where(programme.high == NONE, np.inf, programme.high))
    by_row = sparse.csr_array(sparse.csc_array(entries).T)
    by_row.sort_indices()
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(np.repeat(np.arange(rows), np.diff(by_row.indptr)).tolist())
    matrix.column_ids.extend(by_row.indices.tolist())
    matrix.coefficients.extend(by_row.data.astype(np.float64))
    wanted = np.flatnonzero(points)
    proto.objective.maximize = True
    proto.objective.linear_coefficients.ids.extend(wanted.tolist())
    proto.objective.linear_coefficients.values.extend(points[wanted].astype(np.float64))
    return proto


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
    # Its own handler of Ctrl-C ends the process where the solver runs outside the main thread; `stop` is for that.
    solver.parameters.catch_sigint_signal = False
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


def search_integers(
    programme: Programme,
    purpose: Purpose,
    gains: Ints,
    entries: sparse.csr_array,
    *,
    seconds: float,
    most: Ints,
    absolute_gap: float = 0.0,
    hint: tuple[Ints, Ints] | None = None,
    stop: Callable[[], bool] | None = None,
) -> IntegerSolution:
    """HiGHS over the same columns: far quicker than CP-SAT on many. Its bound is of floats: the guard of a
    thousandth of a point is far above its tolerance of a millionth, and objectives are whole.

    HiGHS hears no interrupt through MathOpt: it runs in a thread of its own, which is left behind at `stop()`.
    """
    model = _proto(
        programme,
        sparse.vstack([entries, programme.variable_rows]),
        points=np.concatenate([gains, programme.variable_gain(purpose)]).astype(np.float64),
        most=np.concatenate([np.ones(len(gains)), most]),
        integers=True,
    )
    parameters = mathopt.SolveParameters(
        time_limit=_limit(seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=absolute_gap
    )
    with _quiet():
        result = _aside(model, mathopt.SolverType.HIGHS, parameters, stop, hint)
    if result is None or not result.solutions:
        return IntegerSolution(None, None, None, None, False, 0.0)
    best = result.solutions[0].primal_solution
    values = np.rint(_dense(best.variable_values, len(model.variables.ids))).astype(np.int64)
    done = _reason(result) == mathopt.TerminationReason.OPTIMAL
    bound = int(np.floor(result.termination.objective_bounds.dual_bound + 1e-3)) if done else None
    return IntegerSolution(values[: len(gains)], values[len(gains) :], round(best.objective_value), bound, done, 0.0)


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS prints a line of its own to standard output now and then, whatever its settings: it goes nowhere."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _limit(seconds: float | None) -> datetime.timedelta | None:
    return None if seconds is None else datetime.timedelta(seconds=max(0.01, seconds))


def _aside(
    model: model_pb2.ModelProto,
    solver: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    stop: Callable[[], bool] | None,
    hint: tuple[Ints | Floats, Ints | Floats] | None = None,
    prices: Floats | None = None,
) -> result_pb2.SolveResultProto | None:
    """Solve in a thread of its own, which is left behind at `stop()`: these solvers hear no interrupt.

    Protocol buffers in and out: MathOpt's Python objects cost more time than small programmes take to solve.
    """
    start = model_parameters_pb2.ModelSolveParametersProto()
    if hint is not None:
        values = start.solution_hints.add().variable_values
        values.ids.extend(range(len(hint[0]) + len(hint[1])))
        values.values.extend(np.concatenate(hint).astype(np.float64))
    if prices is not None:
        duals = start.solution_hints[0].dual_values
        duals.ids.extend(range(len(prices)))
        duals.values.extend(prices)
    results: list[result_pb2.SolveResultProto] = []

    def work() -> None:
        plain = (callback_pb2.CallbackRegistrationProto(), None, None)
        settings = (parameters_pb2.SolverInitializerProto(), parameters.to_proto(), start)
        results.append(core.solve(model, solver.value, *settings, None, *plain))

    if stop is None:
        work()
        return results[0]
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        if stop():
            return None
    return results[0] if results else None
