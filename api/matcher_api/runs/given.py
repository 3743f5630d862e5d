"""From a run's row to the task its child is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from matcher.problem import Problem
from matcher_api.planning.current import roster_of
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import RosterRow
from matcher_api.rosters.planning import planned_of, problem_of
from matcher_api.runs.models import Run
from matcher_api.runs.shapes import Hint
from matcher_api.runs.task import Task

PLAIN = frozenset({str, int, float, bool})


@dataclass(frozen=True)
class Given:
    """What is solved, and the same as the tables see it: the answer is stored by it."""

    task: Task
    planned: Planned
    problem_hash: str


def given(session: Session, run_id: str, *, now: datetime) -> Given:
    """Raises InvalidProblem where the tables hold what cannot be planned."""
    run = session.get_one(Run, run_id)
    roster, asked = session.get_one(RosterRow, run.roster_id), run.input
    planned = planned_of(session, roster, now=now)
    problem, hint = problem_of(planned, roster), Hint(asked["hint"])
    task = Task(
        problem=problem,
        hint=None if hint == Hint.NONE else roster_of(session, roster, hint.value, planned),
        time_limit=asked["time_limit"],
        gap=asked["gap"],
        seed=asked["seed"],
        work_limit=asked["work_limit"],
    )
    return Given(task, planned, hash_of(problem))


def hash_of(problem: Problem) -> str:
    """The same for equal problems, in every process."""
    return hashlib.sha256(json.dumps(_plain(problem), sort_keys=True).encode()).hexdigest()


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _plain(value: Any) -> Any:
    if value is None or type(value) in PLAIN:
        return value
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}
    if isinstance(value, Mapping):
        return sorted([_plain(k), _plain(v)] for k, v in value.items())
    if isinstance(value, Set):
        return sorted(_plain(v) for v in value)
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else repr(value)
