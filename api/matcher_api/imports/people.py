"""Rows of volunteers, their skills and the hours they are free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.scenario.rows import Row
from matcher_api.imports.batch import Batch, Field, Old, Target, merge, text, thin_out
from matcher_api.imports.reading import Sheet
from matcher_api.imports.town import Town
from matcher_api.people.models import AvailabilityDate, Consent, Person, PersonContact, PersonSkill
from matcher_api.people.states import PersonState


def volunteers(batch: Batch, town: Town, sheet: Sheet) -> None:
    """A new person is active at once, except a minor without a guardian's consent, as at the desk."""
    kept = town.kept("volunteers")
    for row in sheet.rows:
        if (old := kept.get(row["volunteer"])) is not None and old["state"] == PersonState.ERASED:
            batch.faults.at("volunteers", row, "volunteer", "erased")
    walking = town.community.walking
    pace, limit = walking.get("pace") or 1.0, walking.get("limit_minutes", 15)

    def home(code: str | None) -> str | None:
        return town.id("places", code)

    fields = (
        Field("kind", "kind", lambda v: v or "volunteer"),
        Field("home_id", "home", home),
        Field("sex", "sex", text),
        Field("tags", "tags", lambda v: sorted(set(v or ()))),
        Field("pace", "pace", lambda v: pace if v is None else v),
        Field("max_walk_minutes", "max_walk_minutes", lambda v: limit if v is None else v),
        *(Field(name, name) for name in ("max_minutes_day", "max_minutes_total", "max_visits_day")),
        *(Field(name, name, bool) for name in ("minor", "guardian_consent", "record_checked", "return_home")),
        *(Field(name, name, town.day) for name in ("insured_until", "certified_until")),
        *(Field(name, name, lambda v: v or 0) for name in ("history_minutes", "history_offered_minutes")),
    )

    def made(row: Row, values: dict[str, Any]) -> Person:
        key = town.sure("volunteers", row["volunteer"])
        if values["guardian_consent"]:
            _guardian(batch, town, key, given=True)
        waiting = values["minor"] and not values["guardian_consent"]
        state = PersonState.REGISTERED if waiting else PersonState.ACTIVE
        return Person(id=key, code=row["volunteer"], state=state, **town.own, **values)

    def also(_: Row, old: Old | None, values: Mapping[str, Any]) -> dict[str, Any]:
        if old is not None and values.get("guardian_consent", old["guardian_consent"]) != old["guardian_consent"]:
            _guardian(batch, town, old["id"], given=values["guardian_consent"])
        return {}

    target = Target("volunteers", Person, fields, lambda row: row["volunteer"], kept, made, also)
    merge(batch, target, sheet.rows)
    _contacts(batch, town, sheet)


def _guardian(batch: Batch, town: Town, person_id: str, *, given: bool) -> None:
    """What the desk was told goes into the ledger too."""
    batch.new[Consent].append(
        Consent(
            person_id=person_id,
            purpose="guardian",
            given=given,
            at=town.work.now,
            by_login_id=town.work.actor.login_id,
            channel="import",
        )
    )


def _contacts(batch: Batch, town: Town, sheet: Sheet) -> None:
    """Name, phone and door lie apart from the person."""
    target = Target(
        table="volunteers",
        model=PersonContact,
        fields=tuple(Field(name, name, text) for name in ("name", "phone", "door")),
        key=lambda row: town.id("volunteers", row["volunteer"]),
        existing={c["person_id"]: c for c in town.of(PersonContact, "person_id", "volunteers")},
        made=lambda row, values: PersonContact(person_id=town.sure("volunteers", row["volunteer"]), **values),
    )
    before = dict(batch.outcomes["volunteers"])
    merge(batch, target, sheet.rows)
    for number, outcome in before.items():
        # A person known without a contact yet is a changed one.
        if outcome != "new" and batch.outcomes["volunteers"][number] == "new":
            batch.outcomes["volunteers"][number] = "changed"


def skills(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """A skill whose end changes no longer rests on the credential it rested on."""
    target = Target(
        table="skills",
        model=PersonSkill,
        fields=(Field("valid_until", "valid_until", town.day),),
        key=lambda row: (_person(town, row), row["skill"]),
        existing={(s["person_id"], s["skill"]): s for s in town.of(PersonSkill, "person_id", "volunteers")},
        made=lambda row, values: PersonSkill(person_id=_person(town, row), skill=row["skill"], **values),
        also=lambda *_: {"credential_id": None},
    )
    short(batch, "skills", sheet, "skill", 80)
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {_person(town, row) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["person_id"] in named)


def availability(batch: Batch, town: Town, sheet: Sheet, *, replace: bool) -> None:
    """Dated free hours; weekly rules and absences stay as they are. Replacing takes away hours that are to come."""
    ends_after_start(batch, "availability", sheet)
    since = min((town.moment(row["start"]) for row in sheet.rows if not row.bad), default=town.work.now)

    def made(row: Row, _: dict[str, Any]) -> AvailabilityDate:
        start, end = town.span(row)
        return AvailabilityDate(person_id=_person(town, row), start=start, end=end)

    free: Any = AvailabilityDate
    rows = town.of(free, "person_id", "volunteers", free.free.is_(True), free.end > min(since, town.work.now))
    target = Target(
        table="availability",
        model=AvailabilityDate,
        fields=(),
        key=lambda row: (_person(town, row), *town.span(row)),
        existing={(r["person_id"], r["start"], r["end"]): r for r in rows},
        made=made,
    )
    kept = merge(batch, target, sheet.rows)
    if replace:
        named = {_person(town, row) for row in sheet.rows}
        thin_out(batch, target, kept, lambda old: old["person_id"] in named and old["end"] > town.work.now)


def _person(town: Town, row: Row) -> str:
    return town.id("volunteers", row["volunteer"]) or ""


def ends_after_start(batch: Batch, table: str, sheet: Sheet) -> None:
    for row in sheet.rows:
        if row["start"] is not None and row["end"] is not None and row["end"] <= row["start"]:
            batch.faults.at(table, row, "end", "end")


def short(batch: Batch, table: str, sheet: Sheet, column: str, most: int) -> None:
    """Names that are part of a key must fit their column too."""
    for row in sheet.rows:
        if row[column] is not None and len(row[column]) > most:
            batch.faults.at(table, row, column, "too_long", length=most)
