"""Words of others in which a name or number still stands after its owner was erased: people read them and decide, as
the same two signs may mean a namesake or nobody."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select

from matcher_api.access.subjects import Subject
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.complaints.models import Complaint, Rating
from matcher_api.facilities.models import Closure
from matcher_api.hours.models import HourEntry
from matcher_api.incidents.models import Incident
from matcher_api.people.models import AvailabilityDate, Person, PersonContact
from matcher_api.personal.held import held_of
from matcher_api.personal.shapes import Mention
from matcher_api.providers.models import ProviderFact
from matcher_api.requests.models import Request
from matcher_api.residents.models import ResidentContact
from matcher_api.rosters.models import PinRow, RosterRow, RosterVersion
from matcher_api.visits.models import Visit
from matcher_api.web.work import Work

FREE: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (AssignmentRow, ("reason",)),
    (AvailabilityDate, ("reason",)),
    (Booking, ("reason",)),
    (Closure, ("reason",)),
    (Complaint, ("text", "note")),
    (HourEntry, ("reason",)),
    (Incident, ("text", "note")),
    (PersonContact, ("note",)),
    (PinRow, ("reason", "override")),
    (ProviderFact, ("text",)),
    (Rating, ("text",)),
    (Request, ("text", "reason")),
    (ResidentContact, ("note",)),
    (RosterRow, ("title",)),
    (Visit, ("title", "reason")),
)
"""Columns in which somebody writes what they like."""
SHORTEST = 2
"""Signs: anything shorter is found everywhere."""


def words_of(work: Work, subject: Subject) -> frozenset[str]:
    """Name and number, to be read before they are erased."""
    model: Any = PersonContact if isinstance(subject, Person) else ResidentContact
    found = work.session.exec(select(model.name, model.phone).where(held_of(subject).of(model, subject))).all()
    return frozenset(word for row in found for word in row if len(word) >= SHORTEST)


def still_there(work: Work, words: Collection[str]) -> list[Mention]:
    """Rows that hold one of them, by table and id."""
    if not words:
        return []
    rows = []
    for model, names in FREE:
        said = or_(*(col(getattr(model, n)).contains(word, autoescape=True) for n in names for word in sorted(words)))
        rows += [(str(model.__tablename__), key) for key in work.session.exec(select(model.id).where(said)).all()]
    excused = select(RosterVersion.id, RosterVersion.overrides).where(RosterVersion.overrides != [])
    for key, overrides in work.session.exec(excused).all():
        if any(word in str(overrides) for word in words):
            rows.append((str(RosterVersion.__tablename__), key))
    return [Mention(table=table, id=key) for table, key in sorted(rows)]
