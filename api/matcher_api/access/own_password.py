"""Changing one's own password: the old one is checked, and the new one hashed, outside any transaction."""

from __future__ import annotations

from fastapi import Request

from matcher_api.access import service
from matcher_api.access.models import Login
from matcher_api.access.secret_keys import passwords
from matcher_api.access.shapes import PasswordChange
from matcher_api.access.two_steps import hashed, keeping, looking
from matcher_api.errors import Refusal


def changed(request: Request, change: PasswordChange, key: str) -> None:
    """Guessing the old one is slowed down as logging in is. Tokens stay; other sessions end."""
    app = request.app.state
    with looking(request) as work:
        assert work.actor.login_id is not None  # the endpoint asks for a login
        login = work.get(Login, work.actor.login_id)
    app.attempts.spend(f"name {login.username}")
    before = login.password_hash
    if not before or not passwords(cheap=app.settings.cheap_passwords).verify(change.current, before):
        raise Refusal("password_wrong", field="current")
    after = hashed(request, change.new, username=login.username)
    with keeping(request, key) as work:
        login = work.locked(Login, login.id)
        if login.password_hash != before:  # somebody else changed it meanwhile
            raise Refusal("password_wrong", field="current")
        login.password_hash = after
        service.sessions_ended(work, login.id, besides=work.actor.session_id)
        work.audit("login.password", login)
