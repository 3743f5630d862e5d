"""What the builders of people, facilities and visits share: the rows, where things stand, checks of ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from matcher.errors import InvalidProblem
from matcher.scenario.findings import Findings
from matcher.scenario.rows import Row, Rows
from matcher.scenario.settings import Settings

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """Rows of every table. `rows_of` says which rows an object ("visit V1") may come from."""

    tables: Mapping[str, Rows]
    settings: Settings
    findings: Findings
    rows_of: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> Rows:
        return self.tables[table]

    def owned(self, table: str, column: str) -> dict[str, list[Row]]:
        """Rows of a side table by their owner."""
        return self.tables[table].of(column)

    def stands(self, called: str, row: Row) -> None:
        """Says that the object of this name comes from a row."""
        self.rows_of.setdefault(called, []).append(row)

    def where(self, called: str, message: str = "") -> str:
        """The row an object comes from; of several the first one with a role or start the message speaks of."""
        rows = self.rows_of.get(called, [])
        words = message.split()
        spoken = [row for row in rows if {str(row["role"]), str(row["start"])} & set(words)]
        return (spoken or rows)[0].where() if rows else called

    def make(
        self, cls: type[T], row: Row, called: str, columns: Mapping[str, str | None], /, **values: Any
    ) -> T | None:
        """The object of a row; None, with the faults told at their columns, where its constructor refuses.

        `columns`: code of a constructor's fault -> column; None or absent: the row as a whole. Faults that only
        follow from a bad cell are left out.
        """
        self.stands(called, row)
        try:
            return cls(**values)
        except InvalidProblem as fault:
            for error in fault.errors:
                column = columns.get(error.code)
                if error.code not in row.bad and (column is None or column not in row.bad):
                    hint = error.hint or HINTS.get(error.code, "")
                    self.findings.error(row.where(column), error.code, error.message, hint=hint)
            return None


HINTS = {
    "end": "an end after midnight carries the date of the next day",
    "windows": "see the table windows",
    "roles": "see the table roles",
    "modes": "see the table modes",
    "openings": "see the table openings",
    "place": "fill in place for a fixed place, or mode for any facility with it",
}


def refer(draft: Draft) -> None:
    """Tells every id that is not in the table it comes from, and marks its cell bad."""
    known = {name: {row[rows.table.key] for row in rows} for name, rows in draft.tables.items() if rows.table.key}
    for rows in draft.tables.values():
        for column in rows.table.columns:
            # Where the other table could not be read at all, its ids are not known to be wrong.
            if not column.refers or not _legible(draft.tables[column.refers]):
                continue
            for row in rows:
                ids = row[column.name] if isinstance(row[column.name], tuple) else (row[column.name],)
                for strange in (i for i in ids if i is not None and i not in known[column.refers]):
                    message = f"{strange} is not in the table {column.refers}"
                    hint = f"add it to {draft.tables[column.refers].label}, or correct it here"
                    draft.findings.error(row.where(column.name), "unknown_id", message, hint=hint)
                    row.bad.add(column.name)


def _legible(rows: Rows) -> bool:
    if not rows.given:
        return not rows.table.required
    return rows.table.key in rows.headers
