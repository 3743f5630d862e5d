"""What people are called: for whoever may read it, the caller knows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from matcher_api.people.models import PersonContact


def names_of(session: Session, people: Iterable[str]) -> dict[str, str]:
    """By id; without those who have none, or were erased."""
    rows = select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(set(people)))
    return dict(session.exec(rows).all())
