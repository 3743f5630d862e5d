"""The ledger as a table for the national record of volunteering: a row an entry, minutes and hours."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pandas as pd
from sqlmodel import col, select

from matcher.report.csv_file import write_csv
from matcher.report.workbook import write_workbook
from matcher_api.access.roles import AccessRole
from matcher_api.assignments.models import AssignmentRow
from matcher_api.audit.models import AuditEntry
from matcher_api.catalogue import service as catalogue
from matcher_api.certificates.service import VOLUNTEER
from matcher_api.communities.models import Community
from matcher_api.errors import Refusal
from matcher_api.hours.models import SERVICE, HourEntry
from matcher_api.hours.shapes import hours
from matcher_api.people.models import Person, PersonContact
from matcher_api.visits.moments import zones_of
from matcher_api.web.work import Work

Format = Literal["xlsx", "csv"]
LONGEST = 366
COLUMNS = (
    "姓名", "人员编号", "服务项目", "项目编号", "服务日期", "签到时间", "签退时间", "服务时长（分钟）",
    "服务时长（小时）", "记录类别", "说明", "记录单位",
)  # fmt: skip
_KIND = {SERVICE: "服务"}


def exported(work: Work, community_id: str, first: date, last: date, kind: Format) -> tuple[bytes, str]:
    """(content, file name), for a coordinator; written down in the audit, as names leave with it."""
    work.require(community_id, AccessRole.COORDINATOR)
    community = work.get(Community, community_id)
    if last < first or last - first >= timedelta(days=LONGEST):
        raise Refusal("span_refused", field="to", limit=LONGEST)
    table = _table(work, community, first, last)
    note = "虚构数据" if community.synthetic else ""
    write: Callable[[Path], object] = (
        (lambda path: write_csv(table, path))
        if kind == "csv"
        else (lambda path: write_workbook([("志愿服务记录", table)], path, note=note))
    )
    entry = AuditEntry(
        at=work.now,
        login_id=work.actor.login_id,
        action="hours.export",
        subject_kind="community",
        subject_id=community.id,
        community_id=community.id,
        detail={"format": kind, "rows": len(table)},
    )
    work.add(entry)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"hours.{kind}"
        write(path)
        return path.read_bytes(), f"{community.name or community.code} 志愿服务记录 {first}—{last}.{kind}"


def _table(work: Work, community: Community, first: date, last: date) -> pd.DataFrame:
    zone = zones_of(work, [community.id])[community.id]
    rows = work.session.exec(
        select(HourEntry, Person, PersonContact.name, AssignmentRow)
        .join(Person, col(Person.id) == col(HourEntry.person_id))
        .outerjoin(PersonContact, col(PersonContact.person_id) == col(Person.id))
        .outerjoin(AssignmentRow, col(AssignmentRow.id) == col(HourEntry.assignment_id))
        .where(
            HourEntry.community_id == community.id,
            Person.kind == VOLUNTEER,
            HourEntry.day >= first,
            HourEntry.day <= last,
        )
        .order_by(col(HourEntry.day), col(HourEntry.id))
    ).all()
    items = catalogue.current_of(work, {e.service for e, *_ in rows})

    def moment(row: AssignmentRow | None, name: str) -> str:
        at = getattr(row, name) if row is not None else None
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""

    made = [
        (
            name or "",
            person.code,
            items[e.service].zh if e.service in items else e.service,
            e.service,
            e.day.isoformat(),
            moment(row, "checked_in_at"),
            moment(row, "checked_out_at"),
            e.minutes,
            hours(e.minutes),
            _KIND.get(e.kind, "更正"),
            e.reason,
            community.name or community.code,
        )
        for e, person, name, row in rows
    ]
    return pd.DataFrame(made, columns=list(COLUMNS))
