"""How the one a message is for can be reached: looked up when it goes out, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from matcher_api.access.cards import LOGIN
from matcher_api.access.models import Grant, Login
from matcher_api.notifications.models import Notification
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import PersonContact
from matcher_api.residents.models import ResidentContact
from matcher_api.settings import Settings

EMAIL, WEBHOOK, CALL_LIST = "email", "webhook", "call_list"


@dataclass(frozen=True)
class Reach:
    """Empty: not by this way. `inbox`: reads messages in the service itself."""

    email: str = ""
    phone: str = ""
    inbox: bool = False

    def channels(self, settings: Settings) -> tuple[str, ...]:
        """Those that are set up here and lead to them."""
        ways = ((EMAIL, self.email and settings.smtp_host), (WEBHOOK, self.phone and settings.webhook_url))
        return tuple(name for name, there in ways if there)


DESK = Reach(inbox=True)


def reach_of(session: Session, note: Notification) -> Reach:
    """A login by personal card alone is no inbox: nobody is told to look."""
    if note.person_id is not None:
        person = session.exec(select(PersonContact).where(PersonContact.person_id == note.person_id)).first()
        if person is None:
            return Reach(inbox=_logs_in(session, Grant.person_id, note.person_id))
        inbox = person.has_smartphone and _logs_in(session, Grant.person_id, note.person_id)
        return Reach(person.email, person.phone, inbox)
    if note.resident_id is not None:
        inbox = _logs_in(session, Grant.resident_id, note.resident_id)
        phones = session.exec(
            select(ResidentContact.phone).where(ResidentContact.resident_id == note.resident_id)
        ).all()
        return Reach("", next(iter(phones), ""), inbox)
    if note.organisation_id is not None:
        unit = session.get_one(Organisation, note.organisation_id)
        return Reach("", unit.contact_phone, _logs_in(session, Grant.organisation_id, unit.id))
    return DESK


def _logs_in(session: Session, column: Any, key: str) -> bool:
    query = (
        select(Login.username)
        .join(Grant, col(Grant.login_id) == col(Login.id))
        .where(col(column) == key, col(Login.disabled).is_(False))
    )
    names: Sequence[str] = session.exec(query).all()
    return any(not name.startswith(LOGIN) for name in names)
