"""Finds out who sends a request: a bearer token or a session cookie; changes by cookie need the CSRF token too."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from fastapi import Request
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from matcher_api.access.actor import ANONYMOUS, Actor, actor_of
from matcher_api.access.cards import card_may, card_rights
from matcher_api.access.models import Grant, Login, LoginSession, MachineToken
from matcher_api.access.secret_keys import key_hash
from matcher_api.errors import Refusal

COOKIE = "matcher_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN = (
    select(MachineToken, Login, Grant)
    .join(Login, col(Login.id) == col(MachineToken.login_id))
    .outerjoin(Grant, col(Grant.login_id) == col(Login.id))
    .where(col(MachineToken.key_hash) == bindparam("key"))
)
SESSION = (
    select(LoginSession, Login, Grant)
    .join(Login, col(Login.id) == col(LoginSession.login_id))
    .outerjoin(Grant, col(Grant.login_id) == col(Login.id))
    .where(col(LoginSession.key_hash) == bindparam("key"))
)
"""Who it is and what they may, in one statement: every call begins with it. Built once, which takes longer than to run
it."""


def identify(request: Request, session: Session, *, now: datetime) -> Actor:
    """The actor of a request; ANONYMOUS without a cookie or with an expired one. Refuses a token that is not valid, a
    changing request by cookie whose CSRF token is missing or wrong, and what a personal card may not do."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return _by_token(session, token, now)
    cookie = request.cookies.get(COOKIE)
    return _by_cookie(request, session, cookie, now) if cookie else ANONYMOUS


def _by_token(session: Session, token: str, now: datetime) -> Actor:
    rows = session.exec(TOKEN, params={"key": key_hash(token)}).all()
    if not rows:
        raise Refusal("not_logged_in")
    kept, login, _ = rows[0]
    if kept.revoked_at is not None or login.disabled or (kept.expires_at is not None and kept.expires_at <= now):
        raise Refusal("not_logged_in")
    return _actor(login, _grants(rows), until=kept.expires_at)


def _by_cookie(request: Request, session: Session, cookie: str, now: datetime) -> Actor:
    rows = session.exec(SESSION, params={"key": key_hash(cookie)}).all()
    if not rows:
        return ANONYMOUS
    kept, login, _ = rows[0]
    if kept.revoked_at is not None or kept.expires_at <= now or login.disabled:
        return ANONYMOUS
    given = request.headers.get(CSRF_HEADER) or str(getattr(request.state, "csrf", ""))  # a field of a page
    if request.method not in SAFE and not _same(given, kept.csrf):
        raise Refusal("csrf")
    grants = _grants(rows)
    if kept.card_person_id is None:
        return _actor(login, grants, csrf=kept.csrf, session_id=kept.id)
    if not card_may(request.method, request.scope["path"]):
        raise Refusal("card_limited")
    return _actor(login, card_rights(grants, kept.card_person_id), csrf=kept.csrf, session_id=kept.id, card=True)


def _same(given: str, kept: str) -> bool:
    return hmac.compare_digest(given.encode(), kept.encode())


def _grants(rows: Sequence[tuple[object, Login, Grant | None]]) -> list[Grant]:
    return [grant for _, _, grant in rows if grant is not None]


def _actor(
    login: Login,
    grants: list[Grant],
    *,
    csrf: str = "",
    session_id: str | None = None,
    card: bool = False,
    until: datetime | None = None,
) -> Actor:
    return actor_of(
        grants,
        login_id=login.id,
        username=login.username,
        language=login.language,
        csrf=csrf,
        session_id=session_id,
        card=card,
        until=until,
    )
