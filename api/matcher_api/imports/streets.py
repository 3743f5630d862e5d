"""Places of a file that lie off the streets of their community: nobody at home there could be planned."""

from __future__ import annotations

from matcher_api.communities.models import Place
from matcher_api.imports.batch import Batch
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.nearby.ground import ground_of


def off_street(batch: Batch, town: Town, sheet: Sheet) -> None:
    """Only what the file makes or moves is looked at."""
    moved = {c.id: c.values for c in batch.changed[Place].values() if {"x", "y"} & c.values.keys()}
    made = {p.id: p.model_dump() for p in batch.new[Place]}
    rows = {town.id("places", row["place"]): row for row in sheet.rows if row["place"] is not None}
    spots = []
    for key, row in rows.items():
        if key is None or row.bad or key not in {**moved, **made}:
            continue
        place = {**town.kept("places").get(row["place"], {}), **made.get(key, {}), **moved.get(key, {})}
        if place["x"] is not None and place["y"] is not None:
            spots.append((row["place"], float(place["x"]), float(place["y"]), 0))
    if not spots:
        return
    off = ground_of(town.work.session, town.community).far_off(spots)
    for row in rows.values():
        if row["place"] in off:
            batch.faults.at("places", row, "place", "off_street")
