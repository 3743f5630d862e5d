"""/scenarios: whole communities in and out"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Response, UploadFile

from matcher_api.access.roles import AccessRole
from matcher_api.errors import Refusal
from matcher_api.scenarios import service
from matcher_api.scenarios.files import LARGEST_FILE
from matcher_api.scenarios.service import FileKind
from matcher_api.scenarios.shapes import Imported
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/scenarios", "scenarios")
TYPES: dict[FileKind, str] = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TRIED: dict[int | str, dict[str, Any]] = {200: {"model": Imported, "description": "Dry run: nothing was kept"}}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {t: {"schema": {"type": "string", "format": "binary"}} for t in TYPES.values()}}
}


@router.post("/import", status_code=201, responses=_TRIED, dependencies=allow(AccessRole.STREET))
def import_file(
    work: WorkOf,
    response: Response,
    file: Annotated[UploadFile, File(description="A workbook (.xlsx), or a .zip of a scenario folder")],
    dry_run: Annotated[bool, Query(description="Only read, count and find faults; nothing is kept")] = False,
    code: Annotated[
        str | None,
        Query(max_length=80, pattern=r"^[A-Za-z0-9._-]+$", description="Of the community; else the scenario's name"),
    ] = None,
) -> Imported:
    """Makes a new community of a scenario (docs/scenario.md): all of it, or nothing and every fault by table, row and
    column. What the scenario says is published becomes a published roster."""
    content = file.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refusal("too_large", field="file", limit=LARGEST_FILE >> 20)
    name = file.filename or "scenario"
    if dry_run:
        response.status_code = 200
        return service.tried(work, name, content, code)
    return service.imported(work, name, content, code)


@router.get(
    "/{community_id}/export",
    response_class=Response,
    responses=_FILE,
    dependencies=allow(AccessRole.COORDINATOR),
)
def export_file(
    work: WorkOf,
    community_id: str,
    kind: Annotated[FileKind, Query(alias="format", description="A zip of CSV files, or a workbook")] = "zip",
) -> Response:
    """The community as a scenario of its own days, as planning sees it. Names of people are in it for the community's
    coordinators alone; what is written then is in the audit."""
    code, content = service.exported(work, community_id, kind)
    name = f"attachment; filename*=UTF-8''{quote(code)}.{kind}"
    return Response(content, media_type=TYPES[kind], headers={"Content-Disposition": name})
