"""A patch file: rows to add, set or remove in the tables of a scenario, in the words of its own columns.

    {"volunteers": {"set": [{"where": {"volunteer": "V07"}, "to": {"max_walk_minutes": 20}}]},
     "availability": {"add": [{"volunteer": "V07", "start": "2026-11-28 09:00", "end": "12:00"}]},
     "visits": {"remove": [{"visit": "S12"}]},
     "scenario": {"set": [{"where": {"key": "policy.gap"}, "to": {"value": 10}}]}}

Cells are read as in a table. Of each table rows are removed first, then set, then added. A row that is removed takes
along rows of other tables that cannot be without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matcher.scenario.columns import Table, table_titled, tables
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.folding import folded, heading
from matcher.scenario.grids import Grid, Line
from matcher.scenario.sources import Source
from matcher.scenario.text_files import read_text

DOINGS = ("remove", "set", "add")
BOUND = ("pins", "published", "pairs")
"""Tables whose rows say nothing without any of the things they name."""
Patch = Mapping[str, Any]


def read_patch(path: str | Path) -> Patch:
    """The content of a patch file; raises InvalidProblem where it is no object of tables."""
    file = Path(path)
    if not file.is_file():
        raise fatal(str(file), "missing", "no such file", hint="name a patch file (.json); see docs/answers.md")
    findings = Findings()
    text = read_text(file, file.name, findings)
    findings.raise_if_any()
    try:
        content = json.loads(text or "")
    except (ValueError, RecursionError) as fault:
        raise fatal(file.name, "json", f"is not JSON: {fault}", hint="see docs/answers.md for an example") from fault
    if not isinstance(content, dict):
        raise fatal(file.name, "not_a_patch", "is JSON but no object of tables", hint="see docs/answers.md")
    return content


def apply_patch(source: Source, patch: Patch, findings: Findings) -> None:
    """Changes the grids and settings of `source`; every fault of the patch is told, by table, doing and number."""
    for title, doings in patch.items():
        table = table_titled().get(heading(str(title)))
        if table is None:
            names = ", ".join(tables())
            findings.error(f"patch, {title}", "unknown_table", "is no table of a scenario", hint=f"use one of {names}")
        elif not isinstance(doings, dict) or not all(isinstance(rows, list) for rows in doings.values()):
            hint = f"write {{{title!r}: {{'add': [{{...}}]}}}}"
            findings.error(f"patch, {title}", "wrong_type", "must be an object of lists", hint=hint)
        elif unknown := [d for d in doings if d not in DOINGS]:
            hint = "use one of " + ", ".join(DOINGS)
            findings.error(f"patch, {title}", "unknown_doing", f"{unknown[0]} is not known", hint=hint)
        elif table.name == "scenario":
            _settings(source, doings, findings)
        else:
            _Patched(source, table, findings).run(doings)


class _Patched:
    """One table under change: its header, and its lines as cells by column."""

    def __init__(self, source: Source, table: Table, findings: Findings) -> None:
        self.source, self.table, self.findings = source, table, findings
        grid = source.grids.get(table.name) or Grid(source.label(table.name), table.name, ())
        self.grid = grid
        self.header = next((line for line in grid.lines if not line.blank), None)
        cells = self.header.cells if self.header else ()
        self.places = {c.name: i for i, cell in enumerate(cells) if cell and (c := table.column_headed(cell))}
        self.cells = list(cells)
        number = self.header.number if self.header else 0
        self.lines = [line for line in grid.lines if line.number > number and not line.blank]

    def run(self, doings: Mapping[str, list[Any]]) -> None:
        for number, match in enumerate(doings.get("remove", ()), start=1):
            where = f"patch, {self.table.name}, remove {number}"
            for line in self._matching(match, where):
                self.lines.remove(line)
                self._take_along(line)
        for number, change in enumerate(doings.get("set", ()), start=1):
            where = f"patch, {self.table.name}, set {number}"
            if not isinstance(change, dict) or set(change) != {"where", "to"}:
                self.findings.error(where, "wrong_type", "needs exactly where and to", hint="see docs/answers.md")
                continue
            values = self._named(change["to"], where)
            for line in self._matching(change["where"], where):
                at = self.lines.index(line)
                self.lines[at] = replace(self._filled(line, values), called=where)
        for number, row in enumerate(doings.get("add", ()), start=1):
            where = f"patch, {self.table.name}, add {number}"
            values = self._named(row, where)
            last = max((line.number for line in self.lines), default=self.header.number if self.header else 1)
            self.lines.append(self._filled(Line(last + 1, (), called=where), values))
        head = Line(self.header.number if self.header else 1, tuple(self.cells))
        self.source.grids[self.table.name] = Grid(self.grid.label, self.grid.title, (head, *self.lines))

    def _named(self, row: Any, where: str) -> dict[str, str]:
        """Column name -> cell; columns the table does not have yet are added to its header."""
        if not isinstance(row, dict) or not row:
            self.findings.error(where, "wrong_type", "must be an object of columns and values", hint="fill it in")
            return {}
        found = {}
        for key, value in row.items():
            column = self.table.column_headed(str(key))
            if column is None:
                hint = "use one of " + ", ".join(c.name for c in self.table.columns)
                self.findings.error(where, "unknown_column", f"{self.table.name} has no column {key}", hint=hint)
            elif isinstance(value, (dict, list)):
                hint = "write a list as one text: a;b"
                self.findings.error(f"{where}, {key}", "wrong_type", "must be a text, a number or true", hint=hint)
            else:
                found[column.name] = cell_of(value)
                if column.name not in self.places:
                    self.places[column.name] = len(self.cells)
                    self.cells.append(column.name)
        return found

    def _matching(self, match: Any, where: str) -> list[Line]:
        values = self._named(match, where)
        if not values:
            return []
        found = [line for line in self.lines if all(self._cell(line, c) == folded(v) for c, v in values.items())]
        if not found:
            told = ", ".join(f"{c} = {v}" for c, v in values.items())
            hint = "cells are compared as they are written in the table"
            self.findings.error(where, "no_match", f"no row of {self.table.name} has {told}", hint=hint)
        return found

    def _cell(self, line: Line, column: str) -> str:
        at = self.places[column]
        return folded(line.cells[at]) if at < len(line.cells) else ""

    def _filled(self, line: Line, values: Mapping[str, str]) -> Line:
        cells = [*line.cells, *[""] * (len(self.cells) - len(line.cells))]
        for column, value in values.items():
            cells[self.places[column]] = value
        filled = frozenset(self.places[column] for column in values)
        return replace(line, cells=tuple(cells), bad=line.bad - filled)

    def _take_along(self, line: Line) -> None:
        """Rows that cannot be without the one removed, told as a note."""
        key = self.table.key
        if not key or key not in self.places:
            return
        gone = self._cell(line, key)
        for other in tables().values():
            grid = self.source.grids.get(other.name)
            if grid is None or other.name == self.table.name:
                continue
            bound = _Patched(self.source, other, self.findings)
            left = [row for row in bound.lines if not any(bound.names(row, gone, self.table.name))]
            if len(left) < len(bound.lines) and bound.header is not None:
                message = f"{len(bound.lines) - len(left)} rows went with {self.table.name} {gone}"
                self.findings.note(grid.label, "removed_with", message)
                self.source.grids[other.name] = Grid(grid.label, grid.title, (bound.header, *left))

    def names(self, line: Line, gone: str, table: str) -> Iterator[bool]:
        """Whether each column that may bind the row to `gone` of `table` does."""
        for column in self.table.columns:
            if column.name in self.places:
                bound = column.refers == table and (column.required or self.table.name in BOUND)
                cell = self._cell(line, column.name)
                yield (bound and column.kind == "id" and cell == gone) or (
                    column.kind == "with" and cell.rpartition(":")[2] == gone
                )


def cell_of(value: Any) -> str:
    """A JSON value as a cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _settings(source: Source, doings: Mapping[str, list[Any]], findings: Findings) -> None:
    for number, change in enumerate(doings.get("set", ()), start=1):
        where = f"patch, scenario, set {number}"
        key = change.get("where", {}).get("key") if isinstance(change, dict) else None
        if not isinstance(key, str) or "value" not in change.get("to", {}):
            hint = '{"where": {"key": "policy.gap"}, "to": {"value": 10}}'
            findings.error(where, "wrong_type", "needs a key and a value", hint=hint)
            continue
        kept = [row for row in source.settings or () if heading(row[1]) != heading(key)]
        source.settings = [*kept, (where, key, cell_of(change["to"]["value"]))]
    for doing in ("add", "remove"):
        if doings.get(doing):
            findings.error(f"patch, scenario, {doing}", "unknown_doing", "settings can only be set", hint="use set")
