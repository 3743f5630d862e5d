"""/imports: a table or a workbook, looked at first; kept as a whole, or nothing and every fault is told."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from typing import Annotated, Any, get_args

from fastapi import APIRouter, File, Request, Response, UploadFile

from matcher_api.access.roles import AccessRole
from matcher_api.audit import service as audit
from matcher_api.audit.shapes import ActShown
from matcher_api.communities import service as communities
from matcher_api.errors import Fault, Refusal
from matcher_api.imports.endpoints import LARGEST_FILE, XLSX
from matcher_api.imports.error_rows import error_rows
from matcher_api.imports.service import Asked, imported, prepared, shown
from matcher_api.imports.shapes import ImportShown
from matcher_api.imports.tables import ORDER, WORKBOOK, TableName, table_of
from matcher_api.pages.drawing import drawn, tongue_of
from matcher_api.pages.forms import Form
from matcher_api.pages.route import back_to, pages
from matcher_api.web.paging import EVERY, Paging
from matcher_api.web.work import Work, WorkOf, allow

router: APIRouter = pages("/imports")
COORDINATOR = allow(AccessRole.COORDINATOR)
CARRIED = 700_000
"""Bytes of a file that the preview carries along, so that it is chosen once; larger ones are chosen again."""
Sent = Annotated[UploadFile | None, File()]


@router.get("", dependencies=COORDINATOR)
def imports(request: Request, work: WorkOf) -> Response:
    """Choose a file; what was imported before."""
    return _drawn(request, work)


def _drawn(request: Request, work: Work, found: ImportShown | None = None, **more: Any) -> Response:
    t = tongue_of(request, work)
    form, mine = Form(request), communities.listed(work, EVERY).items
    few = Paging(limit=20, after=None)
    acts = audit.listed(work, few, equal={"action": "import.keep"}, since=None, until=None).items
    return drawn(
        request,
        work,
        "imports.html",
        communities=[c for c in mine if work.actor.in_community(c.id, AccessRole.COORDINATOR)],
        tables=[(WORKBOOK, t("整本工作簿", "a whole workbook")), *((n, t(table_of(n).zh, n)) for n in ORDER)],
        called={n: t(table_of(n).zh, n) for n in ORDER},
        before=[(act, _counted(act)) for act in acts],
        table=form.one("table", WORKBOOK),
        mode=form.one("mode", "add"),
        found=found,
        carried=more.get("carried", ""),
        name=more.get("name", ""),
    )


def _counted(act: ActShown) -> dict[str, int]:
    """Rows of all tables of one import, by what they did."""
    return {n: sum(v for k, v in act.detail.items() if k.endswith(f"_{n}")) for n in ("new", "changed", "removed")}


def _again(request: Request, work: Work) -> Response:
    return _drawn(request, work)


def _asked(request: Request, file: UploadFile | None) -> Asked:
    form = Form(request)
    table, mode = form.one("table"), form.one("mode", "add")
    if table not in get_args(TableName) or mode not in ("add", "replace"):
        raise Refusal("invalid", faults=[Fault("table", "unknown", "请选择表格", "Choose a table")])
    if file is not None and file.filename:
        name, content = file.filename, file.file.read(LARGEST_FILE + 1)
    else:
        name, content = form.one("name"), _carried(form.one("carried"))
    if not content:
        raise Refusal("invalid", faults=[Fault("file", "missing", "请选择文件", "Choose a file")])
    if len(content) > LARGEST_FILE:
        raise Refusal("too_large", field="file", limit=LARGEST_FILE >> 20)
    return Asked(form.one("community_id"), table, mode, name, content)  # type: ignore[arg-type]


def _carried(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        raise Refusal("invalid", faults=[Fault("file", "unreadable", "请重新选择文件", "Choose it again")]) from None


@router.post("/check", dependencies=COORDINATOR)
@back_to(_again)
def check(request: Request, work: WorkOf, file: Sent = None) -> Response:
    """What the file would do, and every fault with its way out; nothing is kept."""
    asked = _asked(request, file)
    found = shown(prepared(work, asked), kept=False)
    carried = b64encode(asked.content).decode() if len(asked.content) <= CARRIED else ""
    return _drawn(request, work, found, carried=carried, name=asked.name)


@router.post("/errors", dependencies=COORDINATOR)
@back_to(_again)
def errors(request: Request, work: WorkOf, file: Sent = None) -> Response:
    """The faulty rows as a workbook, each with what is wrong, to be corrected and sent again."""
    asked = _asked(request, file)
    name = f'attachment; filename="{asked.table}-errors.xlsx"'
    return Response(error_rows(prepared(work, asked)), media_type=XLSX, headers={"Content-Disposition": name})


@router.post("/keep", dependencies=COORDINATOR)
@back_to(_again)
def keep(request: Request, work: WorkOf, file: Sent = None) -> Response:
    found = imported(work, _asked(request, file))
    work.session.flush()
    return _drawn(request, work, found)
