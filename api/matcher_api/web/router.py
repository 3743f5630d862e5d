"""The router of a resource: its refusals are documented, its POSTs may carry an Idempotency-Key."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.routing import Match
from starlette.types import Scope

from matcher_api.web.route import WholeRoute

BELOW = "/api/v1"
"""Where resources are served; pages are at the top."""


class FaultShown(BaseModel):
    field: str
    code: str
    zh: str
    en: str


class RefusalShown(BaseModel):
    """problem+json (RFC 9457) with a stable `code` and texts in both languages."""

    type: str
    title: str
    status: int
    code: str
    zh: str
    en: str
    field: str | None = None
    conflict: dict[str, Any] | None = None
    errors: list[FaultShown] | None = None


_TOLD = {
    400: "The request could not be read",
    401: "No login",
    403: "Not for this role",
    404: "Not found, or not yours to see",
    409: "Conflicts with an existing record or the state it is in",
    412: "Somebody changed it meanwhile",
    413: "Too large",
    422: "Errors in the input, all at once",
    428: "If-Match is missing",
    429: "Too many attempts",
}
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {"application/problem+json": {"schema": RefusalShown.model_json_schema()}}}
    for status, text in _TOLD.items()
}


class Resource(APIRouter):
    """A router that looks at its routes only for paths that may be its own: one call would else be compared with the
    patterns of some hundred routes, which took a tenth of its time."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        own = self.prefix.partition("{")[0]
        if scope["type"] == "http" and not scope["path"].removeprefix(BELOW).startswith(own):
            return Match.NONE, {}
        return super().matches(scope)


def resource(prefix: str, name: str) -> APIRouter:
    return Resource(prefix=prefix, tags=[name], route_class=WholeRoute, responses=REFUSALS)
