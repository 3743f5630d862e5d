"""What one solve is asked and answers, as values that can be sent to another process; and the function between them.

Nothing here imports a solver until `carried_out` runs: the service holds tasks, its children carry them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.errors import InvalidProblem, NoRoster
from matcher.problem import Problem
from matcher.result import Progress, Result
from matcher.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Task:
    """One call of `matcher.solve`; ids only."""

    problem: Problem
    hint: Roster | None = None
    time_limit: float | None = None
    gap: float = 0.0
    seed: int = 0
    work_limit: float | None = None


@dataclass(frozen=True)
class Solved:
    """`result`: figures and statuses as JSON; `certificates` as in `matcher.certificate_json`."""

    roster: Roster
    result: dict[str, Any]
    certificates: list[dict[str, Any]]


@dataclass(frozen=True)
class Unsolvable:
    """The problem itself is at fault (pins that clash): trying again changes nothing. (field, code, zh, en) each."""

    faults: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing that keeps the pins was found in the time given."""


@dataclass(frozen=True)
class Crashed:
    """The solver ended without a word, or with one nobody foresaw; `what` is for the log, never for people."""

    what: str
    again: bool = True
    """Whether another attempt may end otherwise."""


Ended = Solved | Unsolvable | Nothing | Crashed


def carried_out(task: Task, tell: Callable[[Progress], None], stop: Callable[[], bool]) -> Ended:
    """Solves `task` here. The one function that child processes and cluster workers run."""
    from matcher.solver import solve

    try:
        result = solve(
            task.problem,
            time_limit=task.time_limit,
            gap=task.gap,
            seed=task.seed,
            work_limit=task.work_limit,
            hint=task.hint,
            progress=tell,
            stop=stop,
        )
    except InvalidProblem as error:
        return Unsolvable(faults_of(error))
    except NoRoster:
        return Nothing()
    return _solved(task.problem, result)


def faults_of(error: InvalidProblem) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((e.where, e.code, f"{e.where}：{e.message}", f"{e.message}; {e.hint}") for e in error.errors)


def _solved(problem: Problem, result: Result) -> Solved:
    from matcher.certificate_json import to_json

    guaranteed = [v.id for v in problem.visits if v.guaranteed]
    shown = {
        "stages": [
            {
                "name": s.name,
                "objective": s.objective,
                "bound": s.bound,
                "gap": s.gap,
                "status": s.status,
                "proof": s.proof,
            }
            for s in result.stages
        ],
        "objective": result.all.objective,
        "bound": result.all.bound,
        "gap": result.all.gap,
        "guaranteed": {"served": sum(v in result.roster.planned_of for v in guaranteed), "of": len(guaranteed)},
        "visits": len(problem.visits),
        "served": len(result.roster.planned),
        "more_visits_at_most": result.more_visits_at_most,
        "seconds": round(result.seconds, 3),
        "compile_seconds": round(result.compile_seconds, 3),
        "first_roster_seconds": round(result.first_roster_seconds, 3),
        "stopped": result.stopped,
        "warnings": list(result.warnings),
    }
    return Solved(result.roster, shown, to_json(result.certificates))
