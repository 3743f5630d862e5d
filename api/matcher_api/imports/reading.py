"""An uploaded file -> rows of values by table, read as the library reads scenarios."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from matcher.errors import InvalidProblem
from matcher.scenario.cells import Reading
from matcher.scenario.columns import Table, table_titled
from matcher.scenario.findings import Findings
from matcher.scenario.folding import heading
from matcher.scenario.grids import Grid
from matcher.scenario.rows import Rows, read_rows
from matcher.scenario.text_files import read_csv
from matcher.scenario.workbooks import read_workbook
from matcher_api.imports.faults import Faults
from matcher_api.imports.tables import ORDER, WORKBOOK, table_of


@dataclass(frozen=True)
class Sheet:
    """A table of the file: its values, and its lines as they were given."""

    table: Table
    rows: Rows
    grid: Grid

    @property
    def name(self) -> str:
        return self.table.name


def read_file(name: str, content: bytes, table: str, reading: Reading, faults: Faults) -> dict[str, Sheet]:
    """`table`: a name of ORDER, or `workbook` for all that a workbook has. What it is (CSV in any encoding, .xlsx) is
    seen in the content, not in its name."""
    with tempfile.TemporaryDirectory() as folder:
        if zipfile.is_zipfile(io.BytesIO(content)):
            path = Path(folder) / "upload.xlsx"
            path.write_bytes(content)
            grids = _sheets(path, table, faults)
        else:
            path = Path(folder) / "upload.csv"
            path.write_bytes(content)
            grids = _csv(path, PurePosixPath(name.replace("\\", "/")).stem, table, faults)
    return {known: _read(known, grid, reading, faults) for known, grid in grids.items()}


def _csv(path: Path, stem: str, table: str, faults: Faults) -> dict[str, Grid]:
    if table == WORKBOOK:
        found = table_titled().get(heading(stem))
        if found is None or found.name not in ORDER:
            faults.at(WORKBOOK, None, None, "not_a_workbook")
            return {}
        table = found.name
    findings = Findings()
    grid = read_csv(path, table, table_of(table), findings)
    faults.of_library(table, findings.errors)
    faults.notes_of_library(table, findings.notes)
    return {} if grid is None else {table: grid}


def _sheets(path: Path, table: str, faults: Faults) -> dict[str, Grid]:
    findings = Findings()
    try:
        grids = [g for g in read_workbook(path, findings) if any(not line.blank for line in g.lines)]
    except InvalidProblem as fault:
        faults.of_library(table, fault.errors)
        return {}
    titled = table_titled()

    def means(grid: Grid) -> str:
        found = titled.get(heading(grid.title))
        return found.name if found is not None and found.name in ORDER else ""

    chosen = _all(grids, means, faults) if table == WORKBOOK else _one(grids, means, table, faults)
    for known, grid in chosen.items():
        faults.of_library(known, [e for e in findings.errors if e.where.startswith(f"{grid.label} ")])
    return chosen


def _one(grids: list[Grid], means: Callable[[Grid], str], table: str, faults: Faults) -> dict[str, Grid]:
    """The sheet of that name; a single sheet may be called anything."""
    named = [g for g in grids if means(g) == table]
    if len(named) > 1:
        faults.at(table, None, None, "table_twice")
        return {}
    if named:
        return {table: named[0]}
    if len(grids) == 1 and not means(grids[0]):
        return {table: grids[0]}
    faults.at(table, None, None, "no_sheet" if grids else "no_header", value=table_of(table).zh)
    return {}


def _all(grids: list[Grid], means: Callable[[Grid], str], faults: Faults) -> dict[str, Grid]:
    found: dict[str, Grid] = {}
    for grid in grids:
        known = means(grid)
        if known in found:
            faults.at(known, None, None, "table_twice")
        elif known:
            found[known] = grid
    if not found:
        faults.at(WORKBOOK, None, None, "no_sheet", value="、".join(table_of(t).zh for t in ORDER))
    return {name: found[name] for name in ORDER if name in found}


def _read(name: str, grid: Grid, reading: Reading, faults: Faults) -> Sheet:
    findings, table = Findings(), table_of(name)
    rows = read_rows(table, grid, reading, findings)
    faults.of_library(name, findings.errors, rows)
    faults.notes_of_library(name, findings.notes)
    return Sheet(table, rows, grid)
