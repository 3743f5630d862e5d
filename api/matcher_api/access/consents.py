"""The ledger of consents: entries are added, never changed; what holds is the newest of each purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from matcher_api.access.consent_shapes import ConsentShown, ConsentsPage, PersonConsentDraft, ResidentConsentDraft
from matcher_api.access.roles import AccessRole
from matcher_api.access.subjects import Subject, own, person_of, resident_of
from matcher_api.assignments.consent_ended import STANDING, asked_again
from matcher_api.errors import Refusal
from matcher_api.people import service as people
from matcher_api.people.models import Consent, Person
from matcher_api.people.states import PersonState
from matcher_api.people.stepping_back import stepped_back
from matcher_api.visits.faults import fault
from matcher_api.web.paging import Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)


def of_person(work: Work, person_id: str, paging: Paging) -> ConsentsPage:
    return _page(work, person_of(work, person_id, *DESK), paging)


def of_resident(work: Work, resident_id: str, paging: Paging) -> ConsentsPage:
    return _page(work, resident_of(work, resident_id, *DESK), paging)


def _of(subject: Subject) -> Any:
    column = Consent.person_id if isinstance(subject, Person) else Consent.resident_id
    return select(Consent).where(col(column) == subject.id)


def current(work: Work, subject: Subject) -> dict[str, bool]:
    """By purpose, in order of the alphabet."""
    entries = work.session.exec(_of(subject).order_by(col(Consent.at), col(Consent.id))).all()
    newest = {entry.purpose: entry.given for entry in entries}
    return dict(sorted(newest.items()))


def _page(work: Work, subject: Subject, paging: Paging) -> ConsentsPage:
    page = page_of(work, _of(subject), Consent, paging, lambda rows: _shown(work, subject, rows))
    return ConsentsPage(items=page.items, next=page.next, current=current(work, subject))


def _shown(work: Work, subject: Subject, rows: Sequence[Consent]) -> list[ConsentShown]:
    desk = work.actor.in_community(subject.community_id, *DESK)
    return [
        ConsentShown(
            **row.model_dump(include={"id", "purpose", "given", "at", "channel", "text_edition"}),
            note=str(row.detail.get("note", "")),
            by_login_id=row.by_login_id if desk else None,
        )
        for row in rows
    ]


def person_said(work: Work, person_id: str, draft: PersonConsentDraft) -> ConsentShown:
    """An entry, and what follows: a guardian's yes or no is the person's own column too, and a minor without one is
    released from what is to come; nobody is planned without consent to the use of their data; what a standing consent
    answered for is asked anew when it is taken back."""
    person = person_of(work, person_id, *DESK, lock=True)
    entry = _entered(work, person, draft)
    if draft.purpose == "guardian" and person.guardian_consent != draft.given:
        person.guardian_consent = draft.given
        if person.minor and not draft.given:
            stepped_back(work, [person.id], reason="guardian")
    if draft.purpose == "data" and not draft.given and person.state == PersonState.ACTIVE:
        people.stepped(work, person.id, "pause")
    if draft.purpose == STANDING and not draft.given:
        asked_again(work, person)
    work.session.flush()
    return _shown(work, person, [entry])[0]


def resident_said(work: Work, resident_id: str, draft: ResidentConsentDraft) -> ConsentShown:
    resident = resident_of(work, resident_id, *DESK, lock=True)
    return _shown(work, resident, [_entered(work, resident, draft)])[0]


def _entered(work: Work, subject: Subject, draft: PersonConsentDraft | ResidentConsentDraft) -> Consent:
    desk = work.actor.in_community(subject.community_id, *DESK)
    if not desk:
        wrong = [("purpose", draft.purpose == "guardian"), ("channel", draft.channel not in (None, "web"))]
        if faults := [fault(name, "only_desk") for name, is_wrong in wrong if is_wrong]:
            raise Refusal("invalid", faults=faults)
    entry = work.add(
        Consent(
            person_id=subject.id if isinstance(subject, Person) else None,
            resident_id=None if isinstance(subject, Person) else subject.id,
            purpose=draft.purpose,
            given=draft.given,
            at=work.now,
            by_login_id=work.actor.login_id,
            channel=draft.channel or ("counter" if desk and not own(work, subject) else "web"),
            text_edition=draft.text_edition,
            detail={"note": draft.note} if draft.note else {},
        )
    )
    work.session.flush()
    work.audit("consent.enter", subject, purpose=entry.purpose, given=entry.given)
    return entry
