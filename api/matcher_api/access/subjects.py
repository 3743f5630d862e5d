"""Whose data an endpoint is about: a person or a resident, for themselves or for the desk of their community."""

from __future__ import annotations

from matcher_api.access.roles import AccessRole
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.residents.models import Resident
from matcher_api.web.work import Work

Subject = Person | Resident
ERASED = "erased"


def person_of(work: Work, person_id: str, *roles: AccessRole, lock: bool = False) -> Person:
    """For the person themselves or `roles` of the community; who was erased does not exist any more."""
    person = work.locked(Person, person_id) if lock else work.get(Person, person_id)
    _theirs(work, person, own=person.id in work.actor.persons, roles=roles)
    return person


def resident_of(work: Work, resident_id: str, *roles: AccessRole, lock: bool = False) -> Resident:
    """As `person_of`."""
    resident = work.locked(Resident, resident_id) if lock else work.get(Resident, resident_id)
    _theirs(work, resident, own=resident.id in work.actor.residents, roles=roles)
    return resident


def own(work: Work, subject: Subject) -> bool:
    return subject.id in (work.actor.persons if isinstance(subject, Person) else work.actor.residents)


def _theirs(work: Work, subject: Subject, *, own: bool, roles: tuple[AccessRole, ...]) -> None:
    if subject.state == ERASED:
        raise Refusal("not_found")
    if not own:
        work.require(subject.community_id, *roles)
