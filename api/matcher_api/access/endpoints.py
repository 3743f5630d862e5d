"""/sessions and /tokens"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from matcher_api.access import logging_in, service
from matcher_api.access.identify import COOKIE
from matcher_api.access.roles import EVERYBODY
from matcher_api.access.shapes import Credentials, SessionShown, TokenDraft, TokenMade, TokenShown
from matcher_api.web.etag import IfMatch
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("", "sessions")


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
        address=request.client.host if request.client else "",
        now=app.now(),
    )
    response.set_cookie(
        COOKIE,
        opened.key,
        max_age=app.settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=app.settings.secure_cookies,
    )
    return SessionShown(username=opened.username, language=opened.language, roles=list(opened.roles), csrf=opened.csrf)


@router.get("/sessions/current", dependencies=allow(*EVERYBODY))
def current_session(work: WorkOf) -> SessionShown:
    """Who is logged in."""
    return service.current(work)


@router.delete("/sessions/current", status_code=204, dependencies=allow(*EVERYBODY))
def close_session(work: WorkOf, response: Response) -> None:
    """Logs out."""
    service.closed(work)
    response.delete_cookie(COOKIE)


@router.post("/tokens", status_code=201, dependencies=allow(*EVERYBODY))
def make_token(work: WorkOf, draft: TokenDraft) -> TokenMade:
    """A token for a program; it may do what its login may. The key is shown this once."""
    return service.token_made(work, draft)


@router.get("/tokens", dependencies=allow(*EVERYBODY))
def list_tokens(work: WorkOf, paging: PagingOf) -> Page[TokenShown]:
    """One's own tokens."""
    return service.tokens(work, paging)


@router.delete("/tokens/{token_id}", status_code=204, dependencies=allow(*EVERYBODY))
def revoke_token(work: WorkOf, token_id: str, if_match: IfMatch = None) -> None:
    service.token_revoked(work, token_id, if_match)
