"""How often one resident may use one kind of room in a plan."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from matcher_api.errors import Refusal
from matcher_api.residents.models import QuotaRow, Resident
from matcher_api.residents.service import held, seen, touched
from matcher_api.residents.shapes import QuotaSet, QuotaShown
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, resident_id: str, paging: Paging) -> Page[QuotaShown]:
    resident = seen(work, resident_id)
    query = select(QuotaRow).where(QuotaRow.resident_id == resident.id)
    return page_of(work, query, QuotaRow, paging, shown)


def shown(rows: Sequence[QuotaRow]) -> list[QuotaShown]:
    return [QuotaShown.model_validate(row) for row in rows]


def replaced(work: Work, resident_id: str, asked: QuotaSet, if_match: str | None) -> tuple[Resident, list[QuotaShown]]:
    """The whole set at once."""
    resident = held(work, resident_id)
    expect(resident, if_match)
    met: set[str] = set()
    faults = []
    for i, quota in enumerate(asked.quotas):
        if quota.mode in met:
            faults.append(fault(f"quotas.{i}.mode", "mode_twice", value=quota.mode))
        met.add(quota.mode)
    if faults:
        raise Refusal("invalid", faults=faults)
    query = select(QuotaRow).where(QuotaRow.resident_id == resident.id)
    there = {row.mode: row for row in work.session.exec(query).all()}
    for mode in there.keys() - met:
        work.session.delete(there[mode])
    rows = []
    for quota in asked.quotas:
        row = there.get(quota.mode) or QuotaRow(
            community_id=resident.community_id, resident_id=resident.id, mode=quota.mode, at_most=quota.at_most
        )
        row.at_most = quota.at_most
        rows.append(work.add(row))
    work.audit("resident.quotas", resident, count=len(rows))
    touched(work, resident)
    return resident, shown(sorted(rows, key=lambda r: r.id))
