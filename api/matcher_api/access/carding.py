"""Personal cards for people without a password: made, made anew and revoked at the desk."""

from __future__ import annotations

from sqlmodel import select

from matcher_api.access.cards import LOGIN
from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import code_hash, new_code
from matcher_api.access.shapes import CardMade
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.people.seen import held_at_desk
from matcher_api.web.work import Work


def card_made(work: Work, person_id: str) -> CardMade:
    """A new code; the card before is dead, and sessions it opened end. The login behind it holds one role alone."""
    person = held_at_desk(work, person_id)
    if person.state == "left":
        raise Refusal("not_acceptable_state", state=person.state, action="card", possible="come_back")
    login = work.session.exec(select(Login).where(Login.username == f"{LOGIN}{person.id}")).first()
    if login is None:
        login = work.add(Login(username=f"{LOGIN}{person.id}"))
        work.session.flush()
        work.add(
            Grant(
                login_id=login.id,
                role=AccessRole.VOLUNTEER,
                community_id=person.community_id,
                person_id=person.id,
            )
        )
    code = new_code()
    person.card_key_hash = code_hash(code)
    _sessions_ended(work, person)
    work.audit("card.create", person)
    work.session.flush()
    return CardMade(person_id=person.id, code=code)


def card_revoked(work: Work, person_id: str) -> None:
    """Lost, or no longer wanted."""
    person = held_at_desk(work, person_id)
    if person.card_key_hash is None:
        raise Refusal("not_found")
    person.card_key_hash = None
    _sessions_ended(work, person)
    work.audit("card.revoke", person)


def _sessions_ended(work: Work, person: Person) -> None:
    query = select(LoginSession).where(LoginSession.card_person_id == person.id)
    for session in work.session.exec(query).all():
        session.revoked_at = session.revoked_at or work.now
