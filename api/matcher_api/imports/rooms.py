"""Rows of facilities, their uses, and when they are open."""

from __future__ import annotations

from typing import Any

from matcher.scenario.rows import Row
from matcher_api.bookings.held import used_later
from matcher_api.database.record import new_id
from matcher_api.facilities.models import Facility, FacilityMode, OpeningDate
from matcher_api.imports.batch import Batch, Field, Target, merge, text, thin_out
from matcher_api.imports.people import ends_after_start, short
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.organisations.models import Organisation


def facilities(batch: Batch, town: Town, sheet: Sheet) -> None:
    """An owner nobody knows yet becomes an organisation."""
    short(batch, "facilities", sheet, "owner", 120)

    def owner(name: str | None) -> str | None:
        if not name:
            return None
        if name not in town.owners:
            town.owners[name] = new_id()
            batch.new[Organisation].append(Organisation(id=town.owners[name], name=name, **town.own))
        return town.owners[name]

    target = Target(
        table="facilities",
        model=Facility,
        fields=(
            Field("name", "name", text),
            Field("organisation_id", "owner", owner),
            Field("place_id", "place", lambda code: town.id("places", code)),
            Field("exclusive", "exclusive", lambda v: v is not False),
            Field("concurrent", "concurrent", lambda v: v or 1),
            Field("changeover_minutes", "changeover_minutes", lambda v: v or 0),
            Field("cost", "cost", lambda v: v or 0),
        ),
        key=lambda row: row["facility"],
        existing=town.kept("facilities"),
        made=lambda row, values: Facility(
            id=town.sure("facilities", row["facility"]), code=row["facility"], **town.own, **values
        ),
    )
    merge(batch, target, sheet.rows)


def modes(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """A use that is booked is not taken away."""
    short(batch, "modes", sheet, "mode", 40)
    target = Target(
        table="modes",
        model=FacilityMode,
        fields=(Field("capacity", "capacity"),),
        key=lambda row: (_room(town, row), row["mode"]),
        existing={(m["facility_id"], m["mode"]): m for m in town.of(FacilityMode, "facility_id", "facilities")},
        made=lambda row, values: FacilityMode(facility_id=_room(town, row), mode=row["mode"], **values),
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {_room(town, row): row for row in sheet.rows}
        for old in thin_out(batch, target, kept, lambda old: old["facility_id"] in named):
            uses = used_later(town.work.session, old["facility_id"], town.work.now)
            if any(use.mode == old["mode"] for use in uses):
                batch.faults.at("modes", named[old["facility_id"]], "mode", "booked_mode", value=old["mode"])


def openings(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """Dated openings; weekly rules and closures stay as they are. Replacing takes away what is to come."""
    ends_after_start(batch, "openings", sheet)
    target = Target(
        table="openings",
        model=OpeningDate,
        fields=(Field("steward_visit_id", "steward_visit", lambda code: town.id("visits", code)),),
        key=lambda row: (_room(town, row), *town.span(row)),
        existing={
            (o["facility_id"], o["start"], o["end"]): o for o in town.of(OpeningDate, "facility_id", "facilities")
        },
        made=_opening(town),
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {_room(town, row) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["facility_id"] in named and old["end"] > town.work.now)


def _opening(town: Town) -> Any:
    def made(row: Row, values: dict[str, Any]) -> OpeningDate:
        start, end = town.span(row)
        return OpeningDate(facility_id=_room(town, row), start=start, end=end, **values)

    return made


def _room(town: Town, row: Row) -> str:
    return town.id("facilities", row["facility"]) or ""
