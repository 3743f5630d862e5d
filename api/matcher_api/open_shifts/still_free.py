"""Whether a person who was asked beside other things is still free when they say yes."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from matcher.roster import Assignment, Roster
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import WAITING
from matcher_api.open_shifts.judging import around, broken_by, refuse
from matcher_api.people.models import Person
from matcher_api.rosters.models import PlannedVisitRow
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work


def held_person(work: Work, person_id: str) -> None:
    """Held against whatever else this person says at the same moment; rows that point to them may still be written.
    To be called before any visit is held."""
    query = select(Person.id).where(col(Person.id) == person_id).with_for_update(key_share=True)
    work.session.exec(query).one()


def still_free(work: Work, row: AssignmentRow, visit: Visit, planned: PlannedVisitRow) -> None:
    """Refuses what a rule forbids beside all that the person has said yes to; other open offers do not count."""
    context = around(work, visit, planned.start, whole=False)
    if visit.id not in context.problem.visit_of or row.person_id not in context.problem.volunteer_of:
        return  # begins within the minute, or an override brought them here
    open_ = set(
        work.session.exec(
            select(AssignmentRow.visit_id).where(
                AssignmentRow.person_id == row.person_id, col(AssignmentRow.state).in_(WAITING)
            )
        ).all()
    )
    kept = (a for a in context.roster.assignments if not (a.volunteer == row.person_id and a.visit in open_))
    context = replace(context, roster=Roster(context.roster.planned, tuple(kept)))
    seat = Assignment(visit.id, row.person_id, row.role)
    refuse(broken_by(context, seat, context.planned.minute(planned.start), planned.facility_id))
