"""An assignment and its visit, held against everybody else until the transaction ends."""

from __future__ import annotations

from sqlmodel import select

from matcher_api.assignments.models import AssignmentRow
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


def held(work: Work, row: AssignmentRow) -> tuple[Visit, AssignmentRow]:
    """Visit first, then the assignment, as everybody locks them: nobody else answers for this visit meanwhile."""
    visit = work.locked(Visit, row.visit_id)
    return visit, work.locked(AssignmentRow, row.id)


def published(work: Work, visit: Visit) -> PlannedVisitRow | None:
    """Where and when people know it to take place."""
    return work.session.exec(
        select(PlannedVisitRow).where(PlannedVisitRow.visit_id == visit.id, PlannedVisitRow.layer == "published")
    ).first()
