"""What the desk is shown of somebody's contact data, and the record of who was shown what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import and_, or_
from sqlmodel import col, select

from matcher_api.access.models import Reveal
from matcher_api.access.reveal import revealed
from matcher_api.access.reveal_shapes import ContactRevealed, RevealShown, Why
from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.access.subjects import ERASED
from matcher_api.errors import Refusal
from matcher_api.people.models import Person, PersonContact
from matcher_api.residents.models import Resident, ResidentContact
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
S = TypeVar("S", Person, Resident)


def of_person(work: Work, person_id: str, reason: Why) -> ContactRevealed:
    person = _at_desk(work, work.get(Person, person_id))
    found = work.session.exec(select(PersonContact).where(PersonContact.person_id == person.id)).first()
    revealed(work, person, "contact", reason)
    contact = found or PersonContact(person_id=person.id)
    return ContactRevealed(
        **contact.model_dump(include={"name", "phone", "door", "email", "has_smartphone", "note"}), id=person.id
    )


def of_resident(work: Work, resident_id: str, reason: Why) -> ContactRevealed:
    resident = _at_desk(work, work.get(Resident, resident_id))
    found = work.session.exec(select(ResidentContact).where(ResidentContact.resident_id == resident.id)).first()
    revealed(work, resident, "contact", reason)
    contact = found or ResidentContact(resident_id=resident.id)
    return ContactRevealed(**contact.model_dump(include={"name", "phone", "door", "note"}), id=resident.id)


def _at_desk(work: Work, subject: S) -> S:
    work.require(subject.community_id, *DESK)
    if subject.state == ERASED:
        raise Refusal("not_found")
    return subject


def reveals(
    work: Work, paging: Paging, *, subject_id: str | None, login_id: str | None, visit_id: str | None
) -> Page[RevealShown]:
    """A coordinator's community, an administrator's all, everybody's own. Only coordinators learn which login it
    was, and may ask by it."""
    actor = work.actor
    desk = of_communities(Reveal.community_id, actor, AccessRole.COORDINATOR)
    own = or_(
        and_(col(Reveal.subject_kind) == "person", col(Reveal.subject_id).in_(actor.persons)),
        and_(col(Reveal.subject_kind) == "resident", col(Reveal.subject_id).in_(actor.residents)),
    )
    query = select(Reveal).where(or_(desk, own))
    if subject_id is not None:
        query = query.where(Reveal.subject_id == subject_id)
    if visit_id is not None:
        query = query.where(Reveal.visit_id == visit_id)
    if login_id is not None:
        query = query.where(desk, Reveal.login_id == login_id)

    def shown(rows: Sequence[Reveal]) -> list[RevealShown]:
        return [_shown(work, row) for row in rows]

    return page_of(work, query, Reveal, paging, shown, newest_first=True)


def _shown(work: Work, row: Reveal) -> RevealShown:
    desk = work.actor.in_community(row.community_id, AccessRole.COORDINATOR)
    return RevealShown.model_validate(row).model_copy(update={} if desk else {"login_id": None})
