"""Opening sessions. The password is checked outside any transaction: argon2 takes a quarter of a second, and the
writers of SQLite would queue behind it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from matcher_api.access.cards import LOGIN
from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import code_hash, key_hash, new_key, nobodys_hash, passwords
from matcher_api.audit.models import AuditEntry
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.people.models import Person
from matcher_api.settings import Settings

CARD_HOURS = 2
"""A session opened by a card ends sooner."""
CARD_STATES = ("registered", "active", "paused")
"""Of the person whose card it is."""


class Attempts:
    """Counts logins by address and by name, so that neither can be guessed at; kept in this process's memory."""

    def __init__(self, limit: str) -> None:
        self._limit = parse(limit)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, *keys: str) -> None:
        """One more try; refuses when one of the keys has none left."""
        for key in keys:
            if not self._limiter.hit(self._limit, key):
                wait = max(1, math.ceil(self._limiter.get_window_stats(self._limit, key).reset_time - time.time()))
                raise Refusal("too_many_attempts", headers={"Retry-After": str(wait)}, seconds=wait)


@dataclass(frozen=True)
class Opened:
    """A session that was just opened; `key` goes into the cookie and is kept nowhere."""

    key: str
    csrf: str
    username: str
    language: str
    roles: tuple[str, ...]
    expires_at: datetime
    card: bool = False


def opened(
    engine: Engine, settings: Settings, attempts: Attempts, *, username: str, password: str, address: str, now: datetime
) -> Opened:
    """Checks the password and opens a session. An unknown name takes as long as a wrong password."""
    attempts.spend(f"address {address}", f"name {username}")
    with Session(engine) as session:
        login = session.exec(select(Login).where(Login.username == username)).first()
    kept = login.password_hash if login is not None else ""
    cheap = settings.cheap_passwords
    fits = passwords(cheap=cheap).verify(password, kept or nobodys_hash(cheap=cheap))
    if login is None or not kept or not fits:
        raise Refusal("login_failed")
    with Session(writing(engine)) as session:
        again = session.get(Login, login.id)
        if again is None or again.disabled or again.password_hash != kept:  # changed while it was checked
            raise Refusal("login_failed")
        roles = sorted(session.exec(select(Grant.role).where(Grant.login_id == login.id)).all())
        made = _made(session, again, now, now + timedelta(hours=settings.session_hours), roles)
        session.commit()
    return made


def opened_by_card(engine: Engine, attempts: Attempts, *, code: str, address: str, now: datetime) -> Opened:
    """The code of a personal card, printed or scanned, opens a short session of its person."""
    attempts.spend(f"address {address}")
    with Session(writing(engine)) as session:
        person = session.exec(select(Person).where(Person.card_key_hash == code_hash(code))).first()
        if person is None or person.state not in CARD_STATES:
            raise Refusal("card_unknown")
        login = session.exec(select(Login).where(Login.username == f"{LOGIN}{person.id}")).first()
        if login is None or login.disabled:
            raise Refusal("card_unknown")
        roles = [AccessRole.VOLUNTEER.value]
        made = _made(session, login, now, now + timedelta(hours=CARD_HOURS), roles, card_person_id=person.id)
        session.commit()
    return made


def _made(
    session: Session,
    login: Login,
    now: datetime,
    expires: datetime,
    roles: list[str],
    *,
    card_person_id: str | None = None,
) -> Opened:
    """A new session; those of the login that ended are forgotten."""
    session.exec(
        delete(LoginSession).where(col(LoginSession.login_id) == login.id, col(LoginSession.expires_at) <= now)
    )
    key, csrf = new_key(), new_key()
    session.add(
        LoginSession(
            login_id=login.id,
            key_hash=key_hash(key),
            csrf=csrf,
            expires_at=expires,
            card_person_id=card_person_id,
            created_at=now,
            updated_at=now,
        )
    )
    session.add(AuditEntry(at=now, login_id=login.id, action="session.open", subject_kind="login", subject_id=login.id))
    return Opened(
        key, csrf, login.username, login.language, tuple(dict.fromkeys(roles)), expires, card_person_id is not None
    )
