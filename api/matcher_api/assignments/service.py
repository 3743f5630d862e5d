"""What the office can do with assignments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from matcher_api.assignments.answers import DESK
from matcher_api.assignments.joined import joined
from matcher_api.assignments.models import AssignmentRow
from matcher_api.assignments.shapes import AssignmentShown, WorkVerified
from matcher_api.assignments.states import ASSIGNMENT, AssignmentState
from matcher_api.errors import Refusal
from matcher_api.hours.models import SERVICE, HourEntry
from matcher_api.people.models import PersonContact
from matcher_api.rosters.models import PinRow, PlannedVisitRow
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(
    work: Work,
    paging: Paging,
    *,
    visit_id: str | None,
    person_id: str | None,
    state: AssignmentState | None,
    since: datetime | None = None,
) -> Page[AssignmentShown]:
    """`since`: of what begins after that moment alone, as published, else as it was told last."""
    query = select(AssignmentRow)
    if work.actor.communities is not None:
        mine = [c for c in work.actor.communities if work.actor.in_community(c, *DESK)]
        query = query.where(col(AssignmentRow.community_id).in_(mine))
    if visit_id is not None:
        query = query.where(AssignmentRow.visit_id == visit_id)
    if person_id is not None:
        query = query.where(AssignmentRow.person_id == person_id)
    if since is not None:
        planned = select(PlannedVisitRow.visit_id).where(PlannedVisitRow.layer == "published")
        ahead = col(AssignmentRow.visit_id).in_(planned.where(PlannedVisitRow.start > since))
        told = (col(AssignmentRow.start) > since) & col(AssignmentRow.visit_id).not_in(planned)
        query = query.where(ahead | told)
    query = query.where(
        AssignmentRow.state == state if state is not None else AssignmentRow.state != AssignmentState.PROPOSED
    )
    return page_of(work, query, AssignmentRow, paging, lambda rows: shown(work, rows))


def shown(work: Work, rows: Sequence[AssignmentRow]) -> list[AssignmentShown]:
    """With full names: for the office alone."""
    seen = joined(work.session, (r.visit_id for r in rows))
    people = {r.person_id for r in rows}
    names = dict(
        work.session.exec(
            select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
        ).all()
    )
    pins = set(
        work.session.exec(
            select(PinRow.visit_id, PinRow.person_id).where(
                col(PinRow.visit_id).in_(seen.visits), col(PinRow.person_id).in_(people)
            )
        ).all()
    )
    made = []
    for row in rows:
        visit = seen.visits[row.visit_id]
        start, end, facility = seen.spot(row)
        zh, en = seen.what(visit)
        made.append(
            AssignmentShown.model_validate(
                {
                    **row.model_dump(exclude={"why"}),
                    "visit_code": visit.code,
                    "what_zh": zh,
                    "what_en": en,
                    "name": names.get(row.person_id, ""),
                    "possible": list(ASSIGNMENT.possible(row.state)),
                    "start": start,
                    "end": end,
                    "place": seen.where(visit, facility),
                    "pinned": (row.visit_id, row.person_id) in pins,
                }
            )
        )
    return made


def work_verified(work: Work, rows: Sequence[AssignmentRow]) -> list[WorkVerified]:
    """Without names: also for who was served."""
    ids = [row.id for row in rows]
    query = select(HourEntry.assignment_id, HourEntry.minutes).where(
        col(HourEntry.assignment_id).in_(ids), HourEntry.kind == SERVICE
    )
    minutes = dict(work.session.exec(query).all())
    return [
        WorkVerified(id=row.id, visit_id=row.visit_id, role=row.role, state=row.state, minutes=minutes[row.id])
        for row in rows
    ]


def pinned(work: Work, row: AssignmentRow, reason: str) -> AssignmentRow:
    """Fixed for every later solve, with who and why. Pinning does not bind the person: they still answer."""
    if row.state not in (AssignmentState.PROPOSED, AssignmentState.OFFERED, AssignmentState.ACCEPTED):
        raise Refusal("not_acceptable_state", state=row.state, action="pin", possible="-")
    if _pin(work, row) is not None:
        raise Refusal("conflict")
    pin = PinRow(
        visit_id=row.visit_id,
        person_id=row.person_id,
        role=row.role,
        by_login_id=work.actor.login_id,
        reason=reason,
    )
    work.add(pin)
    work.audit("assignment.pin", row, visit_id=row.visit_id)
    work.session.flush()
    return row


def unpinned(work: Work, row: AssignmentRow) -> AssignmentRow:
    pin = _pin(work, row)
    if pin is None:
        raise Refusal("not_found")
    work.session.delete(pin)
    work.audit("assignment.unpin", row, visit_id=row.visit_id)
    work.session.flush()
    return row


def _pin(work: Work, row: AssignmentRow) -> PinRow | None:
    return work.session.exec(
        select(PinRow).where(PinRow.visit_id == row.visit_id, PinRow.person_id == row.person_id)
    ).first()
