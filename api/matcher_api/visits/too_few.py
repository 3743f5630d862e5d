"""Visits that still have too few people when it is time to say so: called off, so that nobody goes there for nothing.

Looked at once a minute, by no actor. The desk may call off earlier, or fill the places until then.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.communities.models import Community
from matcher_api.communities.settings import of_service
from matcher_api.communities.settings_shapes import CALL_OFF_MOST
from matcher_api.database.engine import writing
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.settings import Settings
from matcher_api.visits.calling_off import called_off
from matcher_api.visits.models import Visit
from matcher_api.visits.states import VisitState
from matcher_api.web.work import Work

UNSURE = (VisitState.OFFERED.value, VisitState.PARTLY_ACCEPTED.value, VisitState.SHORT.value)
"""States of a published visit that lacks a yes, or its room."""
REASON = "到时仍缺人或场地未定 · still short of people, or without its room, when it had to be certain"
AT_ONCE = 50
"""Visits of one transaction."""
log = structlog.get_logger()


def look_once(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Ids of the visits that were called off."""
    with Session(engine) as session:
        if not _due(session, now):
            return []
    ended: list[str] = []
    while True:
        with Session(writing(engine), expire_on_commit=False) as session:
            found = ended_now(Work(session, ANONYMOUS, now, settings))
            session.commit()
        ended += found
        if len(found) < AT_ONCE:
            break
    if ended:
        log.info("visits called off", visits=len(ended))
    return ended


def ended_now(work: Work) -> list[str]:
    """What somebody else holds at this moment waits for the next look."""
    due = _due(work.session, work.now)[:AT_ONCE]
    held = select(Visit).where(col(Visit.id).in_(due), col(Visit.state).in_(UNSURE)).order_by(col(Visit.id))
    visits = work.session.exec(held.with_for_update(skip_locked=True).execution_options(populate_existing=True)).all()
    still = set(_due(work.session, work.now))  # of those that are held now: an answer may have come meanwhile
    ended = [v for v in visits if v.id in still]
    for visit in ended:
        called_off(work, visit, REASON)
    return [v.id for v in ended]


def _due(session: Session, now: datetime) -> list[str]:
    """Unsure visits whose hour has come: `call_off_hours` before they begin, or when the last who may still answer (an
    emergency is asked later) has had their time, at the latest at the start. What is over stays as it is."""
    rows = session.exec(
        select(Visit.id, Visit.community_id, PlannedVisitRow.start)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(Visit.id))
        .where(
            col(Visit.state).in_(UNSURE),
            PlannedVisitRow.layer == "published",
            col(PlannedVisitRow.start) <= now + timedelta(hours=CALL_OFF_MOST),
            col(PlannedVisitRow.end) > now,
        )
        .order_by(col(Visit.id))
    ).all()
    if not rows:
        return []
    towns = session.exec(select(Community).where(col(Community.id).in_({c for _, c, _ in rows}))).all()
    before = {c.id: timedelta(hours=of_service(c).call_off_hours) for c in towns}
    asked = set(
        session.exec(
            select(AssignmentRow.visit_id).where(
                col(AssignmentRow.visit_id).in_([v for v, _, _ in rows]),
                AssignmentRow.state == AssignmentState.OFFERED,
                col(AssignmentRow.answer_by).is_not(None),
                col(AssignmentRow.answer_by) > now,
            )
        ).all()
    )
    return [v for v, town, start in rows if start <= now or (start - before[town] <= now and v not in asked)]
