"""The same tables as values, from a caller that keeps them elsewhere (a database) -> a Scenario.

Values are those of `tables_of`: times are minutes and dates are days from the first day. They go through the same
reader as a folder: the same defaults, the same faults, named by table, row and column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matcher.scenario.calendar import Calendar
from matcher.scenario.cells import Writing
from matcher.scenario.columns import tables
from matcher.scenario.findings import Findings
from matcher.scenario.grids import Grid, Line
from matcher.scenario.reading import read_source
from matcher.scenario.scenario import Scenario
from matcher.scenario.sources import Source
from matcher.scenario.tables_of import ValueRow
from matcher.scenario.writing import setting_texts, table_texts


def scenario_from(settings: Mapping[str, Any], rows: Mapping[str, Sequence[ValueRow]]) -> Scenario:
    """`settings` by their keys in columns.csv (`start`, a date, and `days` among them; None: the default); `rows` by
    table. Raises InvalidProblem with every fault."""
    findings = Findings()
    start, days = settings["start"], settings["days"]
    assert isinstance(start, date)
    writing = Writing(Calendar(start, settings["zone"]), days)
    source = Source(stem=str(settings["name"]), kind="tables")
    given = {key: value for key, value in settings.items() if value is not None}
    source.settings = [(f"setting {key}", key, text) for key, text in setting_texts(given, writing, findings).items()]
    for name, table in tables().items():
        if name in rows and (rows[name] or table.required):
            columns, texts = table_texts(table, rows[name], writing, findings)
            lines = [Line(1, tuple(c.name for c in columns)), *(Line(n, tuple(t)) for n, t in enumerate(texts, 2))]
            source.grids[name] = Grid(label=name, title=name, lines=tuple(lines))
    findings.raise_if_any()
    return read_source(source, findings)
