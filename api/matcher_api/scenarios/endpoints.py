"""/scenarios: whole communities in and out"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile

from matcher.scenario.tables_of import tables_of
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.scenarios.exporting import export_scenario
from matcher_api.scenarios.files import scenario_in, written
from matcher_api.scenarios.importing import import_scenario
from matcher_api.scenarios.shapes import Imported
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/scenarios", "scenarios")
TYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.post("", status_code=201, dependencies=allow(AccessRole.STREET))
def import_file(
    work: WorkOf,
    file: Annotated[UploadFile, File(description="A workbook (.xlsx), or a .zip of a scenario folder")],
    dry_run: Annotated[bool, Query(description="Only read and count; nothing is kept")] = False,
    code: Annotated[str | None, Query(max_length=80, pattern=r"^[A-Za-z0-9._-]+$")] = None,
) -> Imported:
    """Makes a new community of a scenario: all of it, or nothing and every fault."""
    scenario = scenario_in(file.filename or "", file.file.read())
    community = None if dry_run else import_scenario(work, scenario, code=code)
    return Imported(
        community_id=community.id if community is not None else None,
        code=code or scenario.name,
        counts={name: len(rows) for name, rows in tables_of(scenario).items() if rows},
        notes=[str(note) for note in scenario.notes],
    )


@router.get("/{community_id}", dependencies=allow(AccessRole.COORDINATOR), response_class=Response)
def export_file(
    work: WorkOf,
    community_id: str,
    kind: Annotated[Literal["zip", "xlsx"], Query(alias="format")] = "zip",
) -> Response:
    """The community as a scenario, names of volunteers included, for its coordinators."""
    work.require(community_id, AccessRole.COORDINATOR)
    community = work.get(Community, community_id)
    if community.first_day is None:
        raise Refusal("no_first_day", field="first_day")
    content = written(export_scenario(work.session, community_id, names=True), kind)
    name = f'attachment; filename="{community.code}.{kind}"'
    return Response(content, media_type=TYPES[kind], headers={"Content-Disposition": name})
