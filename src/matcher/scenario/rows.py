"""Grids -> rows of values by column, with every fault told by table, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.scenario.cells import CellFault, Reading, Unknowable, cell_value
from matcher.scenario.columns import Column, Table
from matcher.scenario.findings import Findings
from matcher.scenario.folding import folded
from matcher.scenario.grids import Grid, Line


@dataclass(slots=True)
class Row:
    """One row: `values` by column (None where empty and without default), `text` as written, `bad` columns.

    A bad column has the value None.
    """

    label: str
    number: int
    headers: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    text: dict[str, str] = field(default_factory=dict)
    called: str = ""
    """What to call it instead of its table and number."""

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def where(self, column: str | None = None) -> str:
        """Table and row, with the column's header as the person wrote it."""
        place = self.called or f"{self.label} row {self.number}"
        return f"{place}, column {self.headers.get(column, column)}" if column else place


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table; `given` False where the table is not there at all."""

    table: Table
    label: str
    rows: Sequence[Row] = ()
    given: bool = True
    headers: dict[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, column: str) -> dict[str, list[Row]]:
        """Rows by the value of a column."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            if row[column] is not None:
                groups.setdefault(row[column], []).append(row)
        return groups


def read_rows(table: Table, grid: Grid, reading: Reading, findings: Findings) -> Rows:
    """The rows of a grid; the header is its first row that is not blank."""
    header = next((line for line in grid.lines if not line.blank), None)
    if header is None:
        names = ", ".join(c.name for c in table.columns if c.required)
        findings.error(grid.label, "no_header", "is empty", hint=f"the first row holds the headers, at least {names}")
        return Rows(table, grid.label)
    places = _columns(table, header, grid, findings)
    headers = {column.name: header.cells[i] for i, column in places.items()}
    for column in table.columns:
        if column.required and column.name not in headers:
            hint = f"add a column {column.name} or {column.zh}: {column.meaning_en}"
            findings.error(grid.label, "missing_column", f"has no column {column.name}", hint=hint)
    missing = {c.name for c in table.columns if c.required and c.name not in headers}
    rows = []
    for line in grid.lines:
        if line.number <= header.number or line.blank:
            continue
        row = Row(grid.label, line.number, headers, bad=set(missing), called=line.called)
        _no_strays(line, header, places, row, findings)
        for i, column in places.items():
            if i in line.bad:
                row.bad.add(column.name)
            else:
                _read_cell(column, line.cells[i] if i < len(line.cells) else "", row, reading, findings)
        for column in table.columns:
            if column.name not in headers:
                row.values[column.name] = default_of(column, reading)
        rows.append(row)
    no_key_twice(table, rows, findings)
    return Rows(table, grid.label, tuple(rows), headers=headers)


def default_of(column: Column, reading: Reading) -> Any:
    """The value of an empty cell; None where it has no default of its own."""
    return cell_value(column, column.fixed_default, reading) if column.fixed_default and not column.required else None


def _columns(table: Table, header: Line, grid: Grid, findings: Findings) -> dict[int, Column]:
    """Position -> column; unknown headers are noted, doubled ones are faults."""
    places: dict[int, Column] = {}
    taken: dict[str, str] = {}
    where = f"{grid.label} row {header.number}"
    for i, text in enumerate(header.cells):
        column = table.column_headed(text) if text else None
        if column is None:
            if text:
                message = f'the column "{text}" is not known; it was not read and is not written back'
                findings.note(where, "unknown_column", message)
        elif column.name in taken:
            message = f'the columns "{taken[column.name]}" and "{text}" both mean {column.name}'
            findings.error(where, "column_twice", message, hint="keep one of them")
        else:
            taken[column.name] = text
            places[i] = column
    return places


def _no_strays(line: Line, header: Line, places: dict[int, Column], row: Row, findings: Findings) -> None:
    """Cells beyond the headers: in a CSV file a comma inside a cell that is not quoted shifts all that follow."""
    strays = [
        cell
        for i, cell in enumerate(line.cells)
        if cell and i not in places and (i >= len(header.cells) or not header.cells[i])
    ]
    if strays:
        message = f'"{strays[0]}" stands in a column without a header'
        hint = "text with a comma stands in double quotes; or give the column a header, or empty the cell"
        findings.error(row.where(), "stray_cell", message, hint=hint)


def _read_cell(column: Column, text: str, row: Row, reading: Reading, findings: Findings) -> None:
    row.text[column.name] = text
    if not text:
        row.values[column.name] = default_of(column, reading)
        if column.required:
            row.bad.add(column.name)
            hint = f"fill it in: {column.meaning_en}"
            findings.error(row.where(column.name), "missing", f"the {column.name} is missing", hint=hint)
        return
    start = row.values.get("start") if column.name == "end" else None
    try:
        row.values[column.name] = cell_value(column, text, Reading(reading.calendar, reading.days, start))
        if column.kind in ("ids", "words", "tags") and "," in folded(text):
            message = f'"{text}" has a comma in it and was read as {len(row[column.name])}'
            findings.note(row.where(column.name), "comma", message, hint="separate the entries of a list by ;")
    except CellFault as fault:
        row.bad.add(column.name)
        row.values[column.name] = None
        findings.error(row.where(column.name), fault.code, fault.message, hint=fault.hint)
    except Unknowable:
        row.bad.add(column.name)
        row.values[column.name] = None


def no_key_twice(table: Table, rows: Sequence[Row], findings: Findings) -> None:
    """Tells every row whose key another row has already."""
    first: dict[str, int] = {}
    for row in rows:
        key = row[table.key] if table.key else None
        if key is None:
            continue
        if key in first:
            message = f"the {table.key} {key} is given in row {first[key]} already"
            findings.error(row.where(table.key), "duplicate_id", message, hint=f"give every {table.key} its own id")
            row.bad.add(table.key)
        first.setdefault(key, row.number)
