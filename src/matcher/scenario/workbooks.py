"""XLSX workbooks as grids of text: dates as dates, merged cells filled, formulas only with their values."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.errors import InvalidProblem
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.folding import trimmed
from matcher.scenario.grids import Grid, Line

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_BYTES = 32 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
"""A street of twelve communities unpacks to 4 MB; a bomb to any size."""
MOST_COLUMNS, MOST_MERGED = 256, 200_000
"""Columns of a sheet, and cells in merged ranges of a workbook."""
_MERGED = re.compile(rb'<mergeCell\b[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_FORMULA = re.compile(rb"<f[\s>/]")


def read_workbook(path: Path, findings: Findings) -> list[Grid]:
    """One grid a visible or hidden sheet; raises InvalidProblem where the file is no workbook."""
    has_formulas = _examine(path)
    book = _load(path, values=True)
    formulas = _load(path, values=False) if has_formulas else None
    grids = []
    for sheet in book.worksheets:
        label = f"sheet {sheet.title}"
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
            sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
        merged = sum(_area(*found) for sheet in sheets for found in _MERGED.findall(sheet))
        if merged > MOST_MERGED:
            # openpyxl makes an object of each of these cells.
            raise fatal(where, "too_large", f"has {merged} merged cells", hint="unmerge whole rows and columns")
        return any(_FORMULA.search(sheet) for sheet in sheets)
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
            return load_workbook(path, data_only=values, keep_links=False)
    except Exception as fault:
        hint = "open it in Excel or WPS and save it again as .xlsx"
        raise fatal(path.name, "not_a_workbook", f"cannot be read as a workbook: {fault}", hint=hint) from fault


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    from openpyxl.utils import column_index_from_string as number

    return (number(right.decode()) - number(left.decode()) + 1) * (int(bottom) - int(top) + 1)


def _grid(sheet: Worksheet, formulas: Worksheet | None, label: str, findings: Findings) -> Grid:
    merged = {
        (row, column): sheet.cell(span.min_row, span.min_col).value
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, span.max_row + 1)
        for column in range(span.min_col, span.max_col + 1)
    }
    rows: dict[int, dict[int, Any]] = {}
    # The cells there are: one stray cell at the bottom of a sheet must not make a million rows.
    for (number, position), cell in sheet._cells.items():
        rows.setdefault(number, {})[position] = cell
    lines = []
    for number in sorted(rows):
        texts: dict[int, str] = {}
        bad = set()
        for position, cell in sorted(rows[number].items()):
            value = merged.get((number, position), cell.value)
            if cell.data_type == "e":
                message = f"cell {cell.coordinate} holds the error {value}"
                findings.error(f"{label} row {number}", "cell_error", message, hint="correct its formula")
                bad.add(position - 1)
            elif value is None and formulas is not None and formulas.cell(number, position).data_type == "f":
                message = f"cell {cell.coordinate} holds a formula without a value"
                hint = "open the workbook in Excel and save it, or write the value itself"
                findings.error(f"{label} row {number}", "formula", message, hint=hint)
                bad.add(position - 1)
            elif (text := as_text(value)) and position > MOST_COLUMNS:
                message = f'cell {cell.coordinate}, "{text:.40}", lies beyond the {MOST_COLUMNS} columns of a table'
                findings.error(f"{label} row {number}", "too_large", message, hint="delete it, or move it nearer")
            elif text:
                texts[position] = text
        if texts or bad:
            width = max([*texts, *(at + 1 for at in bad)])
            lines.append(Line(number, tuple(texts.get(i, "") for i in range(1, width + 1)), frozenset(bad)))
    return Grid(label=label, title=sheet.title, lines=tuple(lines))


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
