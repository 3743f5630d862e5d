"""Every call is counted, timed and logged: plain ASGI, so that streams are not held back."""

from __future__ import annotations

import secrets
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher_api.operations.metrics import Metrics

log = structlog.get_logger()
QUIET = ("/health", "/ready", "/metrics")
"""Asked every few seconds by machines; counted, not logged."""


class Watched:
    """The answer carries `X-Request-Id`, by which a line of the log is found."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, number = time.perf_counter(), 500, secrets.token_hex(8)
        seconds = 0.0

        async def noted(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], time.perf_counter() - began
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        try:
            with structlog.contextvars.bound_contextvars(request=number):
                await self._app(scope, receive, noted)
        finally:
            route = template(scope)
            self._metrics.called(scope["method"], route, status, seconds)
            if route not in QUIET:
                log.info(
                    "call",
                    request=number,
                    method=scope["method"],
                    route=route,
                    status=status,
                    ms=round(seconds * 1000, 1),
                    login=scope.get("state", {}).get("login_id"),
                )


def template(scope: Scope) -> str:
    """The path with the names of its parts instead of their values: the route alone does not know its prefix."""
    if "route" not in scope:
        return "unknown"
    names = {str(value): f"{{{name}}}" for name, value in scope.get("path_params", {}).items()}
    return "/".join(names.get(part, part) for part in scope["path"].split("/"))
