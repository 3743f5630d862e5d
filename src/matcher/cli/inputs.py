"""Reading what a command is given; every fault comes out as InvalidProblem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import InvalidProblem, ProblemError

if TYPE_CHECKING:
    from matcher.problem import Problem
    from matcher.replan import Added
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
    from matcher.scenario import published_from

    return replace(scenario, problem=published_from(scenario.problem, roster_at(path, scenario)))


def with_problem(scenario: Scenario, problem: Problem) -> Scenario:
    """The scenario with another problem in it."""
    return replace(scenario, problem=problem)


def patched(path: Path, patch: Path) -> Scenario:
    """The scenario of a folder or workbook with the rows of a patch file changed."""
    from matcher.scenario import read, read_patch

    if not path.exists():
        raise _missing(path, "name a scenario folder or an .xlsx workbook; `matcher template` writes an empty one")
    return read(path, patch=read_patch(patch))


def asked_at(path: Path) -> dict[str, float]:
    """When each volunteer was asked last, of a CSV file with the columns volunteer and asked (a date, or a number)."""
    import csv
    from datetime import datetime

    if not path.is_file():
        raise _missing(path, "name a CSV file with the columns volunteer and asked")
    faults, found = [], {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {"volunteer", "asked"} <= set(rows.fieldnames or ()):
            hint = "its first row must be volunteer,asked"
            raise InvalidProblem(
                [ProblemError(path.name, "missing_column", "has no columns volunteer and asked", hint)]
            )
        for number, row in enumerate(rows, start=2):
            text = (row["asked"] or "").strip()
            try:
                found[row["volunteer"]] = float(text) if _number(text) else datetime.fromisoformat(text).timestamp()
            except ValueError:
                hint = "write 2026-11-23, 2026-11-23 09:00 or a number"
                faults.append(ProblemError(f"{path.name} row {number}", "not_a_time", f'"{text}" is no date', hint))
    raise_if(faults)
    return found


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def added_by(path: Path, patch: Path, scenario: Scenario) -> list[Added]:
    """The visits that a patch file adds; raises InvalidProblem where it changes anything else of the problem."""
    from matcher.replan import Added

    after = patched(path, patch).problem
    new = [v for v in after.visits if v.id not in scenario.problem.visit_of]
    rest = replace(after, visits=tuple(v for v in after.visits if v.id in scenario.problem.visit_of))
    if not new or rest.visits != scenario.problem.visits or rest.volunteers != scenario.problem.volunteers:
        hint = "add rows of visits, windows and roles only; matcher what-if takes any patch"
        raise InvalidProblem(
            [ProblemError("--add", "not_only_visits", f"{patch} must add visits, and only that", hint)]
        )
    return [Added(visit) for visit in new]


def below(name: str, value: float | None, *, zero: bool = False) -> Iterator[ProblemError]:
    """A fault if an option is not above 0 (with `zero`: not 0 either), or no number at all."""
    if value is not None and not (value > 0 or (zero and value == 0)):
        least = "0 or more" if zero else "above 0"
        yield ProblemError(name, "option", f"{name} ({value:g}) must be {least}", f"leave {name} out")


def apart(given: bool, *others: tuple[str, bool]) -> Iterator[ProblemError]:
    """A fault for each of `others` (name, given) that has no meaning where an option is `given`."""
    for name, there in others:
        if given and there:
            yield ProblemError(name, "option", f"{name} has no meaning here", f"leave {name} out, or ask in two calls")


def unlisted(name: str, value: str, known: Sequence[str]) -> Iterator[ProblemError]:
    """A fault if an option is none of the values it may take."""
    if value not in known:
        yield ProblemError(name, "option", f"{name} ({value}) is not known", "use one of " + ", ".join(known))


def raise_if(*faults: Iterable[ProblemError]) -> None:
    """Raises InvalidProblem with all faults, if any."""
    found = [fault for group in faults for fault in group]
    if found:
        raise InvalidProblem(found)


def audience_faults(name: str) -> Iterator[ProblemError]:
    """A fault if `--for` names nobody known; empty is fine."""
    from matcher.report import AUDIENCES

    return unlisted("--for", name, [a.name for a in AUDIENCES]) if name else iter(())


def audience_named(name: str) -> Audience:
    """The audience of `--for`; the overview with masked names where it is not given."""
    from matcher.report import OVERVIEW, audience

    return audience(name) if name else OVERVIEW


def _missing(path: Path, hint: str) -> InvalidProblem:
    return InvalidProblem([ProblemError(str(path), "missing", "no such file or folder", hint)])
