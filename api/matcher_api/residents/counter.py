"""At the counter and on the phone: who has this number."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.access.reveal import revealed
from matcher_api.access.rows import of_communities
from matcher_api.people.seen import DESK
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.residents.service import ERASED, shown
from matcher_api.residents.shapes import PhoneSearch, ResidentShown
from matcher_api.web.work import Work

MOST = 20
"""A household may share a number; a longer list is nobody's household."""


def found(work: Work, asked: PhoneSearch) -> list[ResidentShown]:
    """Residents with exactly this number; every one shown is written down as a reveal."""
    query = (
        select(Resident)
        .join(ResidentContact, col(ResidentContact.resident_id) == col(Resident.id))
        .where(
            ResidentContact.phone == asked.phone,
            Resident.state != ERASED,
            of_communities(Resident.community_id, work.actor, *DESK),
        )
        .order_by(col(Resident.id))
        .limit(MOST)
    )
    if asked.community_id is not None:
        query = query.where(Resident.community_id == asked.community_id)
    rows = work.session.exec(query).all()
    for row in rows:
        revealed(work, row, "phone_owner", "counter")
        work.audit("resident.found_by_phone", row)
    return shown(work, rows)
