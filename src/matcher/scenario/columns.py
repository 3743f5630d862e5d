"""The tables of a scenario and their columns: tables.csv and columns.csv, the one source of reader, writer, template
and docs/scenario.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from matcher.scenario.folding import heading

Lang = Literal["zh", "en"]
ROSTER = "roster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of one table, or one setting of the scenario (`policy.gap`).

    `kind` names how its cells are read (`cells`); `refers`: the table whose key its ids come from; `bounds` of
    numbers; `default` as a cell would say it, in square brackets where another setting says it.
    """

    table: str
    name: str
    zh: str
    also: tuple[str, ...]
    kind: str
    refers: str
    required: bool
    bounds: tuple[float, float] | None
    default: str
    meaning_zh: str
    meaning_en: str

    def header(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.name

    def meaning(self, lang: Lang) -> str:
        return self.meaning_zh if lang == "zh" else self.meaning_en

    @property
    def fixed_default(self) -> str:
        """The default where it is a value of its own, else empty."""
        return "" if self.default.startswith("[") else self.default


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: a CSV file `name.csv` or `zh.csv`, a sheet `name` or `zh`. `key`: the column that names its rows."""

    name: str
    zh: str
    also: tuple[str, ...]
    key: str
    required: bool
    meaning_zh: str
    meaning_en: str
    columns: tuple[Column, ...]

    def title(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.name

    def meaning(self, lang: Lang) -> str:
        return self.meaning_zh if lang == "zh" else self.meaning_en

    def column(self, name: str) -> Column:
        """The column of an English name; raises KeyError."""
        return {c.name: c for c in self.columns}[name]

    def column_headed(self, header: str) -> Column | None:
        """The column a person means by a header, in either language."""
        return _headings(self.name).get(heading(header))


@cache
def tables() -> dict[str, Table]:
    """Every table by its English name, in the order they are written; `scenario` (the settings) first."""
    return {name: table for name, table in _all().items() if name != ROSTER}


def roster_table() -> Table:
    """The columns of a roster file."""
    return _all()[ROSTER]


@cache
def _all() -> dict[str, Table]:
    columns: dict[str, list[Column]] = {}
    for row in _rows("columns.csv"):
        columns.setdefault(row["table"], []).append(_column(row))
    return {row["table"]: _table(row, tuple(columns[row["table"]])) for row in _rows("tables.csv")}


@cache
def table_titled() -> dict[str, Table]:
    """Tables by every folded name a file or sheet may carry."""
    return {heading(name): t for t in tables().values() for name in (t.name, t.zh, *t.also)}


@cache
def _headings(table: str) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in _all()[table].columns:
        for name in (column.name, column.zh, *column.also):
            found.setdefault(heading(name), column)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = files("matcher.scenario").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _column(row: dict[str, str]) -> Column:
    least, _, most = row["bounds"].partition("..")
    return Column(
        table=row["table"],
        name=row["column"],
        zh=row["zh"],
        also=_several(row["also"]),
        kind=row["kind"],
        refers=row["refers"],
        required=row["required"] == "yes",
        bounds=(float(least), float(most)) if most else None,
        default=row["default"],
        meaning_zh=row["meaning_zh"],
        meaning_en=row["meaning_en"],
    )


def _table(row: dict[str, str], columns: tuple[Column, ...]) -> Table:
    return Table(
        name=row["table"],
        zh=row["zh"],
        also=_several(row["also"]),
        key=row["key"],
        required=row["required"] == "yes",
        meaning_zh=row["meaning_zh"],
        meaning_en=row["meaning_en"],
        columns=columns,
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
