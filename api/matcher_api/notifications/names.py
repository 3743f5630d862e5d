"""Names of those whom messages are for: for the desk."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from matcher_api.notifications.models import Notification
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import PersonContact
from matcher_api.residents.models import ResidentContact


def names_of(session: Session, notes: Iterable[Notification]) -> dict[str, str]:
    """By message; empty: to the desk itself. Three queries."""
    rows = list(notes)
    people = {n.person_id for n in rows if n.person_id}
    residents = {n.resident_id for n in rows if n.resident_id}
    units = {n.organisation_id for n in rows if n.organisation_id}
    found = dict(
        session.exec(
            select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
        ).all()
    )
    found |= dict(
        session.exec(
            select(ResidentContact.resident_id, ResidentContact.name).where(
                col(ResidentContact.resident_id).in_(residents)
            )
        ).all()
    )
    found |= dict(session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(units))).all())
    return {n.id: found.get(n.person_id or n.resident_id or n.organisation_id or "", "") for n in rows}
