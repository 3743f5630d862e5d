"""A folder or a workbook -> the grids of its tables and the settings, all still text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matcher.scenario.columns import table_titled
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.folding import heading
from matcher.scenario.grids import Grid
from matcher.scenario.text_files import read_csv, read_text
from matcher.scenario.toml_text import flat, literal
from matcher.scenario.workbooks import as_text, read_workbook

SETTINGS_FILE = "scenario.toml"
GENERATOR = "generator."
"""Settings of the generator are kept as they are, each as a TOML literal; only the generator knows them."""
WORKBOOKS = (".xlsx", ".xlsm")
NOT_TABLES = frozenset(map(heading, ("说明", "explanations", "readme", "roster", "排班")))
"""Sheets and files for people, passed over without a word."""


@dataclass(slots=True)
class Source:
    """`grids` by table; `settings`: (where, key as written, text) in the order written, None where there are none."""

    stem: str
    kind: str
    grids: dict[str, Grid] = field(default_factory=dict)
    settings: list[tuple[str, str, str]] | None = None
    unread: dict[str, str] = field(default_factory=dict)
    """Tables whose file cannot be read, by its name; the fault has been told."""

    def label(self, table: str) -> str:
        """How the place of a table that is not there is called."""
        if table == "scenario" and self.kind == "folder":
            return SETTINGS_FILE
        return f"{table}.csv" if self.kind == "folder" else f"sheet {table}"


def open_source(path: Path, findings: Findings) -> Source:
    """Everything of a folder or workbook as text; raises InvalidProblem where it is neither."""
    try:
        if path.is_file() and path.name == SETTINGS_FILE:
            path = path.parent
        if path.is_dir():
            return _folder(path, findings)
        if not path.exists():
            hint = "name a scenario folder or an .xlsx workbook"
            raise fatal(str(path), "missing", "no such file or folder", hint=hint)
    except OSError as fault:
        hint = "check its permissions"
        raise fatal(str(path), "unreadable", f"cannot be read: {fault.strerror}", hint=hint) from fault
    if path.suffix.lower() not in WORKBOOKS:
        message = f"is a file with the suffix {path.suffix!r}, not a scenario"
        raise fatal(str(path), "not_a_scenario", message, hint="name a folder of CSV tables or an .xlsx workbook")
    source = Source(stem=path.stem, kind="workbook")
    for grid in read_workbook(path, findings):
        _sort(source, grid, findings)
    if not source.grids and source.settings is None:
        hint = "its sheets are named places, volunteers, visits ... or 地点, 志愿者, 服务 ...; see matcher template"
        raise fatal(path.name, "not_a_scenario", "is a workbook without any table of a scenario", hint=hint)
    return source


def _folder(path: Path, findings: Findings) -> Source:
    source = Source(stem=path.resolve().name, kind="folder")
    files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
    tables = [p for p in files if p.suffix.lower() == ".csv"]
    toml = next((p for p in files if p.name == SETTINGS_FILE), None)
    if toml is None and not any(heading(p.stem) in table_titled() for p in tables):
        hint = f"a scenario has {SETTINGS_FILE}, places.csv, volunteers.csv, visits.csv, windows.csv ..."
        raise fatal(str(path), "not_a_scenario", "is a folder without any table of a scenario", hint=hint)
    known = [p for p in tables if heading(p.stem) in table_titled()]
    for stranger in (p for p in tables if p not in known and heading(p.stem) not in NOT_TABLES):
        findings.note(stranger.name, "unknown_table", "is no table of a scenario and was not read")
    for file in known:
        table = table_titled()[heading(file.stem)]
        grid = read_csv(file, file.name, table, findings)
        if grid is None:
            source.unread[table.name] = file.name
        else:
            _sort(source, grid, findings)
    if toml is not None and source.settings is not None:
        findings.error(toml.name, "table_twice", "the settings are given twice, also as a table", hint="keep one")
    elif toml is not None:
        _toml(toml, source, findings)
    return source


def _sort(source: Source, grid: Grid, findings: Findings) -> None:
    """A grid to its table; the settings of a sheet or CSV `scenario` apart."""
    table = table_titled().get(heading(grid.title))
    if table is None:
        if heading(grid.title) not in NOT_TABLES and grid.lines:
            findings.note(grid.label, "unknown_table", "is no table of a scenario and was not read")
    elif table.name in source.grids or (table.name == "scenario" and source.settings is not None):
        findings.error(grid.label, "table_twice", f"the table {table.name} is given twice", hint="keep one")
    elif table.name == "scenario":
        source.settings = list(_pairs(grid))
    elif table.required or any(not line.blank for line in grid.lines):
        source.grids[table.name] = grid
    else:
        findings.note(grid.label, "empty", "is empty and counts as not there")


def _pairs(grid: Grid) -> Iterator[tuple[str, str, str]]:
    """The first two cells of each row that is not blank; a header row (key, value) is passed over."""
    for line in grid.lines:
        first = next((i for i, cell in enumerate(line.cells) if cell), None)
        if first is not None and heading(line.cells[first]) not in ("key", "项目", "设置"):
            value = line.cells[first + 1] if first + 1 < len(line.cells) else ""
            yield f"{grid.label} row {line.number}", line.cells[first], value


def _toml(path: Path, source: Source, findings: Findings) -> None:
    source.unread["scenario"] = path.name
    text = read_text(path, path.name, findings)
    if text is None:
        return
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        hint = 'write name = "xizha" and start = 2026-11-23, one a line'
        findings.error(path.name, "toml", f"is broken: {fault}", hint=hint)
        return
    del source.unread["scenario"]
    source.settings = []
    for key, value in flat(content).items():
        text = literal(value) if key.startswith(GENERATOR) else as_text(value)
        source.settings.append((f"{path.name}, key {key}", key, text))
