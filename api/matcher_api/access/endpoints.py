"""/sessions and /tokens"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from matcher_api.access import logging_in, own_password, service
from matcher_api.access.identify import COOKIE
from matcher_api.access.logging_in import Opened
from matcher_api.access.roles import EVERYBODY
from matcher_api.access.shapes import (
    CardCode,
    Credentials,
    PasswordChange,
    SessionListed,
    SessionShown,
    TokenDraft,
    TokenMade,
    TokenShown,
)
from matcher_api.access.two_steps import KeyOf, allow_first
from matcher_api.web.etag import IfMatch
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("", "sessions")
NO_STORE = "no-store"


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def session_cookie(request: Request, response: Response, opened: Opened) -> None:
    """Gives the browser the session that was just opened."""
    app = request.app.state
    response.set_cookie(
        COOKIE,
        opened.key,
        max_age=int((opened.expires_at - app.now()).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=app.settings.secure_cookies,
    )


def _given(request: Request, response: Response, opened: Opened) -> SessionShown:
    session_cookie(request, response, opened)
    return SessionShown(
        username=opened.username,
        language=opened.language,
        roles=list(opened.roles),
        csrf=opened.csrf,
        card=opened.card,
    )


@router.post("/sessions", status_code=201)
def open_session(request: Request, response: Response, credentials: Credentials) -> SessionShown:
    """Logs in: the session is a cookie; changes made with it need the CSRF token of the answer."""
    app = request.app.state
    opened = logging_in.opened(
        app.engine,
        app.settings,
        app.attempts,
        username=credentials.username,
        password=credentials.password,
        address=address_of(request),
        now=app.now(),
    )
    return _given(request, response, opened)


@router.post("/sessions/card", status_code=201)
def open_session_by_card(request: Request, response: Response, card: CardCode) -> SessionShown:
    """Logs in by a personal card: for two hours, to see one's offers and shifts and to answer them. Contact data,
    password, tokens and consents cannot be changed that way."""
    app = request.app.state
    opened = logging_in.opened_by_card(
        app.engine, app.attempts, code=card.code, address=address_of(request), now=app.now()
    )
    return _given(request, response, opened)


@router.get("/sessions", dependencies=allow(*EVERYBODY))
def list_sessions(work: WorkOf, paging: PagingOf) -> Page[SessionListed]:
    """One's own open sessions."""
    return service.sessions(work, paging)


@router.get("/sessions/current", dependencies=allow(*EVERYBODY))
def current_session(work: WorkOf) -> SessionShown:
    """Who is logged in."""
    return service.current(work)


@router.delete("/sessions/current", status_code=204, dependencies=allow(*EVERYBODY))
def close_session(work: WorkOf, response: Response) -> None:
    """Logs out."""
    service.closed(work)
    response.delete_cookie(COOKIE)


@router.post("/sessions/current/password", status_code=204, dependencies=allow_first(*EVERYBODY))
def change_password(request: Request, change: PasswordChange, key: KeyOf) -> None:
    """One's own, knowing the one before. All other sessions end."""
    own_password.changed(request, change, key)


@router.delete("/sessions/{session_id}", status_code=204, dependencies=allow(*EVERYBODY))
def revoke_session(work: WorkOf, session_id: str, if_match: IfMatch = None) -> None:
    """Ends one of one's own sessions; an administrator ends anybody's."""
    service.session_revoked(work, session_id, if_match)


@router.post("/tokens", status_code=201, dependencies=allow(*EVERYBODY))
def make_token(work: WorkOf, draft: TokenDraft, response: Response) -> TokenMade:
    """A token for a program; it may do what its login may. The key is shown this once."""
    response.headers["Cache-Control"] = NO_STORE
    return service.token_made(work, draft)


@router.get("/tokens", dependencies=allow(*EVERYBODY))
def list_tokens(work: WorkOf, paging: PagingOf) -> Page[TokenShown]:
    """One's own tokens."""
    return service.tokens(work, paging)


@router.delete("/tokens/{token_id}", status_code=204, dependencies=allow(*EVERYBODY))
def revoke_token(work: WorkOf, token_id: str, if_match: IfMatch = None) -> None:
    service.token_revoked(work, token_id, if_match)
