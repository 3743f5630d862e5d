"""Who and what serves two communities: rows of `shared.csv`, and the hours that one community takes from the others."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from matcher.errors import InvalidProblem, ProblemError
from matcher.problem import Facility, Opening, Problem, Volunteer, Window, less
from matcher.roster import Roster
from matcher.scenario import Scenario

Kind = Literal["volunteer", "facility"]
KINDS: tuple[Kind, ...] = ("volunteer", "facility")
FILE = "shared.csv"
COLUMNS = ("kind", "name", "community", "id")
MINUTES = 15
"""From one community to another, where the file does not say."""


@dataclass(frozen=True, slots=True)
class Member:
    """`name` is one person or room in the whole city; `id` what a community calls it; `minutes` on the way between."""

    kind: Kind
    name: str
    community: str
    id: str
    minutes: int = MINUTES


@dataclass(frozen=True, slots=True)
class Busy:
    """`name` is needed from `start` to `end` in a community."""

    kind: Kind
    name: str
    community: str
    start: datetime
    end: datetime

    def meets(self, other: Busy, apart: timedelta) -> bool:
        """Whether they are the same and less than `apart` lies between."""
        same = (self.kind, self.name) == (other.kind, other.name)
        return same and self.start < other.end + apart and other.start < self.end + apart


def read_shared(folder: Path, communities: Sequence[str]) -> tuple[Member, ...]:
    """The rows of the city's file, none without one. Raises InvalidProblem with every fault."""
    path = folder / FILE
    if not path.is_file():
        return ()
    reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    heads: list[str] = list(reader.fieldnames or ())
    missing = [c for c in COLUMNS if c not in heads]
    if missing:
        message = f"has no column {', '.join(missing)}"
        raise InvalidProblem([ProblemError(FILE, "column", message, f"give the columns {', '.join(COLUMNS)}")])
    faults, members = list[ProblemError](), list[Member]()
    for number, row in enumerate(reader, 2):
        where, text = f"{FILE}, line {number}", {k: (v or "").strip() for k, v in row.items() if k is not None}
        if text["kind"] not in KINDS:
            faults.append(ProblemError(where, "kind", f"kind ({text['kind']}) is neither", "volunteer or facility"))
        if text["community"] not in communities:
            hint = "name a folder of the city: " + ", ".join(communities[:5])
            faults.append(ProblemError(where, "unknown_id", f"there is no community {text['community']}", hint))
        if not text["name"] or not text["id"]:
            faults.append(ProblemError(where, "empty", "name and id must not be empty", "fill them in"))
        minutes = text.get("minutes") or str(MINUTES)
        if not minutes.isdecimal():
            faults.append(ProblemError(where, "minutes", f"minutes ({minutes}) is no whole number", "such as 15"))
            continue
        members.append(Member(text["kind"], text["name"], text["community"], text["id"], int(minutes)))  # type: ignore[arg-type]
    if faults:
        raise InvalidProblem(faults)
    return tuple(members)


def unknown(scenario: Scenario, mine: Iterable[Member]) -> list[ProblemError]:
    """Members that their community does not know."""
    problem = scenario.problem
    tables = {"volunteer": problem.volunteer_of.keys(), "facility": problem.facility_of.keys()}
    return [
        ProblemError(FILE, "unknown_id", f"{m.community} has no {m.kind} {m.id}", "correct the id")
        for m in mine
        if m.id not in tables[m.kind]
    ]


def busy(scenario: Scenario, roster: Roster, mine: Iterable[Member]) -> tuple[Busy, ...]:
    """When this community needs them, in moments."""
    problem, found = scenario.problem, []
    for member in mine:
        if member.kind == "volunteer":
            visits = [a.visit for a in roster.work_of.get(member.id, ())]
        else:
            visits = [p.visit for p in roster.planned if p.facility == member.id]
        for visit in visits:
            start = roster.planned_of[visit].start
            span = scenario.datetime_of(start), scenario.datetime_of(start + problem.visit_of[visit].duration)
            found.append(Busy(member.kind, member.name, member.community, *span))
    return tuple(found)


def without(scenario: Scenario, mine: Sequence[Member], taken: Iterable[Busy]) -> Problem:
    """The community's problem when these hours are taken by others: nobody is free then, nor on the way."""
    holes: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for member in mine:
        for other in taken:
            if (other.kind, other.name) == (member.kind, member.name):
                start, end = scenario.minute_of(other.start), scenario.minute_of(other.end)
                holes[member.kind, member.id].append((start - member.minutes, end + member.minutes))
    problem = scenario.problem

    def person(v: Volunteer) -> Volunteer:
        gaps = holes.get(("volunteer", v.id), [])
        return replace(v, availabilities=tuple(_less(v.availabilities, gaps))) if gaps else v

    def room(f: Facility) -> Facility:
        gaps = holes.get(("facility", f.id), [])
        if not gaps:
            return f
        openings = (
            Opening(w.start, w.end, o.steward) for o in f.openings for w in _less([Window(o.start, o.end)], gaps)
        )
        return replace(f, openings=tuple(openings))

    return replace(
        problem,
        volunteers=tuple(person(v) for v in problem.volunteers),
        facilities=tuple(room(f) for f in problem.facilities),
    )


def _less(windows: Iterable[Window], gaps: Iterable[tuple[int, int]]) -> list[Window]:
    left = list(windows)
    for start, end in gaps:
        left = [part for window in left for part in less(window, start, end)]
    return left
