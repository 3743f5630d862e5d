"""The first administrator, made from the command line."""

from __future__ import annotations

import secrets

from sqlmodel import Session, select

from matcher_api.access.models import Grant, Login
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import passwords


def make_admin(session: Session, username: str, *, cheap: bool = False) -> str:
    """Makes the login, or opens it again, with every right; the password is new and shown this once. The caller
    commits."""
    password = secrets.token_urlsafe(12)
    login = session.exec(select(Login).where(Login.username == username)).first()
    if login is None:
        login = Login(username=username)
        session.add(login)
    login.password_hash, login.disabled = passwords(cheap=cheap).hash(password), False
    session.flush()
    held = select(Grant).where(Grant.login_id == login.id, Grant.role == AccessRole.ADMIN)
    if session.exec(held).first() is None:
        session.add(Grant(login_id=login.id, role=AccessRole.ADMIN))
        session.flush()
    return password
