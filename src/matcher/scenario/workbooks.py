"""XLSX workbooks as grids of text: dates as dates, merged cells filled, formulas only with their values."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import InvalidProblem
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.folding import trimmed
from matcher.scenario.grids import Grid, Line

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_BYTES = 32 * 1024 * 1024
LARGEST_UNPACKED = 256 * 1024 * 1024
"""Sheets unpack to many times the file; a bomb to thousands."""
MOST_COLUMNS, MOST_ROWS = 256, 1_000_000
_FORMULA = re.compile(rb"<f[\s>/]")


def read_workbook(path: Path, findings: Findings) -> list[Grid]:
    """One grid a visible or hidden sheet; raises InvalidProblem where the file is no workbook."""
    has_formulas = _examine(path)
    book = _load(path, values=True)
    formulas = _load(path, values=False) if has_formulas else None
    grids = []
    for sheet in book.worksheets:
        label = f"sheet {sheet.title}"
        if (sheet.max_column or 0) > MOST_COLUMNS or (sheet.max_row or 0) > MOST_ROWS:
            message = f"has {sheet.max_row} rows and {sheet.max_column} columns"
            findings.error(label, "too_large", message, hint="delete the empty rows and columns at its end")
            continue
        grids.append(_grid(sheet, formulas[sheet.title] if formulas else None, label, findings))
    return grids


def _examine(path: Path) -> bool:
    """Whether sheets hold formulas; raises InvalidProblem unless the file is a workbook of a bearable size."""
    where = path.name
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            limit = LARGEST_BYTES // 2**20
            raise fatal(where, "too_large", f"has {size / 2**20:.0f} MB, more than {limit} MB", hint="split it")
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > LARGEST_UNPACKED:
                raise fatal(where, "too_large", f"unpacks to {unpacked / 2**20:.0f} MB", hint="split it")
            if "xl/workbook.xml" not in archive.namelist():
                hint = "give a workbook (.xlsx), or unpack the zip and give the folder"
                raise fatal(where, "not_a_workbook", "is a zip but not an Excel workbook", hint=hint)
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            return any(_FORMULA.search(archive.read(name)) for name in sheets)
    except InvalidProblem:
        raise
    except OSError as fault:
        raise fatal(where, "unreadable", f"cannot be read: {fault}", hint="check its permissions") from fault
    except Exception as fault:
        hint = "save it from Excel or WPS as .xlsx, without a password"
        message = f"is not an Excel workbook (.xlsx), or a damaged one: {fault}"
        raise fatal(where, "not_a_workbook", message, hint=hint) from fault


def _load(path: Path, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # openpyxl warns of drop-downs and styles it does not know; they carry no data.
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=values)
    except Exception as fault:
        hint = "open it in Excel or WPS and save it again as .xlsx"
        raise fatal(path.name, "not_a_workbook", f"cannot be read as a workbook: {fault}", hint=hint) from fault


def _grid(sheet: Worksheet, formulas: Worksheet | None, label: str, findings: Findings) -> Grid:
    merged = {
        (row, column): sheet.cell(span.min_row, span.min_col).value
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, span.max_row + 1)
        for column in range(span.min_col, span.max_col + 1)
    }
    lines = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells, bad = [], set()
        for position, cell in enumerate(row, start=1):
            value = merged.get((number, position), cell.value) if merged else cell.value
            if cell.data_type == "e":
                message = f"cell {cell.coordinate} holds the error {value}"
                findings.error(f"{label} row {number}", "cell_error", message, hint="correct its formula")
                bad.add(position - 1)
            elif value is None and formulas is not None and formulas.cell(number, position).data_type == "f":
                message = f"cell {cell.coordinate} holds a formula without a value"
                hint = "open the workbook in Excel and save it, or write the value itself"
                findings.error(f"{label} row {number}", "formula", message, hint=hint)
                bad.add(position - 1)
            cells.append(as_text(value))
        lines.append(Line(number, tuple(cells), frozenset(bad)))
    return Grid(label=label, title=sheet.title, lines=tuple(_without_tail(lines)))


def as_text(value: object) -> str:
    """What a cell says, as a person would type it; also for the values of a TOML file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        rest = f":{seconds % 60:02d}" if seconds % 60 else ""
        return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}{rest}"
    if isinstance(value, (list, tuple)):
        return "; ".join(as_text(part) for part in value)
    return trimmed(str(value))


def _moment(value: datetime) -> str:
    """Excel keeps times as fractions of a day: what lies a split second beside a minute is that minute."""
    near = value + timedelta(milliseconds=500)
    plain = near.replace(microsecond=0)
    if abs(value - plain) > timedelta(milliseconds=2):
        plain = value
    return plain.isoformat(sep=" ", timespec="seconds" if plain.second or plain.microsecond else "minutes")


def _without_tail(lines: list[Line]) -> Iterator[Line]:
    last = max((line.number for line in lines if not line.blank), default=0)
    return (line for line in lines if line.number <= last)
