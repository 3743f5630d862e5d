"""Beneficiaries that a file of visits names for the first time."""

from __future__ import annotations

from collections import defaultdict

from matcher.scenario.rows import Row
from matcher_api.communities.models import Place
from matcher_api.imports.batch import Batch
from matcher_api.imports.people import short
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.residents.models import Resident

HOME = "home"


def beneficiaries(batch: Batch, town: Town, sheet: Sheet) -> None:
    """They become residents: their sex where all rows say the same, their home where a visit goes to one."""
    short(batch, "visits", sheet, "beneficiary", 80)
    known = town.kept("beneficiaries")
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        if row["beneficiary"] is not None and row["beneficiary"] not in known:
            rows[row["beneficiary"]].append(row)
    town.expect("beneficiaries", list(rows))
    homes = {p["code"] for p in town.kept("places").values() if p["kind"] == HOME}
    homes |= {p.code for p in batch.new[Place] if isinstance(p, Place) and p.kind == HOME}
    for code, mine in rows.items():
        sexes = {row["beneficiary_sex"] or "" for row in mine}
        home = next((row["place"] for row in mine if row["place"] in homes), None)
        batch.new[Resident].append(
            Resident(
                id=town.sure("beneficiaries", code),
                code=code,
                sex=sexes.pop() if len(sexes) == 1 else "",
                groups=sorted({g for row in mine for g in row["group"] or ()}),
                home_id=town.id("places", home),
                **town.own,
            )
        )
    if rows:
        batch.faults.note("visits", "new_residents", value=len(rows))
