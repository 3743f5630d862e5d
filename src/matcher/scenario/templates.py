"""An empty workbook to fill in: headers, drop-downs, an example in each sheet, explanations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from matcher.problem import DAY
from matcher.scenario.calendar import Calendar
from matcher.scenario.choices import CHOICES, PACES, said
from matcher.scenario.columns import Column, Lang, Table, tables
from matcher.scenario.examples import EXAMPLES, SETTINGS, example_word
from matcher.scenario.kinds import default_in_words, kind_in_words
from matcher.scenario.placing import place_file
from matcher.scenario.sheets import FORMATS, add_settings, add_table, fit

FIRST_DAY = date(2026, 11, 23)
"""A Monday; the first thing to change."""
LAST_ROW = 2000
TEXT_KINDS = ("id", "ids", "words", "tags", "text", "with", "of", "sex")
_HEADS = {
    "zh": ("表", "列", "必填", "填写内容", "不填则为", "含义"),
    "en": ("table", "column", "required", "holds", "default", "meaning"),
}
_ADVICE = {
    "zh": (
        "每张表的第一行是列名，棕色的必填；示例行读完请覆盖或删除。",
        "不用的表和列可以删除。时间写成 2026-11-23 09:00，日期写成 2026-11-23。",
        "步行：填“步行时间”表则用它；否则用街道三张表；都没有则按直线估算。",
    ),
    "en": (
        "The first row of each sheet holds the headers, brown ones must be filled in; write over the example rows.",
        "Sheets and columns you do not need may be deleted. Times are 2026-11-23 09:00, dates 2026-11-23.",
        "Walking: the sheet walks is used where it has rows, else the street sheets, else straight lines.",
    ),
}


def template(path: str | Path, *, lang: Lang = "zh") -> None:
    """Writes the workbook, all or nothing. As it stands it is a scenario that reads without a fault.

    Raises InvalidProblem where it cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _explain(book, lang)
    calendar = Calendar(FIRST_DAY)
    for table in tables().values():
        if table.name == "scenario":
            rows = [
                (c.header(lang), example_word(SETTINGS.get(c.name, ""), lang), c.meaning(lang)) for c in table.columns
            ]
            add_settings(book, rows, lang=lang)
            continue
        texts = [[_text(row.get(c.name, ""), c, lang) for c in table.columns] for row in EXAMPLES[table.name]]
        sheet = add_table(book, table.title(lang), table.columns, texts, calendar=calendar, lang=lang)
        for position, column in enumerate(table.columns, start=1):
            _prepare(sheet, column, get_column_letter(position), lang)
    place_file(Path(path), book.save)


def _text(value: str, column: Column, lang: Lang) -> str:
    """An example's cell; "1 09:00" is a time on the second day."""
    if column.kind == "time" and value:
        day, _, clock = value.partition(" ")
        hour, minute = clock.split(":")
        moment = Calendar(FIRST_DAY).local_of(DAY * int(day) + 60 * int(hour) + int(minute))
        return moment.isoformat(sep=" ", timespec="minutes")
    if column.kind in CHOICES and value:
        return said(column.kind, value, lang=lang)
    return example_word(value, lang)


def _prepare(sheet: Worksheet, column: Column, letter: str, lang: Lang) -> None:
    """The column's format and its drop-down."""
    if column.kind in TEXT_KINDS:
        sheet.column_dimensions[letter].number_format = "@"
    elif column.kind in FORMATS:
        sheet.column_dimensions[letter].number_format = FORMATS[column.kind]
    source = _list(column, lang)
    if source:
        # A warning and not a ban: other words of the same meaning, and ids typed ahead, are fine.
        rule = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning")
        rule.showErrorMessage = column.kind in CHOICES
        rule.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _list(column: Column, lang: Lang) -> str:
    if column.kind in CHOICES:
        return '"' + ",".join(said(column.kind, key, lang=lang) for key in CHOICES[column.kind]) + '"'
    if column.kind == "pace":
        return '"' + ",".join(n[1] if lang == "zh" else n[0] for n in PACES.values()) + '"'
    if column.refers and column.kind == "id":
        other = tables()[column.refers]
        position = [c.name for c in other.columns].index(other.key) + 1
        letter = get_column_letter(position)
        return f"'{other.title(lang)}'!${letter}$2:${letter}${LAST_ROW}"
    return ""


def _explain(book: Workbook, lang: Lang) -> None:
    sheet: Worksheet = book.create_sheet(title="说明" if lang == "zh" else "Explanations")
    for line in _ADVICE[lang]:
        sheet.append([line])
    sheet.append([])
    sheet.append(list(_HEADS[lang]))
    for table in tables().values():
        sheet.append([table.title(lang), "", _yes(table, lang), "", "", table.meaning(lang)])
        for column in table.columns:
            sheet.append(
                [
                    table.title(lang),
                    column.header(lang),
                    _yes(column, lang),
                    kind_in_words(column, lang),
                    default_in_words(column, lang),
                    column.meaning(lang),
                ]
            )
    fit(sheet)
    sheet.column_dimensions["A"].width = 18
    sheet.freeze_panes = f"A{len(_ADVICE[lang]) + 3}"
    for cells in sheet.iter_rows(min_row=len(_ADVICE[lang]) + 2):
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def _yes(thing: Table | Column, lang: Lang) -> str:
    return ("是" if lang == "zh" else "yes") if thing.required else ""
