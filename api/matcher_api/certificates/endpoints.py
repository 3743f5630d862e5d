"""/volunteers/{id}/certificates and stars, /certificates/{number}, /hours/export"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from matcher_api.access.roles import AccessRole
from matcher_api.calendars.moments import Day
from matcher_api.certificates import national, service
from matcher_api.certificates.national import Format
from matcher_api.certificates.shapes import CertificateChecked, CertificateShown, Span, StarsShown
from matcher_api.exports.service import XLSX
from matcher_api.web.etag import tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.texts import Id, Line
from matcher_api.web.work import WorkOf, allow, writes

router: APIRouter = resource("/certificates", "hours")
of_person: APIRouter = resource("/volunteers/{person_id}", "hours")
record: APIRouter = resource("/hours", "hours")
READERS = allow(*service.DESK, AccessRole.VOLUNTEER)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"content": dict.fromkeys((XLSX, "text/csv"), _BINARY)}}


@router.get("/{number}")
def check_certificate(
    work: WorkOf,
    number: Annotated[Line, Path(max_length=60)],
    code: Annotated[Line, Query(max_length=20, description="Printed on it")],
) -> CertificateChecked:
    """Whether a certificate is ours and what it says; for anybody who holds it. The name is masked."""
    return service.checked(work, number, code)


@of_person.get("/stars", dependencies=READERS)
def get_stars(work: WorkOf, person_id: str) -> StarsShown:
    """Stars for hours served, by the community's table."""
    return service.stars_of(work, person_id)


@of_person.get("/certificates", dependencies=READERS)
def list_certificates(work: WorkOf, person_id: str, paging: PagingOf) -> Page[CertificateShown]:
    """Those that were issued, the newest first."""
    return service.listed(work, person_id, paging)


@of_person.post("/certificates", status_code=201, dependencies=READERS)
def issue_certificate(work: WorkOf, person_id: str, response: Response, span: Span | None = None) -> CertificateShown:
    """A numbered certificate of the hours served in these days; free, as often as somebody asks."""
    certificate = service.issued(work, person_id, span or Span())
    tag(response, certificate)
    return service.shown(work, [certificate])[0]


@record.get("/export", response_class=Response, responses=_FILE, dependencies=allow(AccessRole.COORDINATOR))
@writes
def export_hours(
    work: WorkOf,
    community_id: Annotated[Id, Query()],
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to", description="Included; at most 366 days")],
    kind: Annotated[Format, Query(alias="format")] = "xlsx",
) -> Response:
    """The ledger of a community for the national record: a row an entry. Every export is in the audit."""
    content, name = national.exported(work, community_id, first, last, kind)
    media = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, headers={**disposition, "Content-Type": media, "Cache-Control": "no-store"})
