"""Faults of a file, each with its place, value and a way out in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from matcher.errors import ProblemError
from matcher.scenario.rows import Row, Rows
from matcher_api.errors import Fault
from matcher_api.imports.shapes import FaultFound
from matcher_api.imports.tables import ORDER

MOST_TOLD = 200
"""Faults of one code in one table that an answer tells one by one; the file of error rows has them all."""
_WHERE = re.compile(r"(?P<label>.*?)(?: row (?P<row>\d+))?(?:, column (?P<column>.+))?", re.DOTALL)
LONGEST_VALUE = 60


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("matcher_api.imports").joinpath("faults.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@dataclass
class Faults:
    """Gathered while reading goes on; nothing is kept while there is one."""

    found: list[FaultFound] = field(default_factory=list)
    notes: list[FaultFound] = field(default_factory=list)

    def at(self, table: str, row: Row | None, column: str | None, code: str, /, **values: object) -> None:
        """One the service finds itself; the row's cell is what `{value}` stands for."""
        header = row.headers.get(column, column) if row is not None and column is not None else column
        given = row.text.get(column, "") if row is not None and column is not None else ""
        self.found.append(_told(table, row.number if row else None, header, code, {"value": given, **values}))
        if row is not None:
            row.bad.add(column or "")

    def of_library(self, table: str, errors: Iterable[ProblemError], rows: Rows | None = None) -> None:
        by_number = {row.number: row for row in rows or ()}
        self.found += [_of_library(table, e, by_number) for e in errors]

    def notes_of_library(self, table: str, errors: Iterable[ProblemError]) -> None:
        self.notes += [_of_library(table, e, {}) for e in errors]

    def note(self, table: str, code: str, /, **values: object) -> None:
        """Worth knowing, but nothing stands in the way."""
        self.notes.append(_told(table, None, None, code, values))

    def told(self) -> list[FaultFound]:
        """In order of table and row; a wrong column of ten thousand rows is told two hundred times."""
        seen: Counter[tuple[str, str]] = Counter()
        told = []
        for fault in sorted(self.found, key=lambda f: (ORDER.index(f.table) if f.table in ORDER else -1, f.row or 0)):
            seen[fault.table, fault.code] += 1
            if seen[fault.table, fault.code] <= MOST_TOLD:
                told.append(fault)
        return told

    def as_refusal(self) -> list[Fault]:
        return [
            Fault(
                ".".join(str(part) for part in (f.table, f.row, f.column) if part is not None),
                f.code,
                f"{f.zh}；{f.way_zh}" if f.way_zh else f.zh,
                f"{f.en}; {f.way_en}" if f.way_en else f.en,
            )
            for f in self.told()
        ]

    def by_row(self) -> dict[str, dict[int | None, list[FaultFound]]]:
        """By table and row; None: of the whole table."""
        groups: dict[str, dict[int | None, list[FaultFound]]] = {}
        for fault in self.found:
            groups.setdefault(fault.table, {}).setdefault(fault.row, []).append(fault)
        return groups


def _told(table: str, row: int | None, column: str | None, code: str, values: dict[str, object]) -> FaultFound:
    entry = _texts()[code]
    short = {k: _short(v) for k, v in values.items()}
    return FaultFound(
        table=table,
        row=row,
        column=column,
        code=code,
        value=str(values.get("value", "")),
        zh=entry["zh"].format(**short),
        en=entry["en"].format(**short),
        way_zh=entry["way_zh"].format(**short),
        way_en=entry["way_en"].format(**short),
    )


def _of_library(table: str, error: ProblemError, rows: Mapping[int, Row]) -> FaultFound:
    """English as the library says it, Chinese by its code."""
    where = _WHERE.fullmatch(error.where)
    assert where is not None  # every part of it may be missing
    number = int(where["row"]) if where["row"] else None
    value = _cell(rows.get(number or 0), where["column"])
    entry = _texts().get(error.code)
    zh = entry["zh"].format_map(_Given(value=_short(value))) if entry else f"“{_short(value)}”不符合要求"
    way = entry["way_zh"].format_map(_Given(value=_short(value))) if entry else ""
    way_en = entry["way_en"].format_map(_Given(value=_short(value))) if entry else ""
    return FaultFound(
        table=table,
        row=number,
        column=where["column"],
        code=error.code,
        value=value,
        zh=zh,
        en=error.message,
        way_zh=way,
        way_en=error.hint or way_en,
    )


class _Given(dict[str, str]):
    """Texts of a code may name more than the library's fault has."""

    def __missing__(self, key: str) -> str:
        return "…"


def _cell(row: Row | None, header: str | None) -> str:
    if row is None or header is None:
        return ""
    columns = {text: name for name, text in row.headers.items()}
    return row.text.get(columns.get(header, header), "")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
