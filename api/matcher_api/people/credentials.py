"""Papers that were seen, and what follows from them: a skill's end, insurance, a checked record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import select

from matcher_api.errors import Fault, Refusal
from matcher_api.people.models import Credential, Person, PersonSkill
from matcher_api.people.seen import held_at_desk, known, touched
from matcher_api.people.shapes import CredentialDraft, CredentialShown
from matcher_api.visits.faults import fault
from matcher_api.visits.moments import local_day, zones_of
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def listed(work: Work, person_id: str, paging: Paging) -> Page[CredentialShown]:
    person = known(work, person_id)
    query = select(Credential).where(Credential.person_id == person.id)
    return page_of(work, query, Credential, paging, lambda rows: [CredentialShown.model_validate(r) for r in rows])


def added(work: Work, person_id: str, draft: CredentialDraft) -> Credential:
    """What a paper gives never ends earlier than what was there before it."""
    person = held_at_desk(work, person_id)
    today = local_day(work.now, zones_of(work, [person.community_id])[person.community_id])
    if faults := list(_faults(person, draft, today)):
        raise Refusal("invalid", faults=faults)
    row = work.add(Credential(person_id=person.id, seen_by=work.actor.login_id, **draft.model_dump(exclude={"skill"})))
    work.session.flush()
    if draft.skill is not None:
        _skilled(work, person, draft.skill, row)
    if draft.kind == "insurance":
        person.insured_until = _later(person.insured_until, draft.valid_until)
    if draft.kind == "record_check" and (draft.valid_until is None or draft.valid_until >= today):
        person.record_checked = True
    work.audit("volunteer.credential_add", person, credential_id=row.id, kind=row.kind)
    touched(work, person)
    return row


def _faults(person: Person, draft: CredentialDraft, today: date) -> Iterator[Fault]:
    first, last = draft.valid_from, draft.valid_until
    if first is not None and last is not None and last < first:
        yield fault("valid_until", "ends_before")
    if draft.kind == "insurance" and last is None:
        yield fault("valid_until", "end_needed")
    if first is not None and first > today:
        # A renewal may be kept before it begins; cover with a hole in it may not be told as cover.
        renews = draft.kind == "insurance" and person.insured_until is not None
        if not (renews and person.insured_until and first <= person.insured_until + timedelta(days=1)):
            yield fault("valid_from", "not_yet_valid")


def _later(one: date | None, other: date | None) -> date | None:
    return max((d for d in (one, other) if d is not None), default=None)


def _skilled(work: Work, person: Person, name: str, paper: Credential) -> None:
    """The skill is held until the paper's end; one held longer, or without end, stays as it is."""
    query = select(PersonSkill).where(PersonSkill.person_id == person.id, PersonSkill.skill == name)
    skill = work.session.exec(query).first()
    if skill is None:
        skill = work.add(PersonSkill(person_id=person.id, skill=name))
    elif skill.valid_until is None or (paper.valid_until is not None and paper.valid_until <= skill.valid_until):
        return
    skill.valid_until, skill.credential_id = paper.valid_until, paper.id


def removed(work: Work, person_id: str, credential_id: str, if_match: str | None) -> None:
    """A paper entered by mistake: what rested on it alone goes with it."""
    person = held_at_desk(work, person_id)
    row = work.locked(Credential, credential_id)
    if row.person_id != person.id:
        raise Refusal("not_found")
    expect(row, if_match)
    session = work.session
    others = session.exec(
        select(Credential).where(
            Credential.person_id == person.id, Credential.kind == row.kind, Credential.id != row.id
        )
    ).all()
    for skill in session.exec(select(PersonSkill).where(PersonSkill.credential_id == row.id)).all():
        session.delete(skill)
    session.flush()
    session.delete(row)
    if row.kind == "insurance" and person.insured_until == row.valid_until:
        person.insured_until = _newest(others)
    if row.kind == "record_check" and not others:
        person.record_checked = False
    work.audit("volunteer.credential_remove", person, credential_id=row.id, kind=row.kind)
    touched(work, person)


def _newest(papers: Sequence[Credential]) -> date | None:
    return max((p.valid_until for p in papers if p.valid_until is not None), default=None)
