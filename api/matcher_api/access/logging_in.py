"""Logging in and out. The password is checked outside any transaction: argon2 takes a quarter of a second, and the
writers of SQLite would queue behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Engine
from sqlmodel import Session, select

from matcher_api.access.models import Grant, Login, LoginSession
from matcher_api.access.secret_keys import key_hash, new_key, passwords
from matcher_api.audit.models import AuditEntry
from matcher_api.database.engine import writing
from matcher_api.errors import Refusal
from matcher_api.settings import Settings


class Attempts:
    """Counts logins by address and by name, so that neither can be guessed at; kept in this process's memory."""

    def __init__(self, limit: str) -> None:
        self._limit = parse(limit)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, *keys: str) -> None:
        """One more try; refuses when one of the keys has none left."""
        for key in keys:
            if not self._limiter.hit(self._limit, key):
                raise Refusal(
                    "too_many_attempts",
                    headers={"Retry-After": str(self._limit.get_expiry())},
                    seconds=self._limit.get_expiry(),
                )


@dataclass(frozen=True)
class Opened:
    """A session that was just opened; `key` goes into the cookie and is kept nowhere."""

    key: str
    csrf: str
    username: str
    language: str
    roles: tuple[str, ...]
    expires_at: datetime


def opened(
    engine: Engine, settings: Settings, attempts: Attempts, *, username: str, password: str, address: str, now: datetime
) -> Opened:
    """Checks the password and opens a session. An unknown name takes as long as a wrong password."""
    attempts.spend(f"address {address}", f"name {username}")
    with Session(engine) as session:
        login = session.exec(select(Login).where(Login.username == username)).first()
        kept = login.password_hash if login is not None else ""
    hasher = passwords(cheap=settings.cheap_passwords)
    fits = hasher.verify(password, kept or hasher.hash("nobody"))
    if login is None or not kept or not fits or login.disabled:
        raise Refusal("login_failed")
    key, csrf = new_key(), new_key()
    expires = now + timedelta(hours=settings.session_hours)
    with Session(writing(engine)) as session:
        session.add(LoginSession(login_id=login.id, key_hash=key_hash(key), csrf=csrf, expires_at=expires))
        session.add(
            AuditEntry(at=now, login_id=login.id, action="session.open", subject_kind="login", subject_id=login.id)
        )
        roles = sorted(session.exec(select(Grant.role).where(Grant.login_id == login.id)).all())
        session.commit()
    return Opened(key, csrf, username, login.language, tuple(dict.fromkeys(roles)), expires)
