"""The day itself: who came, who did not, until when they stayed. The visit begins with the first who is there."""

from __future__ import annotations

import hmac
from datetime import datetime

from matcher_api.assignments.answers import full
from matcher_api.assignments.change import following, step
from matcher_api.assignments.closing import NOBODY_CAME, closed
from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.forbidding import forbidden
from matcher_api.assignments.held import held, published
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.visit_state import settle
from matcher_api.bookings.of_visit import room_follows
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.communities.settings_shapes import ServiceSet
from matcher_api.errors import Refusal
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import VISIT, VisitState
from matcher_api.web.work import Work


def times_of(work: Work, visit: Visit) -> DayTimes:
    """As people know the visit; refuses where nobody was told of it."""
    planned = published(work, visit)
    if planned is None:
        raise Refusal("not_published")
    return day_times(planned.start, planned.end, service_of(work.get(Community, visit.community_id)))


def day_times(start: datetime, end: datetime, rules: ServiceSet) -> DayTimes:
    """By the settings of the community."""
    return DayTimes(
        start=start,
        end=end,
        early=rules.check_in_minutes,
        late=rules.check_out_minutes,
        grace=rules.no_show_minutes,
    )


def code_right(visit: Visit, code: str) -> None:
    """Both sides hold the four digits: who says them is there."""
    if not visit.door_code or not hmac.compare_digest(visit.door_code, code):
        raise Refusal("code_wrong", field="code")


def checked_in(work: Work, row: AssignmentRow, *, code: str | None = None, at: datetime | None = None) -> AssignmentRow:
    """They are there: now, by the visit's code, or (without one) as the desk knows it, also afterwards."""
    visit, row = held(work, row)
    following(row, "check_in")
    times, moment = times_of(work, visit), _moment(work, at)
    if code is not None:
        code_right(visit, code)
    if not times.may_check_in(moment):
        raise _outside("check_in_closed", times.opens, times.end)
    before = visit.state
    if before != VisitState.DONE:  # of somebody whose no-show was a mistake, the others' work may be over
        visit.state = VISIT.after(visit.state, "start")
    step(work, row, "check_in", by_code=code is not None)
    row.checked_in_at = moment
    if visit.state != before:
        work.audit("visit.start", visit, state=visit.state)
        room_follows(work, visit, "check_in")
    work.session.flush()
    return row


def checked_out(
    work: Work, row: AssignmentRow, *, code: str | None = None, at: datetime | None = None
) -> AssignmentRow:
    """They have left; what they did waits for the word of who asked for it."""
    visit, row = held(work, row)
    following(row, "check_out")
    times, moment = times_of(work, visit), _moment(work, at)
    if code is not None:
        code_right(visit, code)
    assert row.checked_in_at is not None
    if not times.may_check_out(moment, checked_in=row.checked_in_at):
        raise _outside("check_out_closed", row.checked_in_at, times.closes)
    step(work, row, "check_out", by_code=code is not None)
    row.checked_out_at = moment
    work.session.flush()
    return row


def no_show(work: Work, row: AssignmentRow, reason: str) -> AssignmentRow:
    """They did not come. The others serve on; where nobody is left, the visit is called off."""
    visit, row = held(work, row)
    following(row, "no_show")
    times = times_of(work, visit)
    if work.now < times.missed:
        raise Refusal("not_missed", conflict={"from": times.missed.isoformat()})
    step(work, row, "no_show")
    row.reason = reason
    closed(work, visit, times)
    return row


def came_after_all(work: Work, row: AssignmentRow, reason: str) -> AssignmentRow:
    """Calling them a no-show was a mistake: they are bound as before, and may be written in and out. A visit that was
    called off because nobody came takes place again where and when it was; what was cancelled, or is planned anew,
    stays so."""
    visit, row = held(work, row)
    following(row, "came_after_all")
    if visit.state == VisitState.CALLED_OFF and visit.reason == NOBODY_CAME and row.start and row.end:
        assert row.roster_id is not None
        again = PlannedVisitRow(
            roster_id=row.roster_id, visit_id=visit.id, layer="published", start=row.start, end=row.end
        )
        again.facility_id = row.facility_id
        work.add(again)
        visit.state, visit.reason = VISIT.after(visit.state, "offer"), ""
        work.audit("visit.offer", visit, state=visit.state)
    planned = published(work, visit)
    if planned is None or visit.state == VisitState.CANCELLED or (row.start and planned.start != row.start):
        raise Refusal("visit_over", state=visit.state)
    full(work, row)
    step(work, row, "came_after_all")
    row.reason = reason
    settle(work, [visit.id])
    work.session.flush()
    return row


def excused(work: Work, row: AssignmentRow, reason: str) -> AssignmentRow:
    """They could not come, and the desk knows why: no mark against them. Before the start the role is open again."""
    visit, row = held(work, row)
    following(row, "excuse")
    planned = published(work, visit)
    step(work, row, "excuse")
    row.reason = reason
    if planned is not None and work.now < planned.start:
        forbidden(work, row)
        settle(work, [visit.id])
    elif planned is not None:
        closed(work, visit, times_of(work, visit))
    work.session.flush()
    return row


def _moment(work: Work, at: datetime | None) -> datetime:
    if at is not None and at > work.now:
        raise Refusal("not_yet", field="at")
    return at or work.now


def _outside(code: str, since: datetime, until: datetime) -> Refusal:
    return Refusal(code, conflict={"since": since.isoformat(), "until": until.isoformat()})
