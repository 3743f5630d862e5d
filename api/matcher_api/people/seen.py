"""Whose record a login may see, and who may change it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import col

from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.web.work import Work

DESK = (AccessRole.COORDINATOR, AccessRole.CLERK)
READERS = (*DESK, *OVERSIGHT, AccessRole.VOLUNTEER, AccessRole.PROVIDER)


def visible(work: Work) -> ColumnElement[bool]:
    """Rows of `Person`: of the community's desk and oversight, oneself, a provider's own workers."""
    actor = work.actor
    return or_(
        of_communities(Person.community_id, actor, *DESK, *OVERSIGHT),
        col(Person.id).in_(actor.persons),
        col(Person.provider_id).in_(actor.providers),
    )


def knows(work: Work, person: Person) -> bool:
    """Whether the login has a reason to know the name: the desk, the person, the person's provider."""
    actor = work.actor
    return (
        actor.in_community(person.community_id, *DESK)
        or person.id in actor.persons
        or (person.provider_id is not None and person.provider_id in actor.providers)
    )


def at_desk(work: Work, person: Person) -> bool:
    return work.actor.in_community(person.community_id, *DESK)


def seen(work: Work, person_id: str) -> Person:
    """By everybody who may list them; other people do not exist."""
    person = work.get(Person, person_id)
    if not (knows(work, person) or work.actor.in_community(person.community_id, *OVERSIGHT)):
        raise Refusal("not_found")
    return person


def known(work: Work, person_id: str) -> Person:
    """Only by those who know the name."""
    person = work.get(Person, person_id)
    if not knows(work, person):
        raise Refusal("not_found")
    return person


def held(work: Work, person_id: str) -> Person:
    """For the desk or the person themselves, locked. Nothing can be changed about who was erased."""
    person = work.locked(Person, person_id)
    if not (at_desk(work, person) or person.id in work.actor.persons) or person.state == "erased":
        raise Refusal("not_found")
    return person


def held_at_desk(work: Work, person_id: str, *roles: AccessRole) -> Person:
    """For the desk alone (or only some `roles` of it), locked."""
    person = work.locked(Person, person_id)
    work.require(person.community_id, *(roles or DESK))
    if person.state == "erased":
        raise Refusal("not_found")
    return person


def touched(work: Work, person: Person) -> None:
    """Something that belongs to the person changed: a new version of the row."""
    flag_modified(person, "state")
    work.session.flush()
