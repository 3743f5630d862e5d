"""A Scenario -> a folder of CSV tables and scenario.toml, or one workbook; read back it is the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from matcher.scenario.cells import CellFault, Writing, cell_text
from matcher.scenario.columns import Column, Lang, Table, tables
from matcher.scenario.findings import Findings
from matcher.scenario.placing import place_file, place_folder
from matcher.scenario.scenario import Scenario
from matcher.scenario.sources import GENERATOR, SETTINGS_FILE
from matcher.scenario.tables_of import ValueRow, settings_of, tables_of
from matcher.scenario.toml_text import document, flat, literal
from matcher.walking.datum import Datum

Texts = dict[str, tuple[tuple[Column, ...], list[list[str]]]]
"""By table: its columns that hold anything, and the rows as text."""


def write(scenario: Scenario, path: str | Path, *, lang: Lang = "en") -> None:
    """Writes a folder, or a workbook where `path` ends in .xlsx; `lang` of headers and words, both are read alike.

    All or nothing: what was at `path` stays untouched where anything fails. In a folder that holds a scenario already
    its tables are replaced and other files kept. Raises InvalidProblem for values no table can say, and for a folder
    that holds anything but a scenario.
    """
    target = Path(path)
    texts = as_text(scenario, lang)
    if target.suffix.lower() == ".xlsx":
        from matcher.scenario.sheets import write_workbook

        rows = _setting_rows(scenario, lang)
        place_file(target, lambda draft: write_workbook(draft, texts, rows, scenario.calendar, lang=lang))
    else:
        place_folder(target, lambda draft: _write_folder(draft, texts, scenario, lang))


def as_text(scenario: Scenario, lang: Lang) -> Texts:
    """Every table of the scenario as text; raises InvalidProblem with every value that no cell can say."""
    findings = Findings()
    writing = Writing(scenario.calendar, scenario.problem.days, lang)
    found: Texts = {}
    for name, rows in tables_of(scenario).items():
        table = tables()[name]
        if rows or table.required:
            found[name] = _table(table, rows, writing, findings)
    setting_texts(settings_of(scenario), writing, findings)
    findings.raise_if_any()
    return found


def csv_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A CSV file that Excel opens as UTF-8, beginning with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def _table(
    table: Table, rows: Sequence[ValueRow], writing: Writing, findings: Findings
) -> tuple[tuple[Column, ...], list[list[str]]]:
    texts = []
    for number, row in enumerate(rows, start=2):
        cells = []
        for column in table.columns:
            try:
                cells.append(cell_text(column, row[column.name], writing) if column.name in row else "")
            except CellFault as fault:
                where = f"{table.name} row {number}, column {column.name}"
                findings.error(where, fault.code, fault.message, hint=fault.hint)
                cells.append("")
        texts.append(cells)
    used = [i for i, c in enumerate(table.columns) if c.required or any(row[i] for row in texts)]
    return tuple(table.columns[i] for i in used), [[row[i] for i in used] for row in texts]


def setting_texts(values: Mapping[str, Any], writing: Writing, findings: Findings) -> dict[str, str]:
    """Settings by key as text, empty ones left out."""
    found = {}
    for key, value in values.items():
        try:
            found[key] = cell_text(tables()["scenario"].column(key), value, writing)
        except CellFault as fault:
            findings.error(f"scenario, key {key}", fault.code, fault.message, hint=fault.hint)
    return {key: text for key, text in found.items() if text}


def _setting_rows(scenario: Scenario, lang: Lang) -> list[tuple[str, str, str]]:
    """(key, value, meaning) of the sheet `scenario`."""
    table = tables()["scenario"]
    writing = Writing(scenario.calendar, scenario.problem.days, lang)
    rows = [
        (table.column(key).header(lang), text, table.column(key).meaning(lang))
        for key, text in setting_texts(settings_of(scenario), writing, Findings()).items()
    ]
    return rows + [(GENERATOR + key, literal(value), "") for key, value in flat(scenario.generator).items()]


def _write_folder(folder: Path, texts: Texts, scenario: Scenario, lang: Lang) -> None:
    for name, (columns, rows) in texts.items():
        title = tables()[name].title(lang)
        text = csv_text([c.header(lang) for c in columns], rows)
        (folder / f"{title}.csv").write_text(text, encoding="utf-8", newline="")
    values = {key: _toml_value(value) for key, value in settings_of(scenario).items() if value is not None}
    values |= {GENERATOR + key: value for key, value in flat(scenario.generator).items()}
    comment = "虚构数据 · synthetic data: nobody in it is real" if scenario.synthetic else ""
    (folder / SETTINGS_FILE).write_text(document(values, comment=comment), encoding="utf-8", newline="")


def _toml_value(value: object) -> object:
    if isinstance(value, Datum):
        return {Datum.WGS84: "WGS-84", Datum.GCJ02: "GCJ-02", Datum.LOCAL: "local"}[value]
    return value if isinstance(value, (bool, int, float, str, date, tuple)) else str(value)
