"""Reading what a command is given; every fault comes out as InvalidProblem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import InvalidProblem, ProblemError

if TYPE_CHECKING:
    from matcher.report import Audience
    from matcher.roster import Roster
    from matcher.scenario import Scenario


def scenario_at(path: Path) -> Scenario:
    """The scenario of a folder or workbook."""
    if not path.exists():
        raise _missing(path, "name a scenario folder or an .xlsx workbook; `matcher template` writes an empty one")
    from matcher.scenario import read

    return read(path)


def roster_at(path: Path, scenario: Scenario) -> Roster:
    """The roster of a .json, .csv or .xlsx file."""
    if not path.is_file():
        raise _missing(path, "name a roster file (.json, .csv or .xlsx)")
    from matcher.scenario import read_roster

    return read_roster(path, scenario)


def with_published(scenario: Scenario, path: Path) -> Scenario:
    """The scenario, with the rows of a roster file as what people already know, all still offered."""
    from matcher.problem import Published

    roster = roster_at(path, scenario)
    rows = []
    for planned in roster.planned:
        team = roster.team_of.get(planned.visit, ())
        start, room = planned.start, planned.facility
        rows += [Published(visit=a.visit, start=start, volunteer=a.volunteer, role=a.role, facility=room) for a in team]
        if not team:
            rows.append(Published(visit=planned.visit, start=start, facility=room))
    return replace(scenario, problem=replace(scenario.problem, published=tuple(rows)))


def positive(name: str, value: float | None, *, zero: bool = False) -> None:
    """Raises if an option is below what makes sense."""
    if value is None or value > 0 or (zero and value == 0):
        return
    least = "0 or more" if zero else "above 0"
    raise InvalidProblem([ProblemError(name, "option", f"{name} ({value}) must be {least}", f"leave {name} out")])


def audience_named(name: str) -> Audience:
    """The audience of `--for`; the overview with masked names where it is not given."""
    from matcher.report import AUDIENCES, OVERVIEW, audience

    known = [a.name for a in AUDIENCES]
    if not name:
        return OVERVIEW
    if name not in known:
        hint = "use one of " + ", ".join(known)
        raise InvalidProblem([ProblemError("--for", "audience", f"the audience ({name}) is not known", hint)])
    return audience(name)


def _missing(path: Path, hint: str) -> InvalidProblem:
    return InvalidProblem([ProblemError(str(path), "missing", "no such file or folder", hint)])
