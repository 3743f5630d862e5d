"""What can be done with complaints."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, or_, select

from matcher_api.access.roles import OFFICE, OVERSIGHT, AccessRole
from matcher_api.assignments.held import published
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.told import tell_desk
from matcher_api.communities.models import Community
from matcher_api.communities.settings import service_of
from matcher_api.complaints.deadlines import answer_by, complained_until, overdue
from matcher_api.complaints.models import Complaint
from matcher_api.complaints.shapes import Answering, ComplaintCount, ComplaintDraft, ComplaintShown
from matcher_api.complaints.states import COMPLAINT, OF_ASKER, OPEN, ComplaintState
from matcher_api.errors import Refusal
from matcher_api.notifications.models import Notification
from matcher_api.people.models import Person
from matcher_api.providers.models import Provider, ProviderFact
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
TELLERS = (*DESK, AccessRole.RESIDENT, AccessRole.VOLUNTEER)


def received(work: Work, draft: ComplaintDraft) -> Complaint:
    """By the resident or volunteer concerned, or the desk for somebody on the phone, known or not."""
    work.require(draft.community_id, *TELLERS)
    community, desk = work.get(Community, draft.community_id), work.actor.in_community(draft.community_id, *DESK)
    rules = service_of(community)
    resident, person = _who(work, draft, desk=desk)
    if draft.visit_id is not None:
        _in_time(work, draft, rules.complain_days, resident, person, desk=desk)
    if draft.provider_id is not None and work.get(Provider, draft.provider_id).community_id != community.id:
        raise Refusal("not_found")
    complaint = work.add(
        Complaint(
            community_id=community.id,
            visit_id=draft.visit_id,
            provider_id=draft.provider_id,
            resident_id=resident,
            person_id=person,
            channel=draft.channel if desk else "web",
            text=draft.text,
            received_at=work.now,
            answer_by=answer_by(work.now, rules.complaint_days),
            by_login_id=work.actor.login_id,
        )
    )
    work.session.flush()
    work.audit("complaint.receive", complaint, state=complaint.state, channel=complaint.channel)
    tell_desk(work, community.id, "complaint", complaint_id=complaint.id)
    work.session.flush()
    return complaint


def _who(work: Work, draft: ComplaintDraft, *, desk: bool) -> tuple[str | None, str | None]:
    """(resident, person) that complains; the desk names a resident, or nobody."""
    if desk:
        if draft.resident_id is not None and work.get(Resident, draft.resident_id).community_id != draft.community_id:
            raise Refusal("not_found")
        return draft.resident_id, None
    here = select(Resident.id).where(
        col(Resident.id).in_(work.actor.residents), Resident.community_id == draft.community_id
    )
    resident = work.session.exec(here.order_by(col(Resident.id))).first()
    if resident is not None:
        return resident, None
    people = select(Person.id).where(col(Person.id).in_(work.actor.persons), Person.community_id == draft.community_id)
    return None, work.session.exec(people.order_by(col(Person.id))).first()


def _in_time(
    work: Work, draft: ComplaintDraft, days: int, resident: str | None, person: str | None, *, desk: bool
) -> None:
    """Of a visit that concerns them, within the days after it."""
    visit = work.get(Visit, draft.visit_id or "")
    served = select(AssignmentRow.id).where(AssignmentRow.visit_id == visit.id, AssignmentRow.person_id == person)
    concerned = desk or (resident is not None and visit.resident_id == resident)
    concerned = concerned or (person is not None and work.session.exec(served).first() is not None)
    if visit.community_id != draft.community_id or not concerned:
        raise Refusal("not_found")
    planned = published(work, visit)
    end = planned.end if planned is not None else visit.last_end
    if end is not None and work.now > (until := complained_until(end, days)):
        raise Refusal("complaint_closed", conflict={"until": until.isoformat()})


def seen(work: Work, complaint_id: str) -> Complaint:
    return _mine(work, work.get(Complaint, complaint_id))


def listed(
    work: Work, paging: Paging, *, state: ComplaintState | None, late: bool | None, visit_id: str | None
) -> Page[ComplaintShown]:
    """The newest first: the desk its community's, others their own."""
    query = select(Complaint)
    office, actor = work.actor.where(*OFFICE), work.actor
    if office is not None:
        own = or_(col(Complaint.resident_id).in_(actor.residents), col(Complaint.person_id).in_(actor.persons))
        query = query.where(or_(col(Complaint.community_id).in_(office), own))
    if state is not None:
        query = query.where(Complaint.state == state)
    if visit_id is not None:
        query = query.where(Complaint.visit_id == visit_id)
    if late is not None:
        due = col(Complaint.state).in_(OPEN) & (col(Complaint.answer_by) <= work.now)
        query = query.where(due if late else ~due)
    return page_of(work, query, Complaint, paging, lambda rows: shown(work, rows), newest_first=True)


