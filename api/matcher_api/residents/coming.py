"""Who comes to a resident, when, with the code both sides hold; and what they may say afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from matcher_api.access.masking import masked
from matcher_api.assignments.joined import joined
from matcher_api.assignments.states import HOLDING, AssignmentState
from matcher_api.residents.models import Resident
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import PUBLISHED, VisitState
from matcher_api.web.work import Work

BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Coming:
    """`team`: masked names of who said yes; `left`: somebody served and waits for a word on it."""

    visit_id: str
    request_id: str | None
    what: tuple[str, str]
    start: datetime
    end: datetime
    team: tuple[str, ...]
    code: str
    state: str
    left: bool


def coming(work: Work, me: Resident) -> list[Coming]:
    """By start: published visits of theirs that are still to come, or waited for a word in the last week."""
    states = (*PUBLISHED, VisitState.DONE)
    rows = work.session.exec(
        select(Visit.id)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(Visit.id))
        .where(
            Visit.resident_id == me.id,
            col(Visit.state).in_(states),
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.end >= work.now - BACK,
        )
    ).all()
    told = joined(work.session, rows)
    found = []
    for key in rows:
        visit, planned = told.visits[key], told.planned[key]
        team = sorted((a for a in told.live.get(key, []) if a.state in HOLDING), key=lambda a: (a.role, a.id))
        left = any(a.state == AssignmentState.CHECKED_OUT for a in team)
        over = planned.end < work.now and visit.state != VisitState.IN_PROGRESS
        if not left and (over or visit.state == VisitState.DONE):
            continue
        names = tuple(masked(told.names.get(a.person_id, "")) for a in team)
        spot = planned.start, planned.end, names, visit.door_code, visit.state, left
        found.append(Coming(key, visit.request_id, told.what(visit), *spot))
    return sorted(found, key=lambda c: (c.start, c.visit_id))
