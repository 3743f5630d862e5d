"""The faulty rows of a file as a workbook: as they were given, and beside each what is wrong with it."""

from __future__ import annotations

import io

from openpyxl import Workbook

from matcher.scenario.sheets import fit, say
from matcher_api.imports.reading import Sheet
from matcher_api.imports.service import Prepared
from matcher_api.imports.shapes import FaultFound
from matcher_api.imports.tables import WORKBOOK, table_of

PROBLEM = "问题 problem"
WHERE = "行 row"


def error_rows(found: Prepared) -> bytes:
    """A sheet for each table with faults. Cells are text, so that nothing in them is ever a formula; corrected, the
    file can be imported as it is (its two more columns are passed over)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    wrong = found.faults.by_row()
    for name, rows in wrong.items():
        _sheet(book, name, found.sheets.get(name), rows)
    if not wrong:
        say(book.create_sheet(title="OK").cell(1, 1), "没有问题 Nothing is wrong")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, sheet: Sheet | None, wrong: dict[int | None, list[FaultFound]]) -> None:
    made = book.create_sheet(title=name if name == WORKBOOK else table_of(name).zh)
    lines = [line for line in sheet.grid.lines if not line.blank] if sheet is not None else []
    header = lines[0].cells if lines else ()
    width = max((len(line.cells) for line in lines), default=0)
    for column, text in enumerate((*header, *[""] * (width - len(header)), PROBLEM, WHERE), start=1):
        say(made.cell(1, column), text)
    at = 2
    whole = [f for number, faults in wrong.items() if number is None or (lines and number == lines[0].number)
             for f in faults]  # fmt: skip
    if whole:
        say(made.cell(at, width + 1), _said(whole))
        at += 1
    for line in lines[1:]:
        faults = wrong.get(line.number)
        if not faults:
            continue
        for column, text in enumerate(line.cells, start=1):
            say(made.cell(at, column), text)
        say(made.cell(at, width + 1), _said(faults))
        say(made.cell(at, width + 2), str(line.number))
        at += 1
    fit(made)


def _said(faults: list[FaultFound]) -> str:
    return "\n".join(
        (f"{f.column}：" if f.column else "") + f"{f.zh}（{f.way_zh}） {f.en}" + (f" - {f.way_en}" if f.way_en else "")
        for f in faults
    )
