"""Security headers on every answer that brings none of its own, and a cap on bodies; plain ASGI, so that streams are
not held back."""

from __future__ import annotations

import json

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher_api.errors import Refusal
from matcher_api.errors.respond import MEDIA

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
HSTS = (b"strict-transport-security", b"max-age=31536000")


def by_eye(scope: Scope) -> bool:
    """A browser asks for a page, not a program for data."""
    accept = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accept and not scope["path"].startswith("/api/")


class TooLarge(HTTPException):
    """More came than the body may hold. An HTTPException, as FastAPI calls any other one a body it cannot read."""

    def __init__(self) -> None:
        super().__init__(413)


class Guard:
    """`most` bytes a body; `secure`: the service is reached by https."""

    def __init__(self, app: ASGIApp, *, most: int, secure: bool) -> None:
        self._app, self._most = app, most
        self._headers = [*HEADERS, HSTS] if secure else [*HEADERS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        declared = int(length) if length.isdigit() else 0
        got, begun = 0, False

        async def counted() -> Message:
            nonlocal got
            if declared > self._most:
                raise TooLarge
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._most:
                raise TooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in message.get("headers", ())}
                message["headers"] = [
                    *message.get("headers", ()), *((name, value) for name, value in self._headers if name not in own)
                ]  # fmt: skip
            await send(message)

        if declared > self._most and not by_eye(scope):  # a page says it itself
            await self._refuse(guarded)
            return
        try:
            await self._app(scope, counted, guarded)
        except TooLarge:
            if begun:
                raise
            await self._refuse(guarded)

    async def _refuse(self, send: Send) -> None:
        refusal = Refusal("too_large", limit=self._most >> 20)
        body = json.dumps(refusal.body(), ensure_ascii=False).encode()
        headers = [(b"content-type", MEDIA.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
