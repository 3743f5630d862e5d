"""/imports: tables in, previewed first"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile

from matcher.report.words import Lang
from matcher.scenario import template
from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.errors import Refusal
from matcher_api.imports.error_rows import error_rows
from matcher_api.imports.service import Asked, Mode, imported, prepared, shown
from matcher_api.imports.shapes import ImportShown
from matcher_api.imports.tables import TableName
from matcher_api.web.router import resource
from matcher_api.web.texts import Id
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/imports", "imports")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_FILE = 16 << 20
_BINARY: dict[str, Any] = {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}


@router.get("/template", response_class=Response, responses={200: _BINARY}, dependencies=allow(*OFFICE))
def get_template(lang: Annotated[Lang, Query(description="Language of headers and examples")] = "zh") -> Response:
    """An empty workbook with every table, drop-downs, explanations and an example in each sheet: fill it in, delete
    the examples, and import it as `workbook` or table by table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        template(path, lang=lang)
        content = path.read_bytes()
    return Response(content, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="template.xlsx"'})


@router.post(
    "/{table}",
    response_model=ImportShown,
    responses={200: {"model": ImportShown, "content": _BINARY["content"]}},
    dependencies=allow(AccessRole.COORDINATOR),
)
def import_table(
    work: WorkOf,
    table: TableName,
    file: Annotated[UploadFile, File(description="CSV (UTF-8, GBK, UTF-16) or a workbook (.xlsx)")],
    community_id: Annotated[Id, Query(description="Where to")],
    dry_run: Annotated[bool, Query(description="Only read, count and find faults; nothing is kept")] = False,
    mode: Annotated[
        Mode, Query(description="replace: dependent rows of the owners in the file that it does not have go")
    ] = "add",
    kind: Annotated[
        Literal["json", "xlsx"], Query(alias="format", description="xlsx (dry_run alone): the faulty rows as a file")
    ] = "json",
) -> ImportShown | Response:
    """Brings rows of docs/scenario.md in by their codes: new ones are made, known ones changed in the columns the file
    has (an empty cell is its default; a column that is missing stays as it is). Volunteers may carry phone and door.
    All of it is kept, or nothing and every fault is told. The same file once more changes nothing."""
    if kind == "xlsx" and not dry_run:
        raise Refusal("dry_run_only", field="format")
    content = file.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refusal("too_large", field="file", limit=LARGEST_FILE >> 20)
    asked = Asked(community_id, table, mode, file.filename or table, content)
    if not dry_run:
        return imported(work, asked)
    found = prepared(work, asked)
    if kind == "json":
        return shown(found, kept=False)
    name = f'attachment; filename="{table}-errors.xlsx"'
    return Response(error_rows(found), media_type=XLSX, headers={"Content-Disposition": name})
