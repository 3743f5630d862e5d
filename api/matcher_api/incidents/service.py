"""What can be done with reports of incidents."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, or_, select

from matcher_api.access.roles import OFFICE, AccessRole
from matcher_api.assignments.models import LIVE, AssignmentRow
from matcher_api.bookings.told import tell_desk
from matcher_api.errors import Refusal
from matcher_api.incidents.models import Incident
from matcher_api.incidents.shapes import IncidentDraft, IncidentShown
from matcher_api.incidents.states import INCIDENT, IncidentState
from matcher_api.visits.models import Visit
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
TELLERS = (*DESK, AccessRole.VOLUNTEER, AccessRole.RESIDENT)


def reported(work: Work, draft: IncidentDraft) -> Incident:
    """By who serves the visit, who is served, or the desk; the desk hears of it at once."""
    visit = work.get(Visit, draft.visit_id)
    person = _serving(work, visit)
    served = visit.resident_id is not None and visit.resident_id in work.actor.residents
    desk = work.actor.in_community(visit.community_id, *DESK)
    if not (person or served or desk):
        raise Refusal("not_found")
    if draft.at is not None and draft.at > work.now:
        raise Refusal("not_yet", field="at")
    incident = work.add(
        Incident(
            community_id=visit.community_id,
            visit_id=visit.id,
            person_id=person,
            resident_id=visit.resident_id,
            kind=draft.kind,
            channel=draft.channel if desk else "web",
            at=draft.at or work.now,
            text=draft.text,
            by_login_id=work.actor.login_id,
        )
    )
    work.session.flush()
    work.audit("incident.report", incident, kind=incident.kind, visit_id=visit.id)
    tell_desk(work, visit.community_id, "incident", incident_id=incident.id, visit_id=visit.id)
    work.session.flush()
    return incident


def listed(work: Work, paging: Paging, *, state: IncidentState | None, visit_id: str | None) -> Page[IncidentShown]:
    query = select(Incident)
    office = work.actor.where(*OFFICE)
    if office is not None:
        query = query.where(or_(col(Incident.community_id).in_(office), Incident.by_login_id == work.actor.login_id))
    if state is not None:
        query = query.where(Incident.state == state)
    if visit_id is not None:
        query = query.where(Incident.visit_id == visit_id)
    return page_of(work, query, Incident, paging, shown, newest_first=True)


def stepped(work: Work, incident_id: str, action: str, note: str) -> Incident:
    """By the desk: looked into and closed, or open again."""
    incident = work.locked(Incident, incident_id)
    work.require(incident.community_id, *DESK)
    incident.state = INCIDENT.after(incident.state, action)
    incident.note = note
    incident.closed_at = work.now if incident.state == IncidentState.CLOSED else None
    work.audit(f"incident.{action}", incident, state=incident.state)
    work.session.flush()
    return incident


def shown(rows: Sequence[Incident]) -> list[IncidentShown]:
    return [
        IncidentShown.model_validate({**r.model_dump(), "possible": list(INCIDENT.possible(r.state))}) for r in rows
    ]


def _serving(work: Work, visit: Visit) -> str | None:
    """The actor's own person, if they are, or were to be, at this visit."""
    states = (*(s for s in LIVE if s not in ("offered", "not_reached")), "no_show", "excused", "substituted")
    query = select(AssignmentRow.person_id).where(
        AssignmentRow.visit_id == visit.id,
        col(AssignmentRow.person_id).in_(work.actor.persons),
        col(AssignmentRow.state).in_(states),
    )
    return work.session.exec(query).first()
