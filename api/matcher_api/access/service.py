"""Sessions that are open, and the tokens of a login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from matcher_api.access.models import LoginSession, MachineToken
from matcher_api.access.roles import AccessRole
from matcher_api.access.secret_keys import key_hash, new_key
from matcher_api.access.shapes import SessionListed, SessionShown, TokenDraft, TokenMade, TokenShown
from matcher_api.errors import Refusal
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work


def current(work: Work) -> SessionShown:
    actor = work.actor
    return SessionShown(
        username=actor.username,
        language=actor.language,
        roles=sorted(actor.roles),
        csrf=actor.csrf,
        card=actor.card,
    )


def closed(work: Work) -> None:
    """Ends the session of the cookie; a token has none and changes nothing."""
    if work.actor.session_id is not None:
        _ended(work, work.locked(LoginSession, work.actor.session_id))


def sessions(work: Work, paging: Paging) -> Page[SessionListed]:
    """One's own that are open."""
    query = select(LoginSession).where(
        LoginSession.login_id == work.actor.login_id,
        col(LoginSession.revoked_at).is_(None),
        LoginSession.expires_at > work.now,
    )

    def shown(rows: Sequence[LoginSession]) -> list[SessionListed]:
        return [
            SessionListed(
                id=row.id,
                opened_at=row.created_at,
                expires_at=row.expires_at,
                card=row.card_person_id is not None,
                current=row.id == work.actor.session_id,
                version=row.version,
            )
            for row in rows
        ]

    return page_of(work, query, LoginSession, paging, shown)


def session_revoked(work: Work, session_id: str, if_match: str | None) -> None:
    """One's own, or anybody's for an administrator."""
    session = work.locked(LoginSession, session_id)
    if session.login_id != work.actor.login_id and not work.actor.has(AccessRole.ADMIN):
        raise Refusal("not_found")
    expect(session, if_match)
    _ended(work, session)


def sessions_ended(work: Work, login_id: str, *, besides: str | None = None) -> None:
    """All sessions of a login, but one."""
    query = select(LoginSession).where(LoginSession.login_id == login_id, col(LoginSession.revoked_at).is_(None))
    for session in work.session.exec(query.with_for_update()).all():
        if session.id != besides:
            _ended(work, session)


def tokens_ended(work: Work, login_id: str) -> None:
    query = select(MachineToken).where(MachineToken.login_id == login_id, col(MachineToken.revoked_at).is_(None))
    for token in work.session.exec(query.with_for_update()).all():
        token.revoked_at = work.now
        work.audit("token.revoke", token)


def _ended(work: Work, session: LoginSession) -> None:
    session.revoked_at = session.revoked_at or work.now
    work.audit("session.close", session, login_id=session.login_id)


def token_made(work: Work, draft: TokenDraft) -> TokenMade:
    """A token made by a token does not outlive it."""
    login_id, key = work.actor.login_id, new_key("mt_")
    assert login_id is not None  # the endpoint asks for a login
    ends = [e for e in (_after(work, draft.days), work.actor.until) if e is not None]
    token = work.add(
        MachineToken(login_id=login_id, key_hash=key_hash(key), name=draft.name, expires_at=min(ends) if ends else None)
    )
    work.session.flush()
    work.audit("token.create", token)
    return TokenMade(**TokenShown.model_validate(token).model_dump(), key=key)


def _after(work: Work, days: int | None) -> datetime | None:
    return None if days is None else work.now + timedelta(days=days)


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
