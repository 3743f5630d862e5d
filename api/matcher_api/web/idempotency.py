"""`Idempotency-Key` on POST: the same key and body by the same login is carried out once and answered alike."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response
from sqlalchemy import UniqueConstraint, delete
from sqlmodel import Field, Session, col, select

from matcher_api.access.actor import Actor
from matcher_api.database.record import Record, json_column
from matcher_api.errors import Refusal

HEADER = "Idempotency-Key"
KEPT = timedelta(days=2)
LONGEST = 200


class IdempotentCall(Record, table=True):
    """A POST that was carried out, kept in its own transaction; `status` 0: its answer was a stream, or one that nobody
    may store (`Cache-Control: no-store`: a key shown once), and is not kept."""

    __tablename__ = "idempotent_call"
    __table_args__ = (UniqueConstraint("caller", "key"),)
    caller: str = Field(max_length=64)
    key: str = Field(max_length=LONGEST)
    fingerprint: str = Field(max_length=64)
    status: int = 0
    headers: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())
    body: str = ""


class Replay(Exception):
    """The call was carried out before: its answer."""

    def __init__(self, call: IdempotentCall) -> None:
        super().__init__()
        self.call = call


async def remember(request: Request) -> str:
    """Fingerprint of the request where it carries a key; empty otherwise."""
    if request.method != "POST" or HEADER not in request.headers:
        return ""
    parts = (request.method, str(request.url), request.headers.get("content-type", ""))
    return hashlib.sha256("\n".join(parts).encode() + await request.body()).hexdigest()


class Idempotency:
    """Keeps calls and replays their answers."""

    def claim(self, request: Request, session: Session, actor: Actor, fingerprint: str, now: datetime) -> None:
        """In the transaction of the work: this key is taken now, or was before (then raises Replay or a refusal)."""
        if not fingerprint or actor.login_id is None:
            return
        key = request.headers[HEADER]
        if len(key) > LONGEST:
            raise Refusal("text_too_long", field=HEADER, limit=LONGEST)
        session.exec(delete(IdempotentCall).where(col(IdempotentCall.created_at) < now - KEPT))
        before = session.exec(
            select(IdempotentCall).where(IdempotentCall.caller == actor.login_id, IdempotentCall.key == key)
        ).first()
        if before is not None:
            if before.fingerprint != fingerprint:
                raise Refusal("idempotency_mismatch", field=HEADER)
            if before.status == 0:
                raise Refusal("idempotency_unanswered")
            raise Replay(before)
        call = IdempotentCall(caller=actor.login_id, key=key, fingerprint=fingerprint, created_at=now, updated_at=now)
        session.add(call)
        session.flush()
        request.state.idempotent_call = call.id

    def keep(self, request: Request, session: Session) -> None:
        """In the transaction of the work too: the answer that will be sent."""
        call_id = getattr(request.state, "idempotent_call", None)
        response: Response | None = getattr(request.state, "answer", None)
        if call_id is None or response is None or not hasattr(response, "body"):
            return
        if "no-store" in response.headers.get("cache-control", ""):
            return
        call = session.get_one(IdempotentCall, call_id)
        call.status, call.body = response.status_code, bytes(response.body).decode()
        call.headers = {k: v for k, v in response.headers.items() if k in ("content-type", "location", "etag")}