def counts(work: Work) -> list[ComplaintCount]:
    """By community and state, without words and people."""
    key = (col(Complaint.community_id), col(Complaint.state))
    query = select(*key, func.count()).group_by(*key).order_by(*key)
    if (mine := work.actor.where(*OFFICE, *OVERSIGHT)) is not None:
        query = query.where(col(Complaint.community_id).in_(mine))
    due = query.where(col(Complaint.state).in_(OPEN), col(Complaint.answer_by) <= work.now)
    late = {(community, state): n for community, state, n in work.session.exec(due).all()}
    return [
        ComplaintCount(community_id=community, state=state, count=n, overdue=late.get((community, state), 0))
        for community, state, n in work.session.exec(query).all()
    ]


def stepped(work: Work, complaint_id: str, action: str, *, to: str = "") -> Complaint:
    """A step without more words. Open again, it is answered anew in time."""
    complaint = _held(work, complaint_id, action)
    complaint.state = COMPLAINT.after(complaint.state, action)
    if action == "redirect":
        complaint.redirected_to = to
    if action == "reopen":
        rules = service_of(work.get(Community, complaint.community_id))
        complaint.answer_by, complaint.answered_at = answer_by(work.now, rules.complaint_days), None
    return _told(work, complaint, action)


def answered(work: Work, complaint_id: str, answer: Answering) -> Complaint:
    """One about a provider that was right is a fact on its file."""
    complaint = _held(work, complaint_id, "answer")
    complaint.state = COMPLAINT.after(complaint.state, "answer")
    complaint.note, complaint.upheld, complaint.answered_at = answer.note, answer.upheld, work.now
    if answer.upheld and complaint.provider_id is not None:
        fact = ProviderFact(
            provider_id=complaint.provider_id,
            kind="dissatisfaction",
            at=complaint.received_at,
            by_login_id=work.actor.login_id,
        )
        work.add(fact)
    return _told(work, complaint, "answer")


def shown(work: Work, rows: Sequence[Complaint]) -> list[ComplaintShown]:
    made = []
    for row in rows:
        desk = work.actor.in_community(row.community_id, *DESK)
        made.append(
            ComplaintShown(
                **row.model_dump(include=set(ComplaintShown.model_fields) - {"possible", "overdue"}),
                possible=[a for a in COMPLAINT.possible(row.state) if desk or a in OF_ASKER],
                overdue=overdue(row.answer_by, work.now, open_=row.state in OPEN),
            )
        )
    return made


def _mine(work: Work, row: Complaint) -> Complaint:
    """For who complained, or the desk; to others it does not exist."""
    own = row.resident_id in work.actor.residents or row.person_id in work.actor.persons
    if not own:
        work.require(row.community_id, *DESK)
    return row


def _held(work: Work, complaint_id: str, action: str) -> Complaint:
    row = work.locked(Complaint, complaint_id)
    if action in OF_ASKER:
        return _mine(work, row)
    work.require(row.community_id, *DESK)
    return row


def _told(work: Work, row: Complaint, action: str) -> Complaint:
    work.audit(f"complaint.{action}", row, state=row.state)
    if row.resident_id is not None or row.person_id is not None:
        work.add(
            Notification(
                community_id=row.community_id,
                kind="complaint_state",
                resident_id=row.resident_id,
                person_id=row.person_id,
                payload={"complaint_id": row.id, "state": row.state},
                due_at=work.now,
            )
        )
    work.session.flush()
    return row
