"""Offers and shifts of the people a login stands for, in order of start; nothing about anybody else but masks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from matcher_api.assignments.joined import Joined, joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import OfferShown, ShiftDay, ShiftVisit
from matcher_api.assignments.states import ASSIGNMENT, HOLDING, WAITING
from matcher_api.communities.models import Community
from matcher_api.me.reasons import why
from matcher_api.notifications.telling import told
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.web.work import Work

AHEAD = timedelta(days=60)
MINE = frozenset({"accept", "decline", "withdraw", "check_in", "check_out", "seek_stand_in", "keep"})
"""What a person may do themselves."""
ZONES = select(Community.id, Community.zone).where(col(Community.id).in_(bindparam("ids", expanding=True)))
FOUND = (
    select(AssignmentRow)
    .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
    .where(
        col(AssignmentRow.person_id).in_(bindparam("persons", expanding=True)),
        col(AssignmentRow.state).in_(bindparam("states", expanding=True)),
        PlannedVisitRow.layer == "published",
    )
    .order_by(col(PlannedVisitRow.start), col(AssignmentRow.id))
)
NOT_OVER = FOUND.where(col(PlannedVisitRow.end) > bindparam("first"), col(PlannedVisitRow.start) < bindparam("last"))
NOT_BEGUN = FOUND.where(col(PlannedVisitRow.start) > bindparam("first"))
"""Built once: phones ask for them all day."""


def offers(work: Work, *, noted: bool = True) -> list[OfferShown]:
    """What still waits for an answer and has not begun. `noted`: that it was shown is written down, so that it counts
    as delivered; for that the transaction must be a writing one."""
    rows = _found(work, NOT_BEGUN, WAITING, first=work.now)
    if noted:
        told(work, [a.id for a in rows if a.told_at is None or a.delivered_at is None], offers=[a.id for a in rows])
    seen = joined(work.session, (a.visit_id for a in rows))
    return [
        OfferShown.model_validate(
            {
                **_visit(seen, a),
                "id": a.id,
                "answer_by": a.answer_by,
                "why": why(a),
            }
        )
        for a in rows
    ]


def shifts(work: Work, first: datetime | None, last: datetime | None) -> list[ShiftDay]:
    """Accepted work from `first` (default: now) to `last` (default: 60 days on), by day."""
    first = first or work.now
    rows = _found(work, NOT_OVER, HOLDING, first=first, last=last or first + AHEAD)
    seen = joined(work.session, (a.visit_id for a in rows))
    zones = dict(work.session.exec(ZONES, params={"ids": [a.community_id for a in rows]}).all()) if rows else {}
    days: dict[Any, list[ShiftVisit]] = {}
    for a in rows:
        visit = ShiftVisit.model_validate({**_visit(seen, a), "assignment_id": a.id})
        days.setdefault(visit.start.astimezone(ZoneInfo(zones[a.community_id])).date(), []).append(visit)
    return [
        ShiftDay(
            day=day,
            walk_minutes=sum(v.walk_minutes or 0 for v in visits),
            service_minutes=sum((v.end - v.start) // timedelta(minutes=1) for v in visits),
            visits=visits,
        )
        for day, visits in days.items()
    ]


def _found(
    work: Work, statement: SelectOfScalar[AssignmentRow], states: Sequence[str], **moments: datetime
) -> Sequence[AssignmentRow]:
    if not work.actor.persons:
        return ()
    who = {"persons": sorted(work.actor.persons), "states": states}
    return work.session.exec(statement, params={**who, **moments}).all()


def _visit(seen: Joined, a: AssignmentRow) -> dict[str, Any]:
    visit, planned = seen.visits[a.visit_id], seen.planned[a.visit_id]
    zh, en = seen.what(visit)
    return {
        "state": a.state,
        "possible": [x for x in ASSIGNMENT.possible(a.state) if x in MINE],
        "visit_id": visit.id,
        "what_zh": zh,
        "what_en": en,
        "role": a.role,
        "start": planned.start,
        "end": planned.end,
        "place": seen.where(visit, planned.facility_id),
        "walk_minutes": a.walk_minutes,
        "others": seen.others(a),
        "risk": visit.risk,
        "version": a.version,
    }
