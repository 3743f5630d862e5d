"""Visits as they will be once the file is kept: their span, and whether the library can plan them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from matcher.scenario.rows import Row
from matcher_api.imports.batch import Batch, Old
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.visits.filling import wanted
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.sound import visit_of

PARTS = ("visits", "windows", "roles", "conditions")


def complete(batch: Batch, town: Town, sheets: Mapping[str, Sheet]) -> None:
    """Every visit that the file touches. One without a window is kept, but no plan knows of it: that is noted."""
    rows = _rows(town, sheets)
    if not rows:
        return
    windows = _after(batch, town, VisitWindow)
    roles = _after(batch, town, VisitRole)
    made = {v.id: v for v in batch.new[Visit] if isinstance(v, Visit)}
    old = {v["id"]: v for v in town.kept("visits").values()}
    timeless = 0
    for key, (table, row) in rows.items():
        spans = sorted((w["start"], w["end"]) for w in windows.get(key, ()))
        span = {"first_start": spans[0][0] if spans else None, "last_end": max((e for _, e in spans), default=None)}
        if key in made:
            made[key].sqlmodel_update(span)
            final: Mapping[str, Any] = made[key].model_dump()
        elif key in old:
            batch.change(Visit, old[key], span)
            change = batch.changed[Visit].get(key)
            final = {**old[key], **(change.values if change else {})}
        else:
            continue  # its own row has a fault, which is told
        timeless += not spans
        if spans:
            _judged(batch, town, table, row, final, spans, roles.get(key, ()))
    if timeless:
        batch.faults.note("visits", "no_windows", value=timeless)
    _no_cycles(batch, town, rows)


def _rows(town: Town, sheets: Mapping[str, Sheet]) -> dict[str, tuple[str, Row]]:
    """Visits of the file, each with the row to blame."""
    found: dict[str, tuple[str, Row]] = {}
    spoilt: set[str] = set()
    for table in PARTS:
        for row in sheets[table].rows if table in sheets else ():
            key = town.id("visits", row["visit"])
            if key is not None:
                found.setdefault(key, (table, row))
                if row.bad:
                    spoilt.add(key)
    return {key: where for key, where in found.items() if key not in spoilt}


def _after(batch: Batch, town: Town, model: type[VisitWindow | VisitRole]) -> dict[str, list[Old]]:
    """Windows or roles by visit, with what the file does to them."""
    found: dict[str, list[Old]] = defaultdict(list)
    gone, changed = set(batch.gone[model]), batch.changed[model]
    for old in town.of(model, "visit_id", "visits"):
        if old["id"] not in gone:
            change = changed.get(old["id"])
            found[old["visit_id"]].append({**old, **(change.values if change else {})})
    for record in batch.new[model]:
        found[record.visit_id].append(record.model_dump())  # type: ignore[attr-defined]
    return found


def _judged(
    batch: Batch,
    town: Town,
    table: str,
    row: Row,
    final: Mapping[str, Any],
    spans: list[tuple[Any, Any]],
    roles: Iterable[Old],
) -> None:
    values = {**final, "roles": sorted(roles, key=lambda r: r["position"])}
    asked = wanted(values, spans, service=final["service"], priority=final["priority"], guaranteed=final["guaranteed"])
    asked = replace(asked, place_id=final["place_id"], roles=values["roles"])  # here what is missing is a fault
    for fault in visit_of(asked, town.calendar.tzinfo)[1]:
        batch.faults.at(table, row, "visit", "unsound", zh=fault.zh, en=fault.en)


def _no_cycles(batch: Batch, town: Town, rows: Mapping[str, tuple[str, Row]]) -> None:
    """Visits that need each other in a circle could never be served."""
    needs: dict[str, list[str]] = {v["id"]: v["needs"] for v in town.kept("visits").values()}
    needs |= {c.id: c.values["needs"] for c in batch.changed[Visit].values() if "needs" in c.values}
    needs |= {v.id: v.needs for v in batch.new[Visit] if isinstance(v, Visit)}
    free = {key for key, wanted_by in needs.items() if not wanted_by}
    left = {key: set(others) & needs.keys() for key, others in needs.items() if key not in free}
    while freed := [key for key, others in left.items() if not others - free]:
        free.update(freed)
        for key in freed:
            del left[key]
    for key in left.keys() & rows.keys():
        table, row = rows[key]
        if table == "visits":
            batch.faults.at(table, row, "needs", "needs_cycle", value=row["visit"])
