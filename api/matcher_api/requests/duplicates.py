"""Requests that may be the same: the same resident (or, for the desk, the same phone), the same item, about the same
time, and not ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select

from matcher_api.access.masking import masked
from matcher_api.communities.models import Community
from matcher_api.requests.models import Request
from matcher_api.requests.shapes import Candidate
from matcher_api.requests.states import ENDED
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.web.work import Work

NEAR = timedelta(days=14)
MOST = 20


def same_phone(work: Work, community_id: str, phones: Collection[str]) -> set[str]:
    """Residents of the community with one of the phones."""
    known = {p for p in phones if p}
    if not known:
        return set()
    query = (
        select(Resident.id)
        .join(ResidentContact, col(ResidentContact.resident_id) == col(Resident.id))
        .where(Resident.community_id == community_id, col(ResidentContact.phone).in_(known))
    )
    return set(work.session.exec(query).all())


def phone_of(work: Work, resident_id: str) -> str:
    query = select(ResidentContact.phone).where(ResidentContact.resident_id == resident_id)
    return work.session.exec(query).first() or ""


def likely(
    work: Work,
    community: Community,
    *,
    residents: Collection[str],
    item_code: str,
    span: tuple[datetime, datetime],
    besides: str = "",
) -> Sequence[Candidate]:
    """The oldest first. `span`: from the first to the last moment asked for; drafts without one count from when they
    were asked."""
    if not residents:
        return []
    first, last = span
    begins = func.coalesce(col(Request.first_start), col(Request.asked_at))
    ends = func.coalesce(col(Request.last_end), col(Request.asked_at))
    rows = work.session.exec(
        select(Request, ResidentContact.name)
        .join(ResidentContact, col(ResidentContact.resident_id) == col(Request.resident_id), isouter=True)
        .where(
            Request.community_id == community.id,
            Request.item_code == item_code,
            Request.id != besides,
            col(Request.resident_id).in_(residents),
            col(Request.state).not_in(ENDED),
            begins <= last + NEAR,
            ends >= first - NEAR,
        )
        .order_by(col(Request.id))
        .limit(MOST)
    ).all()
    zone = ZoneInfo(community.zone)
    return [
        Candidate(
            id=row.id,
            number=row.number,
            state=row.state,
            item_code=row.item_code,
            asked_at=row.asked_at.astimezone(zone),
            first_start=row.first_start and row.first_start.astimezone(zone),
            last_end=row.last_end and row.last_end.astimezone(zone),
            resident_id=row.resident_id,
            resident_name=masked(name or ""),
        )
        for row, name in rows
    ]
