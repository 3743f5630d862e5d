"""Somebody cannot come and seeks a stand-in: they stay bound until another one has taken it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from matcher_api.assignments.change import following, step
from matcher_api.assignments.held import held as visit_held
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.bookings.told import tell_desk
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.swaps.handing import Hand, handed, held, still_coming
from matcher_api.web.work import Work


def sought(work: Work, row: AssignmentRow, reason: str) -> AssignmentRow:
    """On the board from now on; nothing else changes before somebody takes it."""
    _, row = visit_held(work, row)
    following(row, "seek_stand_in")
    still_coming(work, row)
    step(work, row, "seek_stand_in")
    row.reason = reason
    tell_desk(work, row.community_id, "stand_in_sought", assignment_id=row.id, visit_id=row.visit_id)
    work.session.flush()
    return row


def kept(work: Work, row: AssignmentRow) -> AssignmentRow:
    """They come themselves after all."""
    _, row = visit_held(work, row)
    step(work, row, "keep")
    row.reason = ""
    work.session.flush()
    return row


def board(work: Work) -> Sequence[AssignmentRow]:
    """What seeks a stand-in where the actor's people are active, and is not theirs, by start."""
    own = work.actor.persons
    communities = select(Person.community_id).where(col(Person.id).in_(own), Person.state == "active")
    return work.session.exec(
        select(AssignmentRow)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .where(
            AssignmentRow.state == AssignmentState.STAND_IN_SOUGHT,
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start > work.now,
            col(AssignmentRow.community_id).in_(communities),
            col(AssignmentRow.person_id).not_in(own),
        )
        .order_by(col(PlannedVisitRow.start), col(AssignmentRow.id))
    ).all()


def stood_in(work: Work, row: AssignmentRow, person_id: str, channel: str) -> AssignmentRow:
    """`person_id` takes it: by the library's rules, and the first one only. The desk may do so for who is on the phone,
    also of work nobody put on the board."""
    (row,) = held(work, row, people=[person_id])
    (new,) = handed(work, Hand(row, person_id, channel))
    for person, kind, assignment in ((row.person_id, "stand_in_found", row), (person_id, "work_taken_over", new)):
        work.add(
            Notification(
                community_id=row.community_id,
                kind=kind,
                person_id=person,
                payload={"assignment_id": assignment.id, "visit_id": row.visit_id},
                due_at=work.now,
            )
        )
    work.session.flush()
    return new


def on_board(work: Work, assignment_id: str) -> AssignmentRow:
    """What the actor may take; what is not on the board any more says who has it (409)."""
    row = work.get(AssignmentRow, assignment_id)
    at = [work.get(Person, p) for p in work.actor.persons]
    mine = any(p.community_id == row.community_id for p in at)
    if not mine or row.state not in (AssignmentState.STAND_IN_SOUGHT, AssignmentState.SUBSTITUTED):
        raise Refusal("not_found")
    return row


def one_of_mine(work: Work, person_id: str | None) -> str:
    """The person of the login that takes it."""
    mine = sorted(work.actor.persons) if person_id is None else [p for p in work.actor.persons if p == person_id]
    if not mine:
        raise Refusal("not_found")
    if len(mine) > 1:
        raise Refusal("person_unclear", field="person_id")
    return mine[0]
