"""Where a person's and a resident's data lie: what is given out, what goes with them, and which words are blanked in
rows that stay. A table that names somebody and is in neither list fails a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, null
from sqlmodel import col, select

from matcher_api.access.models import Grant
from matcher_api.access.subjects import Subject
from matcher_api.assignments.models import AssignmentRow
from matcher_api.bookings.models import Booking
from matcher_api.certificates.models import Certificate
from matcher_api.complaints.models import Complaint, Rating
from matcher_api.database.record import Record
from matcher_api.hours.models import HourEntry
from matcher_api.incidents.models import Incident
from matcher_api.notifications.models import Notification
from matcher_api.people.models import (
    AvailabilityDate,
    AvailabilityRule,
    Consent,
    Credential,
    PairRow,
    Person,
    PersonContact,
    PersonSkill,
)
from matcher_api.requests.models import Request
from matcher_api.residents.models import QuotaRow, ResidentContact
from matcher_api.rosters.models import PinRow
from matcher_api.visits.models import Visit
from matcher_api.visits.states import ENDED


@dataclass(frozen=True, slots=True)
class Held:
    """`key`: the column that says whose a row is. `gone`: tables whose rows are deleted; `blanked`: rows stay, these
    columns get these values (a column: its value)."""

    key: str
    gone: tuple[type[Record], ...]
    blanked: tuple[tuple[type[Record], Mapping[str, Any]], ...]

    @property
    def tables(self) -> tuple[type[Record], ...]:
        return (*self.gone, *(model for model, _ in self.blanked))

    def of(self, model: type[Record], subject: Subject) -> ColumnElement[bool]:
        return col(getattr(model, self.key)) == subject.id


def _unless_unsettled(place: Any) -> Any:
    """Where a visit took place is known (the building, never the door) until who came has been given their hours."""
    return case((col(Visit.state).in_([s.value for s in ENDED]), null()), else_=col(place))


OF_PERSON = Held(
    key="person_id",
    gone=(
        PersonContact, PersonSkill, Credential, AvailabilityRule, AvailabilityDate, PairRow, PinRow, Notification,
        Grant,
    ),
    blanked=(
        (AssignmentRow, {"reason": "", "why": {}}),
        (HourEntry, {"reason": ""}),
        (Certificate, {}),
        (Complaint, {"text": "", "note": ""}),
        (Incident, {"text": "", "note": ""}),
        (Consent, {"detail": {}}),
    ),
)  # fmt: skip
OF_RESIDENT = Held(
    key="resident_id",
    gone=(ResidentContact, QuotaRow, Notification, Grant),
    blanked=(
        (Request, {"text": "", "reason": "", "needs": {}}),
        (
            Visit,
            {
                "code": col(Visit.id), "title": "", "reason": "", "series": "", "request_code": "",
                "beneficiary_sex": "", "groups": [], "pace": None, "max_walk_minutes": None,
                "place_id": _unless_unsettled(Visit.place_id), "origin_id": _unless_unsettled(Visit.origin_id),
                "conditions": [], "door_code": "",
            },
        ),
        (Booking, {"reason": ""}),
        (Complaint, {"text": "", "note": ""}),
        (Rating, {"text": ""}),
        (Incident, {"text": "", "note": ""}),
        (Consent, {"detail": {}}),
    ),
)  # fmt: skip


def held_of(subject: Subject) -> Held:
    return OF_PERSON if isinstance(subject, Person) else OF_RESIDENT


def visits_of(resident_id: str) -> Any:
    """Ids of the visits that serve a resident, as a subquery."""
    return select(Visit.id).where(Visit.resident_id == resident_id)
