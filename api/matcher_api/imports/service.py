"""Importing a table or a workbook of tables: previewed, refused with every fault, or kept as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from matcher.scenario.cells import Reading
from matcher.scenario.examples import is_example
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.imports import ground, people, rooms, settled, visits
from matcher_api.imports.batch import Batch
from matcher_api.imports.faults import Faults
from matcher_api.imports.keeping import keep
from matcher_api.imports.reading import Sheet, read_file
from matcher_api.imports.shapes import ImportShown, TableCounts
from matcher_api.imports.tables import ORDER, OWNER, WORKBOOK, TableName, table_of
from matcher_api.imports.town import KEYED, YEAR, Town
from matcher_api.imports.whole_visits import complete
from matcher_api.web.work import Work

Mode = Literal["add", "replace"]
KEYED_TABLES: Mapping[str, Callable[[Batch, Town, Sheet], None]] = {
    "places": ground.places,
    "gates": ground.gates,
    "volunteers": people.volunteers,
    "facilities": rooms.facilities,
    "visits": visits.visits,
}
DEPENDENT_TABLES: Mapping[str, Callable[..., None]] = {
    "walks": ground.walks,
    "skills": people.skills,
    "availability": people.availability,
    "modes": rooms.modes,
    "windows": visits.windows,
    "roles": visits.roles,
    "conditions": visits.conditions,
    "openings": rooms.openings,
    "pairs": settled.pairs,
    "quotas": settled.quotas,
    "rejections": settled.rejections,
}


@dataclass(frozen=True)
class Asked:
    """One call."""

    community_id: str
    table: TableName
    mode: Mode
    name: str
    content: bytes


@dataclass(frozen=True)
class Prepared:
    """What a file holds and would do; nothing is kept yet."""

    asked: Asked
    town: Town
    sheets: Mapping[str, Sheet]
    batch: Batch

    @property
    def faults(self) -> Faults:
        return self.batch.faults


def prepared(work: Work, asked: Asked) -> Prepared:
    work.require(asked.community_id, AccessRole.COORDINATOR)
    if asked.mode == "replace" and asked.table != WORKBOOK and asked.table not in OWNER:
        raise Refusal("replace_refused", field="mode", table=asked.table)
    # Imports of one community wait for each other.
    town = Town(work, work.locked(Community, asked.community_id))
    faults = Faults()
    reading = Reading(town.calendar, YEAR)
    sheets = read_file(asked.name, asked.content, asked.table, reading, faults)
    batch = Batch(faults)
    for name, sheet in sheets.items():
        _examples(faults, sheet)
        if name in KEYED:
            town.expect(name, [code for row in sheet.rows if (code := row[sheet.table.key]) is not None])
    for sheet in sheets.values():
        _referred(faults, town, sheet)
    for name in ORDER:
        if name in sheets and name in KEYED_TABLES:
            KEYED_TABLES[name](batch, town, sheets[name])
        elif name in sheets:
            DEPENDENT_TABLES[name](batch, town, sheets[name], replace=asked.mode == "replace")
    complete(batch, town, sheets)
    return Prepared(asked, town, sheets, batch)


def imported(work: Work, asked: Asked) -> ImportShown:
    """All of it, or a refusal with every fault."""
    found = prepared(work, asked)
    if found.faults.found:
        raise Refusal("invalid", faults=found.faults.as_refusal())
    keep(work, found.batch)
    done = shown(found, kept=True)
    counts: dict[str, Any] = {
        f"{t.table}_{n}": getattr(t, n) for t in done.tables for n in ("new", "changed", "removed")
    }
    work.audit("import.keep", found.town.community, table=asked.table, mode=asked.mode, **counts)
    return done


def shown(found: Prepared, *, kept: bool) -> ImportShown:
    faults = found.faults
    wrong = faults.by_row()
    tables = []
    for name, sheet in found.sheets.items():
        rows = [row.number for row in sheet.rows]
        bad = {n for n in rows if n in wrong.get(name, {})}
        outcomes = {n: o for n, o in found.batch.outcomes[name].items() if n not in bad}
        count = {o: sum(x == o for x in outcomes.values()) for o in ("new", "changed", "unchanged")}
        tables.append(
            TableCounts(table=name, rows=len(rows), removed=found.batch.removed[name], faulty=len(bad), **count)
        )
    query = {"community_id": found.asked.community_id, "mode": found.asked.mode, "dry_run": "true", "format": "xlsx"}
    return ImportShown(
        community_id=found.asked.community_id,
        kept=kept,
        tables=tables,
        faults=faults.told(),
        faults_in_all=len(faults.found),
        notes=faults.notes,
        error_file=f"/api/v1/imports/{found.asked.table}?{urlencode(query)}" if faults.found else None,
    )


def _examples(faults: Faults, sheet: Sheet) -> None:
    """The template's own rows are no rows of anybody."""
    key = sheet.table.key or next(c.name for c in sheet.table.columns if c.required)
    for row in sheet.rows:
        if row[key] is not None and is_example(str(row[key])):
            faults.at(sheet.name, row, key, "example")


def _referred(faults: Faults, town: Town, sheet: Sheet) -> None:
    """Every id must be one of the community or of the file."""
    for column in sheet.table.columns:
        if column.refers not in KEYED:
            continue
        for row in sheet.rows:
            value = row[column.name]
            for code in value if isinstance(value, tuple) else (value,):
                if code is not None and town.id(column.refers, code) is None:
                    faults.at(sheet.name, row, column.name, "unknown_id", value=code, table=_called(column.refers))


def _called(table: str) -> str:
    return f"{table_of(table).zh} {table}"
