"""The same tables as values, from a caller that keeps them elsewhere (a database) -> a Scenario.

Values are those of `tables_of`: times are minutes and dates are days from the first day. No text is read, so ids may
hold what a cell cannot; everything after that is the reader of folders: the same defaults, the same faults, here named
by table and the row's first column ("windows V7, column end").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matcher.scenario.calendar import Calendar
from matcher.scenario.cells import Reading, Writing, plain_number
from matcher.scenario.columns import Column, Table, tables
from matcher.scenario.findings import Findings
from matcher.scenario.reading import read_tables
from matcher.scenario.rows import Row, Rows, default_of, no_key_twice
from matcher.scenario.scenario import Scenario
from matcher.scenario.settings import read_settings
from matcher.scenario.sources import Source
from matcher.scenario.tables_of import ValueRow
from matcher.scenario.writing import setting_texts


def scenario_from(settings: Mapping[str, Any], rows: Mapping[str, Sequence[ValueRow]]) -> Scenario:
    """`settings` by their keys in columns.csv (`start`, a date, and `days` among them; None: the default); `rows` by
    table. Raises InvalidProblem with every fault."""
    findings = Findings()
    start, days = settings["start"], settings["days"]
    assert isinstance(start, date)
    calendar = Calendar(start, settings["zone"])
    given = {key: value for key, value in settings.items() if value is not None}
    texts = setting_texts(given, Writing(calendar, days), findings)
    source = Source(stem=str(settings["name"]), kind="tables")
    source.settings = [(f"setting {key}", key, text) for key, text in texts.items()]
    reading = Reading(calendar, days)
    found = {name: _rows(t, rows.get(name), reading, findings) for name, t in tables().items() if name != "scenario"}
    return read_tables(read_settings(source, findings), found, findings)


def _rows(table: Table, values: Sequence[ValueRow] | None, reading: Reading, findings: Findings) -> Rows:
    if values is None and not table.required:
        return Rows(table, table.name, given=False)
    values = values or ()
    filled = {name for value in values for name, inner in value.items() if inner is not None}
    headers = {c.name: c.name for c in table.columns if c.required or c.name in filled}
    defaults = {c.name: default_of(c, reading) for c in table.columns}
    made = []
    for number, value in enumerate(values, start=1):
        row = Row(table.name, number, headers, called=f"{table.name} {value.get(table.columns[0].name)}")
        for column in table.columns:
            inner = value.get(column.name)
            _check(column, inner, row, findings)
            # In this one column nothing means everybody.
            row.values[column.name] = defaults[column.name] if inner is None and column.kind != "at_least" else inner
            row.text[column.name] = "" if inner is None else str(inner)
        made.append(row)
    no_key_twice(table, made, findings)
    return Rows(table, table.name, tuple(made), headers=headers)


def _check(column: Column, value: object, row: Row, findings: Findings) -> None:
    """What reading a cell would find."""
    if value is None or value == "":
        if column.required:
            row.bad.add(column.name)
            hint = f"fill it in: {column.meaning_en}"
            findings.error(row.where(column.name), "missing", f"the {column.name} is missing", hint=hint)
    elif column.bounds and isinstance(value, (int, float)) and not column.bounds[0] <= value <= column.bounds[1]:
        row.bad.add(column.name)
        least, most = (plain_number(b) for b in column.bounds)
        findings.error(row.where(column.name), "out_of_bounds", f"{value} must be {least} to {most}", hint="correct it")
