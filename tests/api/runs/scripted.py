"""Solves without a solver: what they tell is written down by the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.world import World
from matcher.result import Progress
from matcher.roster import Roster
from matcher_api.runs.runner import Runner
from matcher_api.runs.solving import Start, Told
from matcher_api.runs.task import Solved, Task

FIRST = Progress(seconds=0.1, stage="all", objective=10, bound=None)
BETTER = Progress(seconds=0.2, stage="all", objective=20, bound=30)


def answer(objective: int = 20, bound: int = 30) -> Solved:
    """An empty roster with these figures."""
    result: dict[str, Any] = {"objective": objective, "bound": bound, "seconds": 0.3, "stopped": "time"}
    return Solved(Roster(), result, [{"purpose": "points"}])


class Script:
    """Tells `told` one after another, a callable's answer instead of it (None: nothing yet)."""

    def __init__(self, told: Sequence[Told | Callable[[Script], Told | None] | None]) -> None:
        self._told = list(told)
        self.stopped = self.closed = False

    def next(self, seconds: float) -> Told | None:
        assert not self.closed and seconds >= 0
        told = self._told[0] if len(self._told) == 1 else self._told.pop(0)
        return told(self) if callable(told) else told

    def stop(self) -> None:
        self.stopped = True

    def close(self) -> None:
        self.closed = True


class Scripts:
    """Starts one script after another; keeps what it was asked and what it started."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = list(scripts)
        self.tasks: list[Task] = []
        self.started: list[Script] = []

    def __call__(self, task: Task) -> Script:
        self.tasks.append(task)
        self.started.append(self._scripts.pop(0))
        return self.started[-1]


def runner_of(world: World, start: Start) -> Runner:
    return Runner(world.engine, world.settings, now=lambda: world.now, start=start)
