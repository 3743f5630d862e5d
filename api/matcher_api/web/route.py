"""How every endpoint is called: what no database can keep is refused first, a transaction that another one stood in the
way of is tried again, and the answer of a call with an Idempotency-Key is kept or replayed."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError

from matcher_api.web.idempotency import Replay
from matcher_api.web.storable import refuse_unstorable

TRIES = 4
AGAIN = frozenset({"40001", "40P01"})
"""PostgreSQL: could not serialize; deadlock. The transaction is undone: the same call may go through now."""


class WholeRoute(APIRoute):
    """One call, one transaction, carried out whole or not at all."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            await refuse_unstorable(request)
            for left in reversed(range(TRIES)):
                try:
                    return await attempt(request)
                except Replay as replay:
                    call = replay.call
                    return Response(call.body, call.status, {**call.headers, "Idempotent-Replay": "true"})
                except DBAPIError as error:
                    if not left or getattr(error.orig, "sqlstate", None) not in AGAIN:
                        raise
            raise AssertionError("the last try answers or raises")

        async def attempt(request: Request) -> Response:
            # FastAPI ends dependencies of scope "function" with this stack: here, so that a commit that fails is seen
            outer = request.scope["fastapi_function_astack"]
            try:
                async with AsyncExitStack() as stack:
                    request.scope["fastapi_function_astack"] = stack
                    response: Response = await handle(request)
                    request.state.answer = response  # `Idempotency.keep` runs when the stack ends, before the commit
                return response
            finally:
                request.scope["fastapi_function_astack"] = outer

        return handler
