"""Logins, what they may be, their sessions and tokens, and the log of what was revealed to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from matcher_api.database.record import Record, utc_now


class Login(Record, table=True):
    """A name and a password (argon2); `password_hash` empty: only tokens and cards open it."""

    __tablename__ = "login"
    username: str = Field(index=True, unique=True, max_length=80)
    password_hash: str = ""
    disabled: bool = False
    language: str = Field(default="zh", max_length=5)


class Grant(Record, table=True):
    """One role of a login: for one community, or (None) for all; and whom the login is, where the role needs it."""

    __tablename__ = "access_grant"
    __table_args__ = (UniqueConstraint("login_id", "role", "community_id", "person_id", "organisation_id"),)
    login_id: str = Field(foreign_key="login.id", index=True, ondelete="CASCADE")
    role: str = Field(max_length=20)
    community_id: str | None = Field(default=None, foreign_key="community.id", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")
    resident_id: str | None = Field(default=None, foreign_key="resident.id", index=True, ondelete="CASCADE")
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id")
    provider_id: str | None = Field(default=None, foreign_key="provider.id")


class LoginSession(Record, table=True):
    """A browser's session: the cookie holds a random key, here lies its hash. `card_person_id`: it was opened by the
    personal card of that person, and may do less (see cards.py)."""

    __tablename__ = "login_session"
    login_id: str = Field(foreign_key="login.id", index=True, ondelete="CASCADE")
    key_hash: str = Field(index=True, unique=True, max_length=64)
    csrf: str = Field(max_length=64)
    expires_at: datetime
    revoked_at: datetime | None = None
    card_person_id: str | None = Field(default=None, foreign_key="person.id", index=True, ondelete="CASCADE")


class MachineToken(Record, table=True):
    """A token for programs, shown once; it may do what its login may."""

    __tablename__ = "machine_token"
    login_id: str = Field(foreign_key="login.id", index=True, ondelete="CASCADE")
    key_hash: str = Field(index=True, unique=True, max_length=64)
    name: str = Field(max_length=80)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class Reveal(Record, table=True):
    """Somebody was shown somebody's door or phone; `subject_id` is of the person or resident shown, `by_role` what
    gave the right to see it."""

    __tablename__ = "reveal"
    community_id: str | None = Field(default=None, foreign_key="community.id", index=True)
    at: datetime = Field(default_factory=utc_now)
    login_id: str = Field(index=True)
    by_role: str = Field(default="", max_length=20)
    subject_kind: str = Field(max_length=20)
    subject_id: str = Field(index=True)
    what: str = Field(max_length=40)
    reason: str = Field(max_length=80)
    visit_id: str | None = None
