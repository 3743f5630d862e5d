"""What a reader of a roster may take along, and the note of it in the audit."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Session

from matcher.report.words import Lang
from matcher_api.audit.models import AuditEntry
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.exports import files
from matcher_api.exports.files import By
from matcher_api.exports.views import For, View, viewed
from matcher_api.people.models import Person
from matcher_api.rosters.shapes import Layer
from matcher_api.web.work import Work

Format = Literal["xlsx", "csv", "ics"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exported(
    work: Work, roster_id: str, layer: Layer, kind: Format, *, who: For, lang: Lang, by: By, person_id: str | None
) -> tuple[bytes, str, str]:
    """(content, media type, file name)."""
    view = viewed(work, roster_id, layer, who=who, lang=lang)
    stem = f"{view.words.setting.title} {view.row.first_day} {layer}"
    if person_id is not None:
        person = work.session.get(Person, person_id)
        if person is None or person.community_id not in view.row.community_ids:
            raise Refusal("not_found")
    noted(work, view, kind=kind, layer=layer)
    if kind == "xlsx":
        return files.workbook(view), XLSX, f"{stem}.xlsx"
    if kind == "csv":
        return files.table(view, by), "text/csv; charset=utf-8", f"{stem}.csv"
    stamp = work.now.replace(microsecond=0)
    if person_id is not None:
        return files.one_calendar(view, person_id, stamp=stamp), "text/calendar; charset=utf-8", f"{stem}.ics"
    return files.calendars(view, stamp=stamp), "application/zip", f"{stem}.zip"


def report(work: Work, roster_id: str, layer: Layer, *, who: For, lang: Lang) -> bytes:
    view = viewed(work, roster_id, layer, who=who, lang=lang)
    noted(work, view, kind="html", layer=layer)
    return files.html(view)


def noted(work: Work, view: View, *, kind: str, layer: str) -> None:
    """Names leave the service with a file: who took which is in the audit."""
    entry = AuditEntry(
        at=work.now,
        login_id=work.actor.login_id,
        action="roster.export",
        subject_kind="roster",
        subject_id=view.row.id,
        community_id=view.row.community_id,
        detail={"format": kind, "layer": layer, "for": view.words.audience.name},
    )
    engine = work.session.get_bind()

    def kept() -> None:
        # A transaction of its own: the one of a reader cannot write.
        with Session(writing(engine)) as session:  # type: ignore[arg-type]
            session.add(entry)
            session.commit()

    work.after.append(kept)
