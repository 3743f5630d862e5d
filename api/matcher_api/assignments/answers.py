"""Accepting, declining and withdrawing: by the person, or by the desk for somebody on the phone."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import step
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import HOLDING, WAITING
from matcher_api.assignments.visit_state import settle
from matcher_api.errors import Refusal
from matcher_api.people.models import PairRow
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit, VisitRole
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)


def own(work: Work, assignment_id: str) -> AssignmentRow:
    """The assignment, if it is the actor's own; the visit is held until the end of the transaction."""
    row = work.get(AssignmentRow, assignment_id)
    if row.person_id not in work.actor.persons:
        raise Refusal("not_found")
    return _held(work, row)


def of_desk(work: Work, assignment_id: str) -> AssignmentRow:
    """The assignment, for a coordinator or clerk of its community who acts for the person."""
    row = work.get(AssignmentRow, assignment_id)
    work.require(row.community_id, *DESK)
    return _held(work, row)


def _held(work: Work, row: AssignmentRow) -> AssignmentRow:
    work.locked(Visit, row.visit_id)  # all answers to one visit follow each other
    return work.locked(AssignmentRow, row.id)


def accepted(work: Work, row: AssignmentRow, *, channel: str) -> AssignmentRow:
    """Binds the person. Refuses after the start, and where the role is full: the first answer wins."""
    planned = _planned(work, row)
    if planned.start <= work.now:
        raise Refusal("already_begun")
    role = work.session.exec(
        select(VisitRole).where(VisitRole.visit_id == row.visit_id, VisitRole.role == row.role)
    ).first()
    if role is not None and row.state in WAITING:
        most = role.most or max(role.least, role.desired or 0)
        holding = work.session.exec(
            select(func.count())
            .select_from(AssignmentRow)
            .where(
                col(AssignmentRow.visit_id) == row.visit_id,
                col(AssignmentRow.role) == row.role,
                col(AssignmentRow.state).in_(HOLDING),
            )
        ).one()
        if holding >= most:
            raise Refusal("role_filled", conflict={"visit_id": row.visit_id, "role": row.role})
    step(work, row, "accept", channel=channel)
    return _answered(work, row, channel)


def declined(work: Work, row: AssignmentRow, *, reason: str, channel: str) -> AssignmentRow:
    """Opens the role again; this pair is not proposed again for this visit."""
    step(work, row, "decline", channel=channel)
    row.reason = reason
    _never_again(work, row)
    return _answered(work, row, channel)


def withdrawn(work: Work, row: AssignmentRow, *, reason: str, channel: str) -> AssignmentRow:
    """An accepted person cannot come after all."""
    step(work, row, "withdraw", channel=channel)
    row.reason = reason
    _never_again(work, row)
    return _answered(work, row, channel)


def _answered(work: Work, row: AssignmentRow, channel: str) -> AssignmentRow:
    row.answered_at, row.channel = work.now, channel
    settle(work, [row.visit_id])
    work.session.flush()
    return row


def _never_again(work: Work, row: AssignmentRow) -> None:
    work.session.add(
        PairRow(
            community_id=row.community_id,
            person_id=row.person_id,
            with_kind="visit",
            other=row.visit_id,
            kind="forbidden",
            origin="decline",
        )
    )


def _planned(work: Work, row: AssignmentRow) -> PlannedVisitRow:
    found = work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == row.visit_id, PlannedVisitRow.layer == "published")
    ).first()
    if found is None:
        raise Refusal("not_published")
    return found
