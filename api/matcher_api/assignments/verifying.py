"""Verifying what was done: by who asked for it, who led the team, or the desk. Only then it counts as hours."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from matcher_api.access.roles import AccessRole
from matcher_api.assignments.change import following, step
from matcher_api.assignments.closing import closed
from matcher_api.assignments.day import times_of
from matcher_api.assignments.day_times import DayTimes
from matcher_api.assignments.held import held
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.states import HOLDING, AssignmentState
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.errors import Refusal
from matcher_api.hours.models import SERVICE, HourEntry
from matcher_api.visits.models import Visit
from matcher_api.visits.moments import local_day, zones_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
VERIFIERS = (*DESK, AccessRole.RESIDENT, AccessRole.VOLUNTEER)
"""Of these: the one the visit served, and who leads its team."""


def verified(work: Work, assignment_id: str) -> AssignmentRow:
    """One person's work, once they have left. Nobody verifies their own."""
    visit, row = held(work, work.get(AssignmentRow, assignment_id))
    _may(work, visit)
    following(row, "verify")
    if row.person_id in work.actor.persons:
        raise Refusal("own_work", conflict={"assignment_id": row.id})
    times = _begun(work, visit)
    _counted(work, visit, row, times)
    closed(work, visit, times)
    return row


def visit_verified(work: Work, visit_id: str) -> Sequence[AssignmentRow]:
    """Everybody's who has left, except one's own; refused where there is nobody."""
    visit = work.locked(Visit, visit_id)
    _may(work, visit)
    rows = work.session.exec(
        select(AssignmentRow)
        .where(AssignmentRow.visit_id == visit.id, AssignmentRow.state == AssignmentState.CHECKED_OUT)
        .order_by(col(AssignmentRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    others = [row for row in rows if row.person_id not in work.actor.persons]
    if not others:
        raise Refusal("own_work" if rows else "nothing_to_verify", conflict={"visit_id": visit.id})
    times = _begun(work, visit)
    for row in others:
        _counted(work, visit, row, times)
    closed(work, visit, times)
    return others


def _begun(work: Work, visit: Visit) -> DayTimes:
    """Before the planned start others may still change their minds: nothing is settled yet."""
    times = times_of(work, visit)
    if work.now < times.start:
        raise Refusal("not_begun", conflict={"start": times.start.isoformat()})
    return times


def _counted(work: Work, visit: Visit, row: AssignmentRow, times: DayTimes) -> None:
    """The entry of the ledger is written with the word that makes it true, once."""
    assert row.checked_in_at is not None
    assert row.checked_out_at is not None
    step(work, row, "verify")
    row.verified_by = work.actor.login_id
    entry = work.add(
        HourEntry(
            community_id=row.community_id,
            person_id=row.person_id,
            assignment_id=row.id,
            service=visit.service,
            day=local_day(times.start, zones_of(work, [visit.community_id])[visit.community_id]),
            minutes=times.served(row.checked_in_at, row.checked_out_at),
            kind=SERVICE,
            by_login_id=work.actor.login_id,
        )
    )
    work.session.flush()
    work.audit("hours.enter", entry, person_id=row.person_id, assignment_id=row.id, minutes=entry.minutes)


def _may(work: Work, visit: Visit) -> None:
    """To others the work does not exist."""
    actor = work.actor
    if actor.in_community(visit.community_id, *DESK):
        return
    if visit.resident_id is not None and visit.resident_id in actor.residents:
        return
    roles = service_of(work.get(Community, visit.community_id)).lead_roles
    leads = select(AssignmentRow.id).where(
        AssignmentRow.visit_id == visit.id,
        col(AssignmentRow.person_id).in_(actor.persons),
        col(AssignmentRow.role).in_(roles),
        col(AssignmentRow.state).in_(HOLDING),
    )
    if work.session.exec(leads).first() is None:
        raise Refusal("not_found")
