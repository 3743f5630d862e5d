"""Rows of a roster: one an assignment, or one without a volunteer for a booking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from matcher.problem import Problem, Visit
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.scenario.cells import CellFault, Reading, cell_value
from matcher.scenario.columns import roster_table
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.grids import Grid
from matcher.scenario.rows import Row, read_rows
from matcher.scenario.scenario import Scenario
from matcher.scenario.text_files import read_csv

IDS = {"visit": "visit_of", "volunteer": "volunteer_of", "facility": "facility_of"}


def rows_of_roster(roster: Roster) -> Iterator[Mapping[str, Any]]:
    """By visit; a visit that is planned twice stands there with each of its starts, one not planned with none."""
    planned_ids = {p.visit for p in roster.planned}
    for planned in roster.planned:
        at = {"visit": planned.visit, "start": planned.start, "facility": planned.facility}
        team = roster.team_of.get(planned.visit, ())
        # Of a visit planned twice the people stand with the first, or they would be assigned twice as well.
        if team and planned == next(p for p in roster.planned if p.visit == planned.visit):
            for a in team:
                yield {**at, "volunteer": a.volunteer, "role": a.role}
        else:
            yield {**at, "volunteer": None, "role": None}
    for a in roster.assignments:
        if a.visit not in planned_ids:
            yield {"visit": a.visit, "volunteer": a.volunteer, "role": a.role, "start": None, "facility": None}


def table_rows(path: Path, scenario: Scenario, findings: Findings) -> Sequence[Row]:
    """The rows of a CSV file, or of the first sheet with a column visit."""
    table = roster_table()
    if path.suffix.lower() == ".csv":
        grid = read_csv(path, path.name, table, findings)
    else:
        from matcher.scenario.workbooks import read_workbook

        grid = next((g for g in read_workbook(path, findings) if _has_visits(g)), None)
        if grid is None and not findings.errors:
            hint = "a sheet with the headers visit, volunteer, role, start, facility (服务编号, 人员编号 ...)"
            raise fatal(path.name, "not_a_roster", "no sheet of it is a roster", hint=hint)
    if grid is None:
        return ()
    return read_rows(table, grid, Reading(scenario.calendar, scenario.problem.days), findings).rows


def json_rows(content: Mapping[str, Any], label: str, scenario: Scenario, findings: Findings) -> Sequence[Row]:
    """The entries of `planned` and `assignments` as rows."""
    rows: list[Row] = []
    for part, columns in (("planned", ("visit", "start", "facility")), ("assignments", ("visit", "volunteer", "role"))):
        entries = content.get(part)
        if not isinstance(entries, list):
            findings.error(label, "wrong_type", f"{part} must be a list", hint="write [] for none")
            continue
        for number, entry in enumerate(entries, start=1):
            row = Row(f"{label}, {part}", number, {})
            if not isinstance(entry, Mapping):
                findings.error(row.where(), "wrong_type", f"{entry!r:.60} must be an object", hint='{"visit": ...}')
                continue
            for name in columns:
                _json_cell(name, entry.get(name), row, scenario, findings)
            rows.append(row)
    return rows


def roster_of(rows: Sequence[Row], problem: Problem, findings: Findings) -> Roster:
    """The roster of rows whose ids are known; others are told."""
    planned: dict[PlannedVisit, None] = {}
    assignments = []
    for row in rows:
        for column, known in IDS.items():
            strange = row[column]
            if strange is not None and strange not in getattr(problem, known):
                row.bad.add(column)
                message = f"{column} {strange} is not in the scenario"
                findings.error(row.where(column), "unknown_id", message, hint="is it a roster of another scenario?")
        if row["visit"] is None or row.bad:
            continue
        visit = problem.visit_of[row["visit"]]
        if row["start"] is not None:
            planned[PlannedVisit(visit.id, row["start"], row["facility"])] = None
        elif row["volunteer"] is None:
            message = f"visit {visit.id} has neither a start nor a volunteer"
            findings.error(row.where("start"), "missing", message, hint="give its start, or remove the row")
        if row["volunteer"] is not None:
            role = _role(row, visit, findings)
            if role is not None:
                assignments.append(Assignment(visit.id, row["volunteer"], role))
    return Roster(tuple(planned), tuple(assignments))


def _role(row: Row, visit: Visit, findings: Findings) -> str | None:
    """The role of a row; may be left out where the visit has one."""
    roles = [role.id for role in visit.roles]
    said: str | None = row["role"]
    if said is None and len(roles) == 1:
        return roles[0]
    if said in roles:
        return said
    where = row.where("role")
    if not roles:
        message = f"visit {visit.id} is a booking without people, but {row['volunteer']} is assigned to it"
        findings.error(where, "no_role", message, hint="empty the volunteer")
    elif said is None:
        message = f"visit {visit.id} has several roles, and none is named"
        findings.error(where, "missing", message, hint=f"write one of {', '.join(roles)}")
    else:
        message = f"role {said} is not a role of visit {visit.id}"
        findings.error(where, "unknown_id", message, hint=f"write one of {', '.join(roles)}")
    return None


def _json_cell(name: str, value: object, row: Row, scenario: Scenario, findings: Findings) -> None:
    column = roster_table().column(name)
    needed = name in ("visit", "start", "volunteer")
    if value is None or value == "":
        row.values[name] = None
        if needed:
            row.bad.add(name)
            findings.error(row.where(name), "missing", f"the {name} is missing", hint="fill it in")
        return
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        row.bad.add(name)
        findings.error(row.where(name), "wrong_type", f"{value!r:.60} is neither text nor a whole number")
        return
    try:
        row.values[name] = cell_value(column, str(value), Reading(scenario.calendar, scenario.problem.days))
    except CellFault as fault:
        row.bad.add(name)
        findings.error(row.where(name), fault.code, fault.message, hint=fault.hint)


def _has_visits(grid: Grid) -> bool:
    header = next((line for line in grid.lines if not line.blank), None)
    found = {c.name for text in header.cells if text and (c := roster_table().column_headed(text))} if header else set()
    return {"visit", "start"} <= found
