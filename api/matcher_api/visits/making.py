"""Rows of a new visit, and its windows and roles when they change."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, delete

from matcher_api.visits.models import Visit, VisitRole, VisitWindow
from matcher_api.visits.sound import Span
from matcher_api.web.work import Work

CODES = 10_000


def door_code() -> str:
    """Four digits held by both sides; known to nobody else, so it is not derived from anything."""
    return f"{secrets.randbelow(CODES):04d}"


def made(
    work: Work, visit: Visit, *, windows: Iterable[Span], roles: Sequence[Mapping[str, Any]], action: str
) -> Visit:
    """Adds the visit with its rows; `action` is what the audit calls it."""
    visit.door_code = door_code()
    spans = _spanned(visit, windows)
    work.add(visit)
    work.session.flush()
    work.session.add_all(VisitWindow(visit_id=visit.id, start=start, end=end) for start, end in spans)
    manned(work, visit, roles, first=True)
    work.audit(action, visit, state=visit.state, request_id=visit.request_id)
    return visit


def _spanned(visit: Visit, windows: Iterable[Span]) -> list[Span]:
    """Notes the span of the windows, which says which plans the visit concerns; the windows in order."""
    spans = sorted(windows)
    visit.first_start, visit.last_end = spans[0][0], max(end for _, end in spans)
    return spans


def timed(work: Work, visit: Visit, windows: Iterable[Span]) -> None:
    """Gives the visit other windows."""
    work.session.exec(delete(VisitWindow).where(col(VisitWindow.visit_id) == visit.id))
    spans = _spanned(visit, windows)
    work.session.add_all(VisitWindow(visit_id=visit.id, start=start, end=end) for start, end in spans)


def manned(work: Work, visit: Visit, roles: Sequence[Mapping[str, Any]], *, first: bool = False) -> None:
    """Gives the visit these roles, in their order."""
    if not first:
        work.session.exec(delete(VisitRole).where(col(VisitRole.visit_id) == visit.id))
    work.session.add_all(
        VisitRole(
            visit_id=visit.id,
            position=n,
            role=row["role"],
            skills=list(row.get("skills") or []),
            least=row.get("least", 1),
            desired=row.get("desired"),
            most=row.get("most"),
        )
        for n, row in enumerate(roles)
    )


def passed(windows: Iterable[Span], now: datetime) -> bool:
    """Whether all of them have ended."""
    return all(end <= now for _, end in windows)
