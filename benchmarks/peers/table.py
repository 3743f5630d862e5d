"""One table: every peer's roster by our checker and score, beside what ours was worth at the second it ended."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from matcher.checker import check
from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.score import score


@dataclass(frozen=True, slots=True)
class Line:
    """`ours_then`, `ours_end`: our points at the second the peer ended, and at the end; ratios are the peer's to them.

    `others`: cores that other processes used meanwhile. What was not measured is empty; `note` says why.
    """

    problem: str
    peer: str
    version: str = ""
    seconds: str = ""
    objective: str = ""
    served: str = ""
    faults: str = ""
    ours_then: str = ""
    ours_end: str = ""
    ratio_then: str = ""
    ratio_end: str = ""
    bound: str = ""
    others: str = ""
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in HEAD)


HEAD = tuple(f.name for f in fields(Line))


def points_at(steps: Sequence[Sequence[float]], second: float) -> int | None:
    """What ours was worth at a second: (second, points) of every improvement; None before the first."""
    return max((int(points) for when, points in steps if when <= second), default=None)


def judged(size: str, name: str, problem: Problem, told: dict[str, Any], ours: dict[str, Any]) -> Line:
    """The line of one answer. A roster with faults is scored as it is, and its faults are counted."""
    others = "" if told.get("others") is None else f"{told['others']:.2f}"
    end, bound = int(ours["steps"][-1][1]), str(ours["bound"])
    if "refused" in told:
        return Line(size, name, ours_end=str(end), bound=bound, others=others, note=told["refused"])
    roster = Roster(
        tuple(PlannedVisit(**p) for p in told["planned"]), tuple(Assignment(**a) for a in told["assignments"])
    )
    faults = check(problem, roster)
    objective = score(problem, roster).objective
    then = points_at(ours["steps"], told["seconds"])
    kinds = ", ".join(sorted({f.rule for f in faults}))
    return Line(
        problem=size,
        peer=name,
        version=told.get("version") or version("matcher"),
        seconds=f"{told['seconds']:.1f}",
        objective=str(objective),
        served=f"{len(roster.planned_of)}/{len(problem.visits)}",
        faults=str(len(faults)),
        ours_then="" if then is None else str(then),
        ours_end=str(end),
        ratio_then="" if then is None else f"{objective / max(1, then):.4f}",
        ratio_end=f"{objective / max(1, end):.4f}",
        bound=bound,
        others=others,
        note="; ".join(part for part in (f"faults: {kinds}" if kinds else "", told["note"]) if part),
    )


def kept(out: Path) -> list[Line]:
    """The rows that are there already. ValueError where the table is of other columns."""
    path = out.with_suffix(".csv")
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    if tuple(head) != HEAD:
        raise ValueError(f"{path} has other columns: move it away")
    return [Line(*row) for row in rows]


def merged(before: Iterable[Line], now: Iterable[Line]) -> list[Line]:
    """New rows in the place of those of the same problem and peer, else after them."""
    rows = {(line.problem, line.peer): line for line in before}
    rows |= {(line.problem, line.peer): line for line in now}
    return sorted(rows.values(), key=lambda line: tuple(int(n) for n in line.problem.split("x")))


def written(out: Path, lines: Sequence[Line]) -> None:
    """Markdown, and beside it the same as CSV."""
    with out.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(line.cells() for line in lines)
    rows = [HEAD, ("---",) * len(HEAD), *(line.cells() for line in lines)]
    out.write_text(
        "".join("| " + " | ".join(c.replace("|", "/") for c in row) + " |\n" for row in rows), encoding="utf-8"
    )
