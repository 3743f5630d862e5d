"""The straight line from a folder or workbook to a Scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matcher.errors import InvalidProblem
from matcher.problem import Problem
from matcher.scenario.columns import tables
from matcher.scenario.drafting import Draft, refer
from matcher.scenario.examples import is_example
from matcher.scenario.findings import Findings
from matcher.scenario.patching import Patch, apply_patch
from matcher.scenario.people import facilities_of, named, places_of, volunteers_of
from matcher.scenario.rows import Rows, read_rows
from matcher.scenario.scenario import Scenario
from matcher.scenario.service_policy import with_service_policy
from matcher.scenario.settings import Settings, read_settings
from matcher.scenario.settled import pairs_of, pins_of, published_of, quotas_of
from matcher.scenario.sources import Source, open_source
from matcher.scenario.visits import visits_of
from matcher.scenario.walks_of import (
    datum_of,
    limit_in_use,
    network_from,
    paces_in_use,
    source_of,
    walk_rows,
    walks_of,
)
from matcher.scenario.whole import sound_part
from matcher.walks import walks_from_table


def read(path: str | Path, *, patch: Patch | None = None) -> Scenario:
    """The scenario of a folder (scenario.toml and CSV tables) or of an .xlsx workbook, with its walks; with the rows
    of a `patch` (see `patching`) changed before anything is read.

    Raises InvalidProblem with every fault found, each by table, row and column.
    """
    findings = Findings()
    source = open_source(Path(path), findings)
    if patch is not None:
        apply_patch(source, patch, findings)
    settings = read_settings(source, findings)
    return read_tables(settings, _tables(source, settings, findings), findings)


def read_tables(settings: Settings, rows: dict[str, Rows], findings: Findings) -> Scenario:
    """The scenario of rows that are read already; raises InvalidProblem with these findings and its own."""
    draft = Draft(rows, settings, findings)
    refer(draft)
    places, volunteers, facilities = places_of(draft), volunteers_of(draft), facilities_of(draft)
    visits = visits_of(draft)
    pairs, pins, published, quotas = pairs_of(draft), pins_of(draft), published_of(draft), quotas_of(draft)
    network = network_from(draft)
    if not findings.errors and settings.values["policy.service_defaults"]:
        visits = with_service_policy(
            visits,
            sex=_beneficiary_sex(draft),
            place_kind={p.id: p.kind for p in places},
            findings=findings,
            where=lambda visit: draft.where(f"visit {visit}"),
        )
    paces = paces_in_use(volunteers, visits, default=settings.walking.pace)
    walks = walks_from_table([p.id for p in places], {}, paces=tuple(paces))
    try:
        walks = walks_of(draft, places, network, paces=paces, limit_minutes=limit_in_use(volunteers, visits))
    except InvalidProblem as fault:
        # With a broken network or bad places the streets have been told about already.
        if not findings.errors or any(e.where.startswith("place ") for e in fault.errors):
            named(fault, draft)
    parts: dict[str, tuple[Any, ...]] = {
        "volunteers": volunteers,
        "visits": visits,
        "facilities": facilities,
        "pairs": pairs,
        "pins": pins,
        "published": published,
        "quotas": quotas,
    }
    if findings.errors:
        parts = sound_part(places, parts)
    try:
        problem = Problem(
            name=settings.values["name"],
            places=places,
            walks=walks,
            days=settings.values["days"],
            weights=settings.weights,
            policy=settings.policy,
            **parts,
        )
    except InvalidProblem as fault:
        named(fault, draft)
    findings.raise_if_any([rows.label for rows in draft.tables.values()])
    _note_leftovers(draft)
    return Scenario(
        problem=problem,
        start=settings.start,
        title=settings.values["title"] or "",
        zone=settings.values["zone"],
        datum=datum_of(draft),
        synthetic=settings.values["synthetic"],
        network=network,
        walking=settings.walking,
        service_defaults=settings.values["policy.service_defaults"],
        beneficiary_sex=_beneficiary_sex(draft),
        walk_rows={} if source_of(draft) == "table" else walk_rows(draft),
        generator=settings.generator,
        notes=tuple(dict.fromkeys(findings.notes)),
    )


def _tables(source: Source, settings: Settings, findings: Findings) -> dict[str, Rows]:
    found = {}
    for name, table in tables().items():
        if name == "scenario":
            continue
        grid = source.grids.get(name)
        if grid is None and name in source.unread:
            found[name] = Rows(table, source.unread[name])
        elif grid is None:
            found[name] = Rows(table, source.label(name), given=False)
            if table.required:
                hint = f"add it ({table.zh}): {table.meaning_en}; headers alone will do"
                findings.error(source.label(name), "missing_table", f"the table {name} is missing", hint=hint)
        else:
            found[name] = read_rows(table, grid, settings.reading, findings)
    return found


def _note_leftovers(draft: Draft) -> None:
    """What was read but is hardly meant so."""
    for rows in draft.tables.values():
        for row in rows:
            if rows.table.key and is_example(row[rows.table.key]):
                message = f"{row[rows.table.key]} is still the example of the template"
                draft.findings.note(row.where(), "example", message, hint="delete the row or write over it")
    if source_of(draft) == "table" and draft.rows("street_edges").rows:
        message = "walks come from the walks table; the streets are not used"
        draft.findings.note(draft.rows("walks").label, "streets_unused", message, hint="delete one of them")
    elif source_of(draft) != "table" and draft.rows("walks").rows:
        message = "[walking] source asks for other walks; this table is not used"
        draft.findings.note(draft.rows("walks").label, "walks_unused", message)
    if draft.rows("visits").rows and not draft.rows("availability").rows:
        draft.findings.note(draft.rows("availability").label, "nobody", "nobody is available at any time")


def _beneficiary_sex(draft: Draft) -> dict[str, str]:
    return {row["visit"]: row["beneficiary_sex"] for row in draft.rows("visits") if row["beneficiary_sex"]}
