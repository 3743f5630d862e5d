"""A roster as a workbook: one sheet by volunteer, by visit, by facility, and the key figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unicodedata import east_asian_width

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from matcher.report.safe_cells import harmless, harmless_table

ACCENT = "0B6B6B"
WIDEST = 44
"""Characters; longer cells wrap."""


def write_workbook(sheets: Sequence[tuple[str, pd.DataFrame]], path: Path, *, note: str = "") -> None:
    """Sheets of (title, table): header frozen and filtered, columns as wide as their text, ready to print.

    `note` stands in the page header (虚构数据, for whom) so that it never disturbs the table.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in sheets:
        _fill(book.create_sheet(title=title[:31]), harmless_table(table), note)
    book.save(path)


def _fill(sheet: Worksheet, table: pd.DataFrame, note: str) -> None:
    sheet.append([str(c) for c in table.columns])
    for row in table.itertuples(index=False, name=None):
        sheet.append([_plain(v) for v in row])
    line = Side(style="thin", color="D5DADA")
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(vertical="center")
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            wide = isinstance(cell.value, str)
            cell.alignment = Alignment(vertical="top", wrap_text=wide, horizontal=None if wide else "right")
            cell.border = Border(bottom=line)
    for i, name in enumerate(table.columns, start=1):
        longest = max([width(str(name)) + 2, *(width(str(_plain(v) or "")) for v in table.iloc[:, i - 1])])
        sheet.column_dimensions[get_column_letter(i)].width = min(WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    if len(table.columns):
        sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddHeader is not None:
        sheet.oddHeader.center.text = note.replace("&", "&&")


def width(text: str) -> int:
    """Columns a text takes: two for a Chinese character."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _plain(value: object) -> str | int | float | None:
    if value is None or value is pd.NA:
        return None
    if isinstance(value, (int, float, str)):
        return value
    number = getattr(value, "item", None)
    return number() if callable(number) else str(harmless(str(value)))
