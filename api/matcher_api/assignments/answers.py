"""What a person says to an offer, themselves or through the office; and what follows for the visit."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, func, select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import following, step
from matcher_api.assignments.forbidding import forbidden
from matcher_api.assignments.held import held, published
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.seats import most_of
from matcher_api.assignments.states import HOLDING, WAITING, AssignmentState
from matcher_api.assignments.visit_state import settle
from matcher_api.errors import Refusal
from matcher_api.notifications.missed import to_call
from matcher_api.notifications.models import Notification
from matcher_api.open_shifts.following import followed
from matcher_api.open_shifts.still_free import held_person, still_free
from matcher_api.visits.models import VisitRole
from matcher_api.visits.states import ENDED
from matcher_api.web.work import Work

EMERGENCY = "emergency"
"""Origin of offers that several people have at once, beside whatever else they were asked."""
DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)


def own(work: Work, assignment_id: str) -> AssignmentRow:
    """The actor's own published assignment; other people's do not exist."""
    row = work.get(AssignmentRow, assignment_id)
    if row.person_id not in work.actor.persons or row.state == AssignmentState.PROPOSED:
        raise Refusal("not_found")
    return row


def of_desk(work: Work, assignment_id: str) -> AssignmentRow:
    """An assignment of a community the office works for."""
    row = work.get(AssignmentRow, assignment_id)
    work.require(row.community_id, *DESK)
    return row


def accepted(work: Work, row: AssignmentRow, channel: str, start: datetime | None = None) -> AssignmentRow:
    """Binds the person; from now on the next solve keeps it. Who comes when the role is full gets a 409; so does who
    saw another `start` than the visit has by now: a yes is to a time."""
    if row.origin == EMERGENCY:
        held_person(work, row.person_id)
    visit, row = held(work, row)
    following(row, "accept")
    if visit.state in ENDED:
        raise Refusal("visit_over", state=visit.state)
    planned = published(work, visit)
    if planned is None:
        raise Refusal("not_published")
    if planned.start <= work.now:
        raise Refusal("already_begun")
    if start is not None and start != planned.start:
        raise Refusal("offer_moved", conflict={"start": planned.start.isoformat()})
    most = full(work, row)
    if row.origin == EMERGENCY:
        still_free(work, row, visit, planned)
    step(work, row, "accept", channel=channel)
    row.answered_at, row.channel = work.now, channel
    row.told_at = row.told_at or work.now
    work.session.flush()
    if _count(work, row) >= most:
        _others_released(work, row)
    settle(work, [visit.id])
    followed(work, [visit.id])
    work.session.flush()
    return row


def full(work: Work, row: AssignmentRow) -> int:
    """How many the role takes; refused where so many hold it already."""
    role = work.session.exec(
        select(VisitRole).where(VisitRole.visit_id == row.visit_id, VisitRole.role == row.role)
    ).first()
    most = 1 if role is None else most_of(role)
    if _count(work, row) >= most:
        raise Refusal("role_filled", conflict={"visit_id": row.visit_id, "role": row.role})
    return most


def declined(work: Work, row: AssignmentRow, reason: str, channel: str) -> AssignmentRow:
    """Without consequences: only this pair is never proposed again, and the role is open."""
    return _refused(work, row, "decline", reason, channel)


def withdrawn(work: Work, row: AssignmentRow, reason: str, channel: str) -> AssignmentRow:
    """Takes an acceptance back, before the visit begins."""
    return _refused(work, row, "withdraw", reason, channel)


def lapsed(work: Work, row: AssignmentRow) -> AssignmentRow:
    """The time to answer is over: `lapsed` where the offer was delivered, else `not_reached` (call list)."""
    _, row = held(work, row)
    delivered = row.delivered_at is not None
    following(row, "lapse" if delivered else "miss")
    if row.answer_by is None or row.answer_by > work.now:
        raise Refusal("answer_open", field="answer_by")
    step(work, row, "lapse" if delivered else "miss")
    if delivered:
        forbidden(work, row)
    else:
        to_call(work, row)
    settle(work, [row.visit_id])
    work.session.flush()
    return row


def _refused(work: Work, row: AssignmentRow, action: str, reason: str, channel: str) -> AssignmentRow:
    visit, row = held(work, row)
    following(row, action)
    planned = published(work, visit)
    if action == "withdraw" and planned is not None and planned.start <= work.now:
        raise Refusal("already_begun")
    step(work, row, action, channel=channel)
    row.answered_at, row.channel, row.reason = work.now, channel, reason
    forbidden(work, row)
    row.told_at = row.told_at or work.now
    settle(work, [visit.id])
    work.session.flush()
    return row


def _count(work: Work, row: AssignmentRow) -> int:
    return work.session.exec(
        select(func.count())
        .select_from(AssignmentRow)
        .where(
            AssignmentRow.visit_id == row.visit_id,
            AssignmentRow.role == row.role,
            col(AssignmentRow.state).in_(HOLDING),
        )
    ).one()


def _others_released(work: Work, row: AssignmentRow) -> None:
    """The role is full (an emergency is offered to several): the others are told, once."""
    for other in work.session.exec(
        select(AssignmentRow).where(
            AssignmentRow.visit_id == row.visit_id,
            AssignmentRow.role == row.role,
            col(AssignmentRow.state).in_(WAITING),
        )
    ).all():
        step(work, other, "release")
        other.reason = "filled"
        work.add(
            Notification(
                community_id=other.community_id,
                kind="offer_filled",
                person_id=other.person_id,
                payload={"assignment_id": other.id, "visit_id": other.visit_id},
                due_at=work.now,
            )
        )
