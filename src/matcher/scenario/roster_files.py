"""Roster files: .json (native), .csv and .xlsx (also made by hand)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matcher.roster import Roster, published_from
from matcher.scenario.cells import CellFault, Writing, cell_text
from matcher.scenario.columns import Lang, roster_table
from matcher.scenario.findings import Findings, fatal
from matcher.scenario.placing import place_file
from matcher.scenario.roster_rows import json_rows, roster_of, rows_of_roster, table_rows
from matcher.scenario.scenario import Scenario
from matcher.scenario.text_files import read_text
from matcher.scenario.writing import csv_text

__all__ = ["FORMAT", "published_from", "read_result", "read_roster", "write_roster"]
FORMAT = "matcher-roster/1"
SUFFIXES = (".json", ".csv", ".xlsx")


def write_roster(
    roster: Roster, path: str | Path, scenario: Scenario, *, result: Mapping[str, Any] | None = None, lang: Lang = "en"
) -> None:
    """Writes .json, .csv or .xlsx by the suffix, all or nothing; `result` (JSON only): a block passed through.

    Raises InvalidProblem for another suffix, or where the file cannot be written.
    """
    target = Path(path)
    suffix = _suffix(target)
    if suffix == ".json":
        text = json.dumps(_as_json(roster, scenario, result), ensure_ascii=False, indent=1) + "\n"
        place_file(target, lambda draft: draft.write_text(text, encoding="utf-8"))
        return
    columns = roster_table().columns
    writing = Writing(scenario.calendar, scenario.problem.days, lang)
    try:
        texts = [[cell_text(c, row[c.name], writing) for c in columns] for row in rows_of_roster(roster)]
    except CellFault as fault:
        raise fatal(str(target), fault.code, fault.message, hint=fault.hint) from fault
    if suffix == ".csv":
        text = csv_text([c.header(lang) for c in columns], texts)
        place_file(target, lambda draft: draft.write_text(text, encoding="utf-8", newline=""))
        return

    def workbook(draft: Path) -> None:
        from openpyxl import Workbook

        from matcher.scenario.sheets import add_table

        book = Workbook()
        book.remove(book.worksheets[0])
        add_table(book, roster_table().title(lang), columns, texts, calendar=scenario.calendar, lang=lang)
        book.save(draft)

    place_file(target, workbook)


def read_roster(path: str | Path, scenario: Scenario) -> Roster:
    """The roster of a file, which may break any rule; every id is known, every start a minute.

    Raises InvalidProblem with every fault, by row and column.
    """
    source = Path(path)
    findings = Findings()
    if not source.is_file():
        raise fatal(str(source), "missing", "no such file", hint="name a roster file (.json, .csv or .xlsx)")
    if _suffix(source) == ".json":
        rows = json_rows(_content(source), source.name, scenario, findings)
    else:
        rows = table_rows(source, scenario, findings)
    roster = roster_of(rows, scenario.problem, findings)
    findings.raise_if_any()
    return roster


def read_result(path: str | Path) -> dict[str, Any] | None:
    """The `result` block of a .json roster; None where there is none. Raises InvalidProblem for what is no roster."""
    block = _content(Path(path)).get("result")
    if block is not None and not isinstance(block, dict):
        raise fatal(Path(path).name, "wrong_type", "result must be an object", hint="solve again")
    return block


def _as_json(roster: Roster, scenario: Scenario, result: Mapping[str, Any] | None) -> dict[str, Any]:
    content: dict[str, Any] = {
        "format": FORMAT,
        "scenario": scenario.name,
        "start": scenario.start.isoformat(),
        "planned": [{"visit": p.visit, "start": p.start, "facility": p.facility} for p in roster.planned],
        "assignments": [{"visit": a.visit, "volunteer": a.volunteer, "role": a.role} for a in roster.assignments],
    }
    return content if result is None else {**content, "result": dict(result)}


def _content(path: Path) -> dict[str, Any]:
    findings = Findings()
    text = read_text(path, path.name, findings)
    findings.raise_if_any()
    try:
        content = json.loads(text or "")
    except (ValueError, RecursionError) as fault:
        hint = "write it with matcher solve --roster, or give a table (.csv, .xlsx)"
        raise fatal(path.name, "json", f"is not JSON: {fault}", hint=hint) from fault
    if not isinstance(content, dict) or not str(content.get("format", FORMAT)).startswith("matcher-roster/"):
        raise fatal(path.name, "not_a_roster", "is JSON but no roster", hint=f'a roster says "format": "{FORMAT}"')
    if content.get("format", FORMAT) != FORMAT:
        message = f"is a roster in the format {content['format']}"
        raise fatal(path.name, "unknown_format", message, hint=f"this version reads {FORMAT}")
    return content


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "use " + ", ".join(SUFFIXES)
        raise fatal(str(path), "suffix", f"the suffix ({path.suffix}) is not known", hint=hint)
    return suffix
