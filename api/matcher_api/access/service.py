"""Sessions that are open, and the tokens of a login."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from matcher_api.access.models import LoginSession, MachineToken
from matcher_api.access.secret_keys import key_hash, new_key
from matcher_api.access.shapes import SessionShown, TokenDraft, TokenMade, TokenShown
from matcher_api.errors import Refusal
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def current(work: Work) -> SessionShown:
    actor = work.actor
    return SessionShown(username=actor.username, language=actor.language, roles=sorted(actor.roles), csrf=actor.csrf)


def closed(work: Work) -> None:
    """Ends the session of the cookie; a token has none and changes nothing."""
    if work.actor.session_id is not None:
        session = work.locked(LoginSession, work.actor.session_id)
        session.revoked_at = work.now
        work.audit("session.close", session)


def token_made(work: Work, draft: TokenDraft) -> TokenMade:
    login_id, key = work.actor.login_id, new_key("mt_")
    assert login_id is not None  # the endpoint asks for a login
    expires = None if draft.days is None else work.now + timedelta(days=draft.days)
    token = work.add(MachineToken(login_id=login_id, key_hash=key_hash(key), name=draft.name, expires_at=expires))
    work.session.flush()
    work.audit("token.create", token)
    return TokenMade(**TokenShown.model_validate(token).model_dump(), key=key)


def tokens(work: Work, paging: Paging) -> Page[TokenShown]:
    query = select(MachineToken).where(MachineToken.login_id == work.actor.login_id)
    return page_of(work, query, MachineToken, paging, lambda rows: [TokenShown.model_validate(r) for r in rows])


def token_revoked(work: Work, token_id: str, if_match: str | None) -> None:
    token = work.locked(MachineToken, token_id)
    if token.login_id != work.actor.login_id:
        raise Refusal("not_found")
    expect(token, if_match)
    token.revoked_at = token.revoked_at or work.now
    work.audit("token.revoke", token)
