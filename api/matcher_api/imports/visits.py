"""Rows of visits, their windows, roles and conditions."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from matcher.scenario.rows import Row
from matcher_api.imports.batch import Batch, Field, Target, merge, text, thin_out
from matcher_api.imports.people import ends_after_start, short
from matcher_api.imports.reading import Sheet
from matcher_api.imports.residents import beneficiaries
from matcher_api.imports.town import Town
from matcher_api.visits.making import door_code
from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.moments import local_day
from matcher_api.visits.states import VisitState


def visits(batch: Batch, town: Town, sheet: Sheet) -> None:
    """Only visits nobody was told of can be changed by a file."""
    beneficiaries(batch, town, sheet)

    def place(code: str | None) -> str | None:
        return town.id("places", code)

    today = local_day(town.work.now, town.calendar.tzinfo)
    target = Target(
        table="visits",
        model=Visit,
        fields=(
            Field("request_code", "request", text),
            Field("resident_id", "beneficiary", lambda code: town.id("beneficiaries", code)),
            Field("beneficiary_sex", "beneficiary_sex", text),
            Field("service", "service", text),
            Field("title", "title", text),
            Field("place_id", "place", place),
            Field("mode", "mode", text),
            Field("people", "people", lambda v: v or 1),
            Field("origin_id", "from", place),
            Field("pace", "pace"),
            Field("max_walk_minutes", "max_walk_minutes"),
            Field("duration_minutes", "duration_minutes"),
            Field("priority", "priority", lambda v: v or 5),
            Field("value", "value"),
            Field("guaranteed", "guaranteed", bool),
            Field("groups", "group", lambda v: sorted(set(v or ()))),
            Field("risk", "risk", lambda v: v or "low"),
            Field("series", "series", text),
            Field("min_days_apart", "min_days_apart", lambda v: v or 0),
            Field("needs", "needs", lambda codes: [town.id("visits", c) for c in codes or ()]),
            Field("waiting_days", "waiting_days", lambda v: v or 0),
        ),
        key=lambda row: row["visit"],
        existing=town.kept("visits"),
        made=lambda row, values: Visit(
            id=town.sure("visits", row["visit"]),
            code=row["visit"],
            door_code=door_code(),
            asked_on=today,
            **town.own,
            **values,
        ),
        also=lambda row, *_: _told(batch, town, "visits", row),
    )
    merge(batch, target, sheet.rows)


def _told(batch: Batch, town: Town, table: str, row: Row) -> dict[str, Any]:
    """A fault where people know of the visit already, or it is over; no columns follow."""
    old = town.kept("visits").get(row["visit"])
    if old is not None and old["state"] != VisitState.PLANNED:
        batch.faults.at(table, row, "visit", "visit_told")
    return {}


def windows(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    ends_after_start(batch, "windows", sheet)

    def made(row: Row, _: dict[str, Any]) -> VisitWindow:
        _told(batch, town, "windows", row)
        start, end = town.span(row)
        return VisitWindow(visit_id=_visit(town, row), start=start, end=end)

    target = Target(
        table="windows",
        model=VisitWindow,
        fields=(),
        key=lambda row: (_visit(town, row), *town.span(row)),
        existing={(w["visit_id"], w["start"], w["end"]): w for w in town.of(VisitWindow, "visit_id", "visits")},
        made=made,
    )
    _thinned(batch, town, target, sheet, replace=replace)


def roles(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    short(batch, "roles", sheet, "role", 80)
    rows = town.of(VisitRole, "visit_id", "visits")
    last: dict[str, int] = defaultdict(lambda: -1)
    for old in rows:
        last[old["visit_id"]] = max(last[old["visit_id"]], old["position"])

    def made(row: Row, values: dict[str, Any]) -> VisitRole:
        _told(batch, town, "roles", row)
        visit = _visit(town, row)
        last[visit] += 1
        return VisitRole(visit_id=visit, role=row["role"], position=last[visit], **values)

    target = Target(
        table="roles",
        model=VisitRole,
        fields=(
            Field("skills", "skills", lambda v: sorted(set(v or ()))),
            Field("least", "min", lambda v: 1 if v is None else v),
            Field("desired", "desired"),
            Field("most", "max"),
        ),
        key=lambda row: (_visit(town, row), row["role"]),
        existing={(r["visit_id"], r["role"]): r for r in rows},
        made=made,
        also=lambda row, *_: _told(batch, town, "roles", row),
    )
    _thinned(batch, town, target, sheet, replace=replace)


def _thinned(batch: Batch, town: Town, target: Target, sheet: Sheet, *, replace: bool) -> None:
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {_visit(town, row): row for row in sheet.rows}
        for old in thin_out(batch, target, kept, lambda old: old["visit_id"] in named):
            _told(batch, town, target.table, named[old["visit_id"]])


def conditions(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """They lie in the visit's own row."""
    made = {v.id: v for v in batch.new[Visit] if isinstance(v, Visit)}
    by_visit: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        if not row.bad:
            by_visit[row["visit"]].append(row)
    for code, rows in by_visit.items():
        key, old = town.sure("visits", code), town.kept("visits").get(code)
        before = list(old["conditions"]) if old is not None else []
        asked = {row["of"]: "all" if row["at_least"] is None else row["at_least"] for row in rows}
        known = {c["of"]: c["at_least"] for c in before}
        stays = [c for c in before if c["of"] not in asked and not replace]
        after = [{"at_least": asked.get(c["of"], c["at_least"]), "of": c["of"]} for c in before
                 if c in stays or c["of"] in asked]  # fmt: skip
        after += [{"at_least": least, "of": of} for of, least in asked.items() if of not in known]
        for row in rows:
            least = asked[row["of"]]
            if row["at_least"] != (None if least == "all" else least):
                batch.faults.at("conditions", row, "at_least", "contradicts", other=rows[-1].number)
            new = row["of"] not in known
            batch.say("conditions", row, "new" if new else "unchanged" if known[row["of"]] == least else "changed")
        batch.removed["conditions"] += sum(c["of"] not in asked for c in before) if replace else 0
        if after != before:
            _told(batch, town, "conditions", rows[0])
        if key in made:
            made[key].conditions = after
        elif old is not None:
            batch.change(Visit, old, {"conditions": after})


def _visit(town: Town, row: Row) -> str:
    return town.id("visits", row["visit"]) or ""
