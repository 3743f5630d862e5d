"""What goes wrong outside the code of a page, as a page for whoever looks: no such address, a form that is too large,
something that nobody foresaw. Programs get problem+json, as everywhere."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from matcher_api.access.two_steps import looking
from matcher_api.errors import Refusal
from matcher_api.errors.respond import plain, unforeseen
from matcher_api.pages.drawing import drawn
from matcher_api.web.headers import by_eye


def install(app: FastAPI) -> None:
    """In place of the handlers for programs alone."""
    app.add_exception_handler(HTTPException, refused)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, failed)


def refused(request: Request, error: HTTPException) -> Response:
    """An address that does not exist, or only takes forms; a body that is not read."""
    if not by_eye(request.scope):
        return plain(request, error)
    if error.status_code == 413:
        refusal = Refusal("too_large", limit=request.app.state.settings.max_body_mb)
    else:
        refusal = Refusal("not_found" if error.status_code in (404, 405) else "invalid")
    answer = _drawn(request, refusal)
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer


def failed(request: Request, error: Exception) -> Response:
    """Drawn without the database: it may be what failed."""
    answer = unforeseen(request, error)
    if not by_eye(request.scope):
        return answer
    request.state.refusal = Refusal("internal")
    return drawn(request, None, "refused.html")


def _drawn(request: Request, refusal: Refusal) -> Response:
    """With the navigation of the reader, where it is known."""
    request.state.refusal = refusal
    try:
        with looking(request) as work:
            return drawn(request, work, "refused.html")
    except Refusal:  # a form without its token
        return drawn(request, None, "refused.html")
