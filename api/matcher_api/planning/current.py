"""The draft or the published roster of the tables as the library's Roster, for hints, checks, scores and reports."""

from __future__ import annotations

from sqlmodel import Session, col, select

from matcher.roster import Assignment, PlannedVisit, Roster
from matcher_api.assignments.models import AssignmentRow
from matcher_api.planning.kept import AT_WORK
from matcher_api.planning.load import Planned
from matcher_api.rosters.models import PlannedVisitRow, RosterRow


def roster_of(session: Session, roster: RosterRow, layer: str, planned: Planned) -> Roster:
    """`layer` draft: where this roster plans its visits, and its proposals; published: what people know.
    Only visits and people of the plan; rooms booked directly are where they are."""
    visits, people = planned.problem.visit_of, planned.problem.volunteer_of
    ids = [v for v in visits if v not in planned.bookings]
    rows = session.exec(
        select(PlannedVisitRow).where(col(PlannedVisitRow.visit_id).in_(ids), PlannedVisitRow.layer == layer)
    ).all()
    where = {row.visit_id: row for row in rows if layer == "published" or row.roster_id == roster.id}
    states = AT_WORK if layer == "published" else ("proposed",)
    team = session.exec(
        select(AssignmentRow).where(col(AssignmentRow.visit_id).in_(list(where)), col(AssignmentRow.state).in_(states))
    ).all()
    booked = (PlannedVisit(p.visit, p.start, p.facility) for p in planned.problem.pins if p.visit in planned.bookings
              and p.start is not None)  # fmt: skip
    return Roster(
        planned=(
            *(PlannedVisit(v, planned.minute(row.start), row.facility_id) for v, row in where.items()),
            *booked,
        ),
        assignments=tuple({
            Assignment(a.visit_id, a.person_id, a.role) for a in team if a.person_id in people
        }),
    )  # fmt: skip
