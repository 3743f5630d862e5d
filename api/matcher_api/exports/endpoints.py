"""/rosters/{id}/export and report.html"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from matcher.report.style import CSS
from matcher.report.words import Lang
from matcher_api.exports import service
from matcher_api.exports.files import By
from matcher_api.exports.service import XLSX, Format
from matcher_api.exports.views import For
from matcher_api.rosters.seen import READERS
from matcher_api.rosters.shapes import Layer
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/rosters/{roster_id}", "exports")
LayerOf = Annotated[Layer, Query(description="What people know, or the draft")]
WhoOf = Annotated[For, Query(alias="for", description="Decides which names and places are masked")]
LangOf = Annotated[Lang, Query(description="Language of headers and words")]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": dict.fromkeys((XLSX, "text/csv", "text/calendar", "application/zip"), _BINARY)}
}
_PAGE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}
_STYLE = b64encode(sha256(CSS.encode()).digest()).decode()
STYLED = f"default-src 'none'; style-src 'sha256-{_STYLE}'; img-src data:; frame-ancestors 'none'"
"""The page has one style sheet, which stands in it, and nothing else: this one and no other is let in."""


@router.get("/export", response_class=Response, responses=_FILE, dependencies=allow(*READERS))
def export_roster(
    work: WorkOf,
    roster_id: str,
    kind: Annotated[Format, Query(alias="format", description="ics: a zip, or one calendar with person_id")] = "xlsx",
    layer: LayerOf = "published",
    who: WhoOf = "notice",
    lang: LangOf = "zh",
    by: Annotated[By, Query(description="Which table of a csv")] = "visit",
    person_id: Annotated[Id | None, Query(description="Whose calendar (ics)")] = None,
) -> Response:
    """A roster as a file for one audience: names in full and homes by door for coordinators alone; without homes and
    with masked names on a notice. The supervisor and the street read no names. Every export is in the audit."""
    content, media, name = service.exported(
        work, roster_id, layer, kind, who=who, lang=lang, by=by, person_id=person_id
    )
    return Response(content, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"} | {
        "Content-Type": media
    })  # fmt: skip


@router.get("/report.html", response_class=Response, responses=_PAGE, dependencies=allow(*READERS))
def report_page(
    work: WorkOf,
    roster_id: str,
    layer: LayerOf = "published",
    who: WhoOf = "notice",
    lang: LangOf = "zh",
) -> Response:
    """The roster as one page to print or send, with timetable and map; everything is in it, nothing is fetched."""
    content = service.report(work, roster_id, layer, who=who, lang=lang)
    return Response(content, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": STYLED})
