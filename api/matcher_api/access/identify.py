"""Cookie or token -> Actor, in the transaction of the request."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from sqlmodel import Session, select

from matcher_api.access.actor import ANONYMOUS, Actor, actor_of
from matcher_api.access.models import Grant, Login, LoginSession, MachineToken
from matcher_api.access.secret_keys import key_hash
from matcher_api.errors import Refusal

COOKIE = "matcher_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def identify(request: Request, session: Session, *, now: datetime) -> Actor:
    """The actor of a request; ANONYMOUS without or with an expired key. Refuses a changing request by cookie whose
    CSRF token is missing or wrong."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return _by_token(session, token, now)
    cookie = request.cookies.get(COOKIE)
    return _by_cookie(request, session, cookie, now) if cookie else ANONYMOUS


def _by_token(session: Session, token: str, now: datetime) -> Actor:
    row = session.exec(select(MachineToken, Login).join(Login).where(MachineToken.key_hash == key_hash(token))).first()
    if row is None:
        raise Refusal("not_logged_in")
    kept, login = row
    if kept.revoked_at is not None or login.disabled or (kept.expires_at is not None and kept.expires_at <= now):
        raise Refusal("not_logged_in")
    return _actor(session, login)


def _by_cookie(request: Request, session: Session, cookie: str, now: datetime) -> Actor:
    row = session.exec(select(LoginSession, Login).join(Login).where(LoginSession.key_hash == key_hash(cookie))).first()
    if row is None:
        return ANONYMOUS
    kept, login = row
    if kept.revoked_at is not None or kept.expires_at <= now or login.disabled:
        return ANONYMOUS
    if request.method not in SAFE and request.headers.get(CSRF_HEADER) != kept.csrf:
        raise Refusal("csrf")
    return _actor(session, login, csrf=kept.csrf, session_id=kept.id)


def _actor(session: Session, login: Login, *, csrf: str = "", session_id: str | None = None) -> Actor:
    grants = session.exec(select(Grant).where(Grant.login_id == login.id)).all()
    return actor_of(
        grants, login_id=login.id, username=login.username, language=login.language, csrf=csrf, session_id=session_id
    )
