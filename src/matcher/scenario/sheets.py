"""Tables as sheets of a workbook: ids as text, times as dates and times, numbers as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from matcher.scenario.calendar import Calendar
from matcher.scenario.columns import Column, Lang, tables
from matcher.scenario.findings import fatal

NUMBERS = ("whole", "number", "at_least", "coordinate", "pace")
FORMATS = {"time": "yyyy-mm-dd hh:mm", "date": "yyyy-mm-dd", "first_day": "yyyy-mm-dd"}
HEAD, REQUIRED = "0B6B6B", "8A3B12"
WIDEST = 48
KEY, VALUE, MEANING = {"zh": "项目", "en": "key"}, {"zh": "内容", "en": "value"}, {"zh": "说明", "en": "meaning"}


def write_workbook(
    path: Path,
    texts: Mapping[str, tuple[Sequence[Column], Sequence[Sequence[str]]]],
    settings: Sequence[tuple[str, str, str]],
    calendar: Calendar,
    *,
    lang: Lang,
) -> None:
    """One sheet a table, the settings first; raises InvalidProblem for text a workbook cannot hold."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_settings(book, settings, lang=lang)
    for name, (columns, rows) in texts.items():
        add_table(book, tables()[name].title(lang), columns, rows, calendar=calendar, lang=lang)
    book.save(path)


def add_settings(book: Workbook, settings: Sequence[tuple[str, str, str]], *, lang: Lang) -> Worksheet:
    """The sheet `scenario`: key, value, meaning."""
    sheet: Worksheet = book.create_sheet(title=tables()["scenario"].title(lang))
    for column, name in enumerate((KEY[lang], VALUE[lang], MEANING[lang]), start=1):
        _head(sheet.cell(1, column, name), required=False)
    for number, row in enumerate(settings, start=2):
        for column, text in enumerate(row, start=1):
            say(sheet.cell(number, column), text)
    fit(sheet)
    return sheet


def add_table(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    calendar: Calendar,
    lang: Lang,
) -> Worksheet:
    """A sheet of a table: header frozen, cells typed by the kinds of their columns."""
    sheet: Worksheet = book.create_sheet(title=title)
    for position, column in enumerate(columns, start=1):
        _head(sheet.cell(1, position, column.header(lang)), required=column.required)
    for number, row in enumerate(rows, start=2):
        for position, (column, text) in enumerate(zip(columns, row, strict=True), start=1):
            if text:
                put(sheet.cell(number, position), column, text, calendar)
    fit(sheet)
    return sheet


def put(cell: Any, column: Column, text: str, calendar: Calendar) -> None:
    """Text of a cell as the type a spreadsheet sorts and filters by."""
    value: Any = None
    if column.kind in NUMBERS:
        value = _number(text)
    elif column.kind in ("time", "date"):
        from matcher.scenario.moments import date_in, minute_in

        value = date_in(text) if column.kind == "date" else calendar.local_of(minute_in(text, calendar, days=366))
        if value.year < 1901:
            # Before that Excel has no dates.
            value = None
    if value is None:
        say(cell, text)
        return
    cell.value = value
    if column.kind in FORMATS:
        cell.number_format = FORMATS[column.kind]


def say(cell: Any, text: str) -> None:
    """Text that stays text: ids keep their zeros, and nothing is ever a formula."""
    try:
        cell.value = text
    except IllegalCharacterError as fault:
        hint = "remove the control character; a folder of CSV tables can hold it"
        raise fatal(f"cell {cell.coordinate}", "unwritable", f"{text!r} fits in no workbook", hint=hint) from fault
    if text:
        cell.data_type = "s"
        cell.number_format = "@"


def fit(sheet: Worksheet) -> None:
    """Columns as wide as their text; the header stays in sight."""
    for position, cells in enumerate(sheet.iter_cols(), start=1):
        longest = max((width(str(c.value)) for c in cells if c.value is not None), default=8)
        sheet.column_dimensions[get_column_letter(position)].width = min(WIDEST, longest + 3)
    sheet.freeze_panes = "A2"


def width(text: str) -> int:
    """Columns a text takes: two for a Chinese character."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _head(cell: Any, *, required: bool) -> None:
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=REQUIRED if required else HEAD)
    cell.alignment = Alignment(vertical="center")


def _number(text: str) -> int | float | None:
    """The number a text is; None for other text, and for one that would read back differently."""
    try:
        value = int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return None
    # openpyxl writes 16 digits.
    return value if str(value) == text and (isinstance(value, int) or float(f"{value:.16g}") == value) else None
