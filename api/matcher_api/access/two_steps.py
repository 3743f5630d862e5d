"""For endpoints that hash a password: rights are looked at in a short transaction, the hash is made outside any, and
what follows is kept in a second one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request, params
from sqlmodel import Session

from matcher_api.access.identify import identify
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import passwords
from matcher_api.errors import Refusal
from matcher_api.web.idempotency import remember
from matcher_api.web.work import Allow, Work, open_work

KeyOf = Annotated[str, Depends(remember)]
keeping = contextmanager(open_work)
"""`with keeping(request, key) as work`: what is kept, all or nothing."""


@contextmanager
def looking(request: Request) -> Iterator[Work]:
    """Reads alone."""
    app = request.app.state
    with Session(app.engine, expire_on_commit=False) as session:
        now = app.now()
        yield Work(session, identify(request, session, now=now), now, app.settings)


class AllowFirst(Allow):
    """As `Allow`, in a transaction that is over before the endpoint begins."""

    def __call__(self, request: Request) -> None:  # type: ignore[override]
        with looking(request) as work:
            self.judged(work)


def allow_first(*roles: AccessRole) -> Sequence[params.Depends]:
    return [Depends(AllowFirst(*roles))]


def hashed(request: Request, password: str, *, username: str) -> str:
    """Refuses what is easily guessed."""
    if username.lower() in password.lower() or len(set(password)) < 4:
        raise Refusal("password_weak", field="password")
    return passwords(cheap=request.app.state.settings.cheap_passwords).hash(password)
