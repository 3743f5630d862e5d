"""Refusals, invalid input and stale writes as problem+json; anything unforeseen is logged and says nothing."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException

from matcher.errors import InvalidProblem
from matcher_api.errors.catalogue import CATALOGUE
from matcher_api.errors.refusal import Fault, Refusal
from matcher_api.operations.logs import told

MEDIA = "application/problem+json"
log = structlog.get_logger()
_ZH = {"missing": "缺少这一项", "extra_forbidden": "不认识的字段"}


def respond(refusal: Refusal) -> JSONResponse:
    return JSONResponse(refusal.body(), refusal.status, headers=refusal.headers, media_type=MEDIA)


def _code(name: str) -> str | None:
    """A trigger may refuse by a code of the catalogue, as the name of its constraint or as its whole message."""
    return name if name in CATALOGUE else None


def invalid(error: RequestValidationError) -> Refusal:
    """All faults of pydantic, each with its path."""
    faults = [
        Fault(
            field=".".join(str(p) for p in e["loc"] if p not in ("body", "query", "path", "header")),
            code=str(e["type"]),
            zh=_ZH.get(str(e["type"]), f"内容不符合要求（{e['msg']}）"),
            en=str(e["msg"]),
        )
        for e in error.errors()
    ]
    return Refusal("invalid", faults=faults)


def invalid_problem(error: InvalidProblem) -> Refusal:
    """Faults the library found, each with its way out."""
    faults = [
        Fault(e.where, e.code, f"{e.where}：{e.message}" + (f"；{e.hint}" if e.hint else ""), f"{e.message}; {e.hint}")
        for e in error.errors
    ]
    return Refusal("invalid", faults=faults)


def refused_by_constraint(error: IntegrityError) -> Refusal:
    # PostgreSQL's message quotes the values, which may be personal: only the name of the constraint is logged.
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or type(error.orig).__name__
    log.info("constraint", name=name)
    return Refusal(_code(name) or _code(str(error.orig)) or "conflict")


def plain(request: Request, error: HTTPException) -> JSONResponse:
    """What the framework refuses by itself."""
    if error.status_code == 413:
        return respond(Refusal("too_large", limit=request.app.state.settings.max_body_mb))
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(error.detail),
        "status": error.status_code,
        "code": f"http_{error.status_code}",
        "zh": str(error.detail),
        "en": str(error.detail),
    }
    return JSONResponse(body, error.status_code, headers=error.headers, media_type=MEDIA)


def unforeseen(request: Request, error: Exception) -> JSONResponse:
    """Logged by its kind and place: what it says may be personal."""
    route = getattr(request.scope.get("route"), "path", "")
    log.error("unforeseen", route=route, **told(error))
    return respond(Refusal("internal"))


def install(app: FastAPI) -> None:
    """Handlers for everything a request may end with besides an answer."""

    @app.exception_handler(Refusal)
    def refused(_: Request, error: Refusal) -> JSONResponse:
        return respond(error)

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        return respond(invalid(error))

    @app.exception_handler(InvalidProblem)
    def unsound(_: Request, error: InvalidProblem) -> JSONResponse:
        return respond(invalid_problem(error))

    @app.exception_handler(StaleDataError)
    def stale(_: Request, __: StaleDataError) -> JSONResponse:
        return respond(Refusal("stale"))

    @app.exception_handler(IntegrityError)
    def constraint(_: Request, error: IntegrityError) -> JSONResponse:
        return respond(refused_by_constraint(error))

    app.add_exception_handler(HTTPException, plain)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, unforeseen)
