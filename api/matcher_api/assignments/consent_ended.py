"""A standing consent was taken back: what it had answered for is asked anew, one by one."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.assignments.change import step
from matcher_api.assignments.deadlines import reached_by
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import AssignmentState
from matcher_api.assignments.visit_state import settle
from matcher_api.communities.models import Community
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

STANDING = "standing"


def asked_again(work: Work, person: Person) -> list[str]:
    """Ids of the assignments that wait for an answer now; what has begun stays. The caller holds the person."""
    found = work.session.exec(
        select(AssignmentRow.id, AssignmentRow.visit_id, PlannedVisitRow.start)
        .join(PlannedVisitRow, col(PlannedVisitRow.visit_id) == col(AssignmentRow.visit_id))
        .where(
            AssignmentRow.person_id == person.id,
            AssignmentRow.state == AssignmentState.ACCEPTED,
            AssignmentRow.channel == STANDING,
            PlannedVisitRow.layer == "published",
            PlannedVisitRow.start > work.now,
        )
    ).all()
    visits = sorted({visit for _, visit, _ in found})
    work.session.exec(select(Visit.id).where(col(Visit.id).in_(visits)).order_by(col(Visit.id)).with_for_update()).all()
    starts = {key: start for key, _, start in found}
    rows = work.session.exec(
        select(AssignmentRow)
        .where(col(AssignmentRow.id).in_(starts), AssignmentRow.state == AssignmentState.ACCEPTED)
        .order_by(col(AssignmentRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        community = work.get(Community, row.community_id)
        step(work, row, "offer_again")
        row.channel, row.answered_at, row.offered_at, row.delivered_at = "", None, work.now, None
        row.answer_by = reached_by(community, row.origin, work.now, starts[row.id])
    if rows:
        work.add(
            Notification(
                community_id=person.community_id,
                kind="consent_ended",
                person_id=person.id,
                payload={"offered": [row.id for row in rows]},
                due_at=work.now,
            )
        )
    settle(work, visits)
    return [row.id for row in rows]
