"""Many communities: each solved by itself, then those again that booked somebody whom an earlier one has already.

Every community is first solved with nothing taken. The sum of these bounds holds for every way to plan the whole city
that serves as much guaranteed value: a roster with hours taken is a roster of the community too. Then they have their
shared people and rooms in turn, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from matcher.city.part import Part, Task
from matcher.city.shared import Busy, Member, read_shared
from matcher.city.workers import Workers
from matcher.errors import InvalidProblem, ProblemError

MARKS = ("scenario.toml", "visits.csv")
"""A folder with one of these is a scenario."""


@dataclass(frozen=True, slots=True)
class City:
    """`parts` by name. `twice`: pairs of hours in which somebody would be in two places; empty, or it is a fault."""

    parts: tuple[Part, ...]
    again: tuple[str, ...]
    twice: tuple[tuple[Busy, Busy], ...]

    @property
    def proven(self) -> int:
        return sum(p.proven for p in self.parts)

    @property
    def objective(self) -> int:
        return sum(p.objective or 0 for p in self.parts)

    @property
    def bound(self) -> int | None:
        """On every way to plan all of it that serves the most guaranteed value; None where a community has none."""
        bounds = [p.bound for p in self.parts]
        return None if None in bounds else sum(b for b in bounds if b is not None)


def is_city(folder: Path) -> bool:
    """A folder of scenario folders, and no scenario itself."""
    return folder.is_dir() and not any((folder / m).exists() for m in MARKS) and bool(_communities(folder))


def _communities(folder: Path) -> list[Path]:
    return sorted(f for f in folder.iterdir() if f.is_dir() and any((f / m).exists() for m in MARKS))


def tasks_of(folder: Path, *, time_limit: float | None = None, gap: float = 0.0, seed: int = 0) -> tuple[Task, ...]:
    """A task for each community of the folder, by name."""
    found = _communities(folder)
    if not found:
        message, hint = "holds no scenario folders", "name a folder of scenario folders, or one scenario"
        raise InvalidProblem([ProblemError(str(folder), "no_city", message, hint)])
    members = read_shared(folder, [f.name for f in found])
    return tuple(
        Task(
            f.name,
            f,
            mine=tuple(m for m in members if m.community == f.name),
            time_limit=time_limit,
            gap=gap,
            seed=seed,
        )
        for f in found
    )


def solve_city(tasks: Sequence[Task], workers: Workers, *, told: Callable[[Part], None] | None = None) -> City:
    """`told` hears of every part as it is ready, of one that is solved again twice."""
    parts: dict[str, Part] = {}
    for part in workers(tasks):
        parts[part.name] = part
        if told is not None:
            told(part)
    again: list[str] = []
    for wave in _waves(tasks):
        hit = [t for t in wave if _clashes(parts[t.name].busy, _taken(t, tasks, parts), t.mine)]
        redo = [replace(t, taken=_taken(t, tasks, parts)) for t in hit]
        for part in workers(redo) if redo else ():
            parts[part.name] = part.beside(parts[part.name])
            again.append(part.name)
            if told is not None:
                told(parts[part.name])
    ordered = tuple(parts[t.name] for t in tasks)
    return City(ordered, tuple(sorted(again)), tuple(_twice(tasks, parts)))


def _waves(tasks: Sequence[Task]) -> list[list[Task]]:
    """Communities in the order in which they have what they share: of two that share, the later one in a later wave."""
    level: dict[str, int] = {}
    for n, task in enumerate(tasks):
        before = [level[t.name] for t in tasks[:n] if _names(t) & _names(task)]
        level[task.name] = 1 + max(before, default=0)
    sharing = [t for t in tasks if t.mine]
    return [[t for t in sharing if level[t.name] == n] for n in range(2, max(level.values(), default=0) + 1)]


def _names(task: Task) -> set[tuple[str, str]]:
    return {(m.kind, m.name) for m in task.mine}


def _taken(task: Task, tasks: Sequence[Task], parts: dict[str, Part]) -> tuple[Busy, ...]:
    """What the communities before this one have of what it shares."""
    names, found = _names(task), list[Busy]()
    for other in tasks:
        if other.name == task.name:
            break
        found += [b for b in parts[other.name].busy if (b.kind, b.name) in names]
    return tuple(found)


def _clashes(mine: Sequence[Busy], taken: Sequence[Busy], members: Sequence[Member]) -> list[tuple[Busy, Busy]]:
    apart = {(m.kind, m.name): timedelta(minutes=m.minutes) for m in members}
    return [(a, b) for a in mine for b in taken if a.meets(b, apart[a.kind, a.name])]


def _twice(tasks: Sequence[Task], parts: dict[str, Part]) -> list[tuple[Busy, Busy]]:
    """Looked for anew in what came out, whatever the waves did."""
    return [pair for t in tasks for pair in _clashes(parts[t.name].busy, _taken(t, tasks, parts), t.mine)]
