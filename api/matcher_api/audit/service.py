"""What was done: of the communities of a coordinator or supervisor, all of it for an administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_
from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.audit.models import AuditEntry
from matcher_api.audit.shapes import ActShown
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

READERS = (AccessRole.COORDINATOR, AccessRole.SUPERVISOR)


def listed(
    work: Work,
    paging: Paging,
    *,
    equal: dict[str, str | None],
    since: datetime | None,
    until: datetime | None,
) -> Page[ActShown]:
    """The newest first. `equal`: columns and their values (None: any); `[since, until)` of the moment. What belongs to
    no community (logins, sessions, tokens) is the administrator's to see."""
    query = select(AuditEntry)
    if not work.actor.has(AccessRole.ADMIN):
        theirs = of_communities(AuditEntry.community_id, work.actor, *READERS)
        query = query.where(and_(theirs, col(AuditEntry.community_id).is_not(None)))
    for name, value in equal.items():
        if value is not None:
            query = query.where(col(getattr(AuditEntry, name)) == value)
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    if until is not None:
        query = query.where(AuditEntry.at < until)
    return page_of(
        work, query, AuditEntry, paging, lambda rows: [ActShown.model_validate(r) for r in rows], newest_first=True
    )
