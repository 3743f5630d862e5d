"""Rows of places, gates and walks."""

from __future__ import annotations

import math

from matcher.scenario.folding import heading
from matcher.scenario.rows import Row
from matcher.scenario.service_policy import HOMES
from matcher_api.communities.models import Gate, Place, StreetEdge, WalkRow
from matcher_api.imports.batch import Batch, Field, Target, merge, text, thin_out
from matcher_api.imports.reading import Sheet
from matcher_api.imports.streets import off_street
from matcher_api.imports.town import Town

FARTHEST_M = 1e7


def places(batch: Batch, town: Town, sheet: Sheet) -> None:
    first, second = ("x", "y") if town.community.datum == "local" else ("lon", "lat")
    for row in sheet.rows:
        _coordinates(batch, town, row, (first, second))
    target = Target(
        table="places",
        model=Place,
        fields=(
            Field("kind", "kind", _kind),
            Field("x", first, _number),
            Field("y", second, _number),
            Field("access_seconds", "access_seconds", lambda v: v or 0),
            Field("building", "building", text),
            Field("area", "community", text),
        ),
        key=lambda row: row["place"],
        existing=town.kept("places"),
        made=lambda row, values: Place(id=town.sure("places", row["place"]), code=row["place"], **town.own, **values),
    )
    merge(batch, target, sheet.rows)
    off_street(batch, town, sheet)


def _kind(value: str | None) -> str:
    """Every word for somebody's home as `home`: who may see a place hangs on it."""
    return "home" if value and heading(value) in HOMES else text(value)


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)


def _coordinates(batch: Batch, town: Town, row: Row, used: tuple[str, str]) -> None:
    """The library leaves coordinates as text, for its own readers of streets."""
    strangers = {"x", "y", "lon", "lat"} - set(used)
    for column in sorted(strangers & row.headers.keys()):
        if row[column]:
            batch.faults.at("places", row, column, "mixed_datum", datum=town.community.datum, value=row.headers[column])
    most = (FARTHEST_M, FARTHEST_M) if used == ("x", "y") else (180.0, 90.0)
    for column, bound in zip(used, most, strict=True):
        value = row[column]
        if value is None:
            continue
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if math.isnan(number):
            batch.faults.at("places", row, column, "not_a_number")
        elif abs(number) > bound:
            batch.faults.at("places", row, column, "out_of_bounds")
    given = [row[column] is not None for column in used]
    if any(given) and not all(given):
        batch.faults.at("places", row, used[given.index(False)], "other_coordinate")


def gates(batch: Batch, town: Town, sheet: Sheet) -> None:
    streets = {frozenset((e["a"], e["b"])) for e in town.all(StreetEdge)}
    for row in sheet.rows:
        ends = (row["a"], row["b"])
        if None not in ends and frozenset(ends) not in streets:
            batch.faults.at("gates", row, "a", "unknown_street", value=f"{ends[0]} – {ends[1]}")
    target = Target(
        table="gates",
        model=Gate,
        fields=(Field("a", "a"), Field("b", "b"), Field("open", "open", lambda v: v is not False)),
        key=lambda row: row["gate"],
        existing={g["code"]: g for g in town.all(Gate)},
        made=lambda row, values: Gate(code=row["gate"], **town.own, **values),
    )
    merge(batch, target, sheet.rows)


def walks(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    target = Target(
        table="walks",
        model=WalkRow,
        fields=(Field("minutes", "minutes"),),
        key=lambda row: (row["a"], row["b"]),
        existing={(w["a"], w["b"]): w for w in town.all(WalkRow)},
        made=lambda row, values: WalkRow(a=row["a"], b=row["b"], **town.own, **values),
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        thin_out(batch, target, kept, lambda _: True)
