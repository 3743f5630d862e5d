"""What a file would do to the tables: worked out first, then counted, then (unless it was a dry run) carried out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import inspect

from matcher.scenario.rows import Row
from matcher_api.database.record import Record
from matcher_api.imports.faults import Faults

Outcome = Literal["new", "changed", "unchanged"]
Old = Mapping[str, Any]
"""A row of the database: its columns."""
_RANK: tuple[Outcome, ...] = ("unchanged", "changed", "new")


def same(value: Any) -> Any:
    return value


def text(value: Any) -> str:
    """Empty where nothing is written."""
    return value or ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the database from a column of the file; `value` turns the cell's value (None: empty) into it."""

    column: str
    header: str
    value: Callable[[Any], Any] = same


@dataclass(frozen=True, slots=True)
class Change:
    """New values of one row; `version`: the one that was read."""

    id: str
    version: int
    values: dict[str, Any]


@dataclass
class Batch:
    """`new` by model in the order of making; `changed` by model; `gone`: ids by model."""

    faults: Faults
    new: dict[type[Record], list[Record]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[Record], dict[str, Change]] = field(default_factory=lambda: defaultdict(dict))
    gone: dict[type[Record], list[str]] = field(default_factory=lambda: defaultdict(list))
    outcomes: dict[str, dict[int, Outcome]] = field(default_factory=lambda: defaultdict(dict))
    removed: Counter[str] = field(default_factory=Counter)

    def say(self, table: str, row: Row, outcome: Outcome) -> None:
        """A row that touches two tables of the database counts once, by what it does most."""
        known = self.outcomes[table].get(row.number, "unchanged")
        self.outcomes[table][row.number] = max(known, outcome, key=_RANK.index)

    def change(self, model: type[Record], old: Old, values: Mapping[str, Any]) -> bool:
        """Notes the values that differ; whether any does."""
        known = self.changed[model].get(old["id"])
        now = {**old, **(known.values if known else {})}
        differing = {k: v for k, v in values.items() if now[k] != v}
        if differing:
            self.changed[model][old["id"]] = Change(
                old["id"], old["version"], {**(known.values if known else {}), **differing}
            )
        return bool(differing)


@dataclass(frozen=True)
class Target:
    """Where rows of one kind go. `key`: what names a row, in both; `made`: a new record of all its values."""

    table: str
    model: type[Record]
    fields: Sequence[Field]
    key: Callable[[Row], Hashable]
    existing: Mapping[Any, Old]
    made: Callable[[Row, dict[str, Any]], Record]
    also: Callable[[Row, Old | None, Mapping[str, Any]], dict[str, Any]] = lambda *_: {}
    """Columns that follow from a change."""


def merge(batch: Batch, target: Target, rows: Iterable[Row]) -> set[Hashable]:
    """Every row against what is there, in the columns the file has; the keys of the file. An empty cell is the
    default of its column."""
    first: dict[Hashable, tuple[Row, dict[str, Any]]] = {}
    for row in rows:
        if row.bad:
            continue
        values = {f.column: f.value(row[f.header]) for f in target.fields}
        if not _keepable(batch.faults, target, row, values):
            continue
        key = target.key(row)
        if key in first:
            if first[key][1] != values:
                batch.faults.at(target.table, row, None, "contradicts", other=first[key][0].number)
            batch.say(target.table, row, "unchanged")
            continue
        first[key] = (row, values)
        old = target.existing.get(key)
        if old is None:
            batch.new[target.model].append(target.made(row, values))
            batch.say(target.table, row, "new")
            continue
        given = {f.column: values[f.column] for f in target.fields if f.header in row.headers}
        differs = any(old[k] != v for k, v in given.items())
        if differs:
            batch.change(target.model, old, {**given, **target.also(row, old, given)})
        batch.say(target.table, row, "changed" if differs else "unchanged")
    return set(first)


def thin_out(batch: Batch, target: Target, kept: set[Hashable], goes: Callable[[Old], bool]) -> list[Old]:
    """Takes away the rows that the file does not have and for which `goes` says yes; those rows."""
    gone = [old for key, old in target.existing.items() if key not in kept and goes(old)]
    batch.gone[target.model] += [old["id"] for old in gone]
    batch.removed[target.table] += len(gone)
    return gone


def _keepable(faults: Faults, target: Target, row: Row, values: Mapping[str, Any]) -> bool:
    """PostgreSQL refuses longer texts than a column holds, and the character NUL; SQLite keeps both."""
    lengths = {c.key: getattr(c.type, "length", None) for c in inspect(target.model).columns}
    before = len(faults.found)
    for f in target.fields:
        value = values[f.column]
        if isinstance(value, str):
            _text(faults, target.table, row, f.header, value, lengths[f.column])
        elif isinstance(value, list):
            for part in value:
                _text(faults, target.table, row, f.header, str(part), 80)
    return len(faults.found) == before


def _text(faults: Faults, table: str, row: Row, header: str, value: str, most: int | None) -> None:
    if most is not None and len(value) > most:
        faults.at(table, row, header, "too_long", length=most)
    if "\0" in value:
        faults.at(table, row, header, "unreadable_character")
