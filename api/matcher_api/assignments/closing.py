"""How a visit ends: with the last word on who came. Done where somebody served, called off where nobody did."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.assignments.change import step
from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import HOLDING, UNSETTLED, WAITING, AssignmentState
from matcher_api.bookings.of_visit import room_follows
from matcher_api.requests.progress import progressed
from matcher_api.visits.calling_off import called_off
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED, VISIT, VisitState
from matcher_api.web.work import Work

NOBODY_CAME = "nobody_came"
OVER = "over"
"""Reason of offers nobody answered before the visit was over."""


def closed(work: Work, visit: Visit, times: DayTimes) -> None:
    """Call it after any word on one of its people; the caller holds the visit. It stays as it is while somebody is
    still to come, at work, or waits for verification."""
    work.session.flush()
    rows = work.session.exec(
        select(AssignmentRow)
        .where(AssignmentRow.visit_id == visit.id, col(AssignmentRow.state).in_((*HOLDING, *WAITING)))
        .order_by(col(AssignmentRow.id))
        .with_for_update()
    ).all()
    states = {row.state for row in rows}
    if visit.state in (*ENDED, VisitState.CALLED_OFF) or states & set(UNSETTLED) or work.now < times.start:
        return
    if AssignmentState.VERIFIED in states:
        visit.state = VISIT.after(visit.state, "finish")
        work.audit("visit.finish", visit, state=visit.state)
        for row in rows:
            if row.state in WAITING:
                step(work, row, "release")
                row.reason = OVER
        room_follows(work, visit, "complete")
        progressed(work, visit.request_id)
    else:
        called_off(work, visit, NOBODY_CAME)
    work.session.flush()
