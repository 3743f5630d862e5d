"""Rows of pairs, quotas and rejections."""

from __future__ import annotations

from typing import Any

from matcher.scenario.rows import Row
from matcher_api.facilities.models import Rejection
from matcher_api.imports.batch import Batch, Field, Target, merge, thin_out
from matcher_api.imports.people import short
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.people.models import PairRow
from matcher_api.residents.models import QuotaRow
from matcher_api.visits.models import Visit

BY_HAND = "coordinator"
TABLE_OF = {"visit": "visits", "beneficiary": "beneficiaries", "volunteer": "volunteers"}


def pairs(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """Those that people's declines made are not a file's to change."""
    words = _words(batch, town)
    other: dict[int, tuple[str, str]] = {}
    for row in sheet.rows:
        if row["with"] is not None and (found := _other(batch, town, row, words)) is not None:
            other[row.number] = found

    def key(row: Row) -> tuple[str, str, str]:
        return (town.id("volunteers", row["volunteer"]) or "", *other[row.number])

    def made(row: Row, values: dict[str, Any]) -> PairRow:
        person, kind, whom = key(row)
        return PairRow(person_id=person, with_kind=kind, other=whom, origin=BY_HAND, **town.own, **values)

    target = Target(
        table="pairs",
        model=PairRow,
        fields=(Field("kind", "kind", lambda v: v or "forbidden"),),
        key=key,
        existing={(p["person_id"], p["with_kind"], p["other"]): p for p in town.all(PairRow) if p["origin"] == BY_HAND},
        made=made,
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {town.id("volunteers", row["volunteer"]) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["person_id"] in named)


def _words(batch: Batch, town: Town) -> dict[str, set[str]]:
    """Services and series that any visit has."""
    rows = [*town.kept("visits").values(), *(v.model_dump() for v in batch.new[Visit])]
    return {kind: {r[kind] for r in rows if r[kind]} for kind in ("service", "series")}


def _other(batch: Batch, town: Town, row: Row, words: dict[str, set[str]]) -> tuple[str, str] | None:
    """(kind, id or word); without a prefix the one thing of that name."""
    kind, name = row["with"]
    found = {k: town.id(table, name) for k, table in TABLE_OF.items()}
    found |= {k: name if name in known else None for k, known in words.items()}
    if kind in ("service", "series"):
        return kind, name
    kinds = [kind] if kind is not None else [k for k, other in found.items() if other is not None]
    if len(kinds) == 1 and (other := found[kinds[0]]) is not None:
        return kinds[0], other
    if len(kinds) > 1:
        batch.faults.at("pairs", row, "with", "ambiguous_id")
    else:
        batch.faults.at("pairs", row, "with", "unknown_id", table=TABLE_OF.get(kind or "", "visits"))
    return None


def quotas(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    short(batch, "quotas", sheet, "mode", 40)
    for row in sheet.rows:
        if row["beneficiary"] is not None and town.id("beneficiaries", row["beneficiary"]) is None:
            batch.faults.at("quotas", row, "beneficiary", "unknown_id", table="服务对象 beneficiaries")

    def resident(row: Row) -> str:
        return town.id("beneficiaries", row["beneficiary"]) or ""

    target = Target(
        table="quotas",
        model=QuotaRow,
        fields=(Field("at_most", "at_most"),),
        key=lambda row: (resident(row), row["mode"]),
        existing={(q["resident_id"], q["mode"]): q for q in town.all(QuotaRow)},
        made=lambda row, values: QuotaRow(resident_id=resident(row), mode=row["mode"], **town.own, **values),
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {resident(row) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["resident_id"] in named)


def rejections(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    def key(row: Row) -> tuple[str, str, Any]:
        start = None if row["start"] is None else town.moment(row["start"])
        return (town.id("visits", row["visit"]) or "", town.id("facilities", row["facility"]) or "", start)

    def made(row: Row, _: dict[str, Any]) -> Rejection:
        visit, facility, start = key(row)
        return Rejection(visit_id=visit, facility_id=facility, start=start)

    rows = town.of(Rejection, "visit_id", "visits")
    target = Target(
        table="rejections",
        model=Rejection,
        fields=(),
        key=key,
        existing={(r["visit_id"], r["facility_id"], r["start"]): r for r in rows},
        made=made,
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {town.id("visits", row["visit"]) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["visit_id"] in named)
