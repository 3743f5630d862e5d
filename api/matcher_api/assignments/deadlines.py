"""Until when offers may be answered, and what becomes of silence: looked at once a minute, by no actor."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from matcher_api.access.actor import ANONYMOUS
from matcher_api.assignments.answers import lapsed
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.communities.models import Community
from matcher_api.communities.settings import of_service
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.notifications.quiet import goes_out
from matcher_api.settings import Settings
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

AT_ONCE = 100
"""Offers of one transaction."""
log = structlog.get_logger()


def answer_by(community: Community, origin: str, told: datetime, start: datetime) -> datetime:
    """The end of the time to answer for who is told then; never later than the start."""
    settings = of_service(community)
    span = timedelta(hours=settings.answer_hours)
    if origin == "emergency":
        span = timedelta(minutes=settings.emergency_minutes)
    return min(told + span, start)


def reached_by(community: Community, origin: str, now: datetime, start: datetime) -> datetime:
    """The same for an offer that is still to be sent: who was not reached until then is called."""
    return answer_by(community, origin, goes_out(of_service(community), community.zone, now, begins=start), start)


def look_once(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Ids of the offers whose time was over: lapsed where they were delivered, else on the call list."""
    ended: list[str] = []
    due = (AssignmentRow.state == AssignmentState.OFFERED, col(AssignmentRow.answer_by) <= now)
    with Session(engine) as session:
        if session.exec(select(AssignmentRow.id).where(*due).limit(1)).first() is None:
            return ended
    while True:
        with Session(writing(engine), expire_on_commit=False) as session:
            found = overdue(Work(session, ANONYMOUS, now, settings))
            session.commit()
        ended += found
        if len(found) < AT_ONCE:
            break
    if ended:
        log.info("offers ended", offers=len(ended))
    return ended


def overdue(work: Work) -> list[str]:
    """What somebody else holds at this moment waits for the next call."""
    due = work.session.exec(
        select(AssignmentRow.id, AssignmentRow.visit_id)
        .where(AssignmentRow.state == AssignmentState.OFFERED, col(AssignmentRow.answer_by) <= work.now)
        .order_by(col(AssignmentRow.visit_id), col(AssignmentRow.id))
        .limit(AT_ONCE)
    ).all()
    visits = select(Visit.id).where(col(Visit.id).in_({v for _, v in due})).order_by(col(Visit.id))
    held = set(work.session.exec(visits.with_for_update(skip_locked=True)).all())
    ended = []
    for key, visit in due:
        if visit not in held:
            continue
        try:
            lapsed(work, work.get(AssignmentRow, key))
        except Refusal as refusal:  # answered, or told anew, since it was looked for
            log.info("offer not ended", assignment=key, code=refusal.code)
        else:
            ended.append(key)
    return ended
