"""Logins: listed, made, changed by those who may give all their roles."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from matcher_api.access import grants, service
from matcher_api.access.cards import LOGIN
from matcher_api.access.login_shapes import GrantDraft, GrantShown, LoginChange, LoginDraft, LoginShown
from matcher_api.access.models import Grant, Login
from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.errors import Fault, Refusal
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

R = AccessRole


def listed(work: Work, paging: Paging, *, role: AccessRole | None, username: str | None) -> Page[LoginShown]:
    """An administrator sees all; a coordinator those with a role in communities of theirs."""
    query = select(Login)
    held = select(Grant.login_id)
    if not work.actor.has(R.ADMIN):
        held = held.where(of_communities(Grant.community_id, work.actor, R.COORDINATOR))
    if role is not None:
        held = held.where(Grant.role == role)
    if role is not None or not work.actor.has(R.ADMIN):
        query = query.where(col(Login.id).in_(held))
    if username is not None:
        query = query.where(Login.username == username)
    return page_of(work, query, Login, paging, lambda rows: shown(work, rows))


def shown(work: Work, rows: Sequence[Login]) -> list[LoginShown]:
    """Of roles elsewhere a coordinator learns nothing."""
    held = grants.of_logins(work, [r.id for r in rows])
    return [
        LoginShown(
            id=row.id,
            username=row.username,
            language=row.language,
            disabled=row.disabled,
            has_password=bool(row.password_hash),
            grants=[GrantShown.model_validate(g) for g in held[row.id] if _known(work, g)],
            version=row.version,
        )
        for row in rows
    ]


def _known(work: Work, grant: Grant) -> bool:
    own = grant.community_id is not None and work.actor.in_community(grant.community_id, R.COORDINATOR)
    return own or work.actor.has(R.ADMIN)


def seen(work: Work, login_id: str) -> Login:
    login = work.get(Login, login_id)
    if not (work.actor.has(R.ADMIN) or any(_known(work, g) for g in grants.of_logins(work, [login.id])[login.id])):
        raise Refusal("not_found")
    return login


def managed(work: Work, login_id: str) -> Login:
    """Locked, for who may give every role it holds: nobody takes over a login that may do more than they."""
    login = work.locked(Login, login_id)
    if work.actor.has(R.ADMIN):
        return login
    held = grants.of_logins(work, [login.id])[login.id]
    if not held or not all(grants.may_give(work.actor, g.role, g.community_id) for g in held):
        raise Refusal("not_found")
    return login


def made(work: Work, draft: LoginDraft, password_hash: str) -> Login:
    found = faults(work, draft)
    if found:
        raise Refusal("invalid", faults=found)
    there = work.session.exec(select(Login.id).where(Login.username == draft.username)).first()
    if there is not None:
        raise Refusal("name_taken", field="username", value=draft.username)
    login = work.add(Login(username=draft.username, password_hash=password_hash, language=draft.language))
    work.session.flush()
    work.audit("login.create", login)
    for grant in draft.grants:
        grants.given(work, login, grant)
    return login


def faults(work: Work, draft: LoginDraft) -> list[Fault]:
    found = [f for i, g in enumerate(draft.grants) for f in grants.faults(work, g, f"grants.{i}.")]
    if draft.username.lower().startswith(LOGIN):
        found.append(fault("username", "name_reserved", value=LOGIN))
    return found


def changed(work: Work, login_id: str, change: LoginChange, if_match: str | None) -> Login:
    login = managed(work, login_id)
    expect(login, if_match)
    values = change.model_dump(exclude_unset=True)
    if values.get("disabled"):
        if any(g.role == R.ADMIN for g in grants.of_logins(work, [login.id])[login.id]):
            grants.another_admin(work, login.id)
        service.sessions_ended(work, login.id)
    login.sqlmodel_update(values)
    work.audit("login.change", login, fields=",".join(sorted(values)), disabled=login.disabled)
    work.session.flush()
    return login


def password_set(work: Work, login_id: str, password_hash: str) -> None:
    """By somebody else: whoever is logged in by the old one is not any more."""
    login = managed(work, login_id)
    _not_a_card(login)
    login.password_hash = password_hash
    service.sessions_ended(work, login.id)
    work.audit("login.password", login)


def _not_a_card(login: Login) -> None:
    """The login behind a card is opened by the card alone."""
    if login.username.startswith(LOGIN):
        raise Refusal("name_reserved", value=LOGIN)


def signed_out(work: Work, login_id: str) -> None:
    """Everywhere: sessions end, tokens are revoked."""
    login = managed(work, login_id)
    service.sessions_ended(work, login.id)
    service.tokens_ended(work, login.id)
    work.audit("login.sign_out", login)


def grant_added(work: Work, login_id: str, draft: GrantDraft) -> Grant:
    login = managed(work, login_id)
    _not_a_card(login)
    if found := list(grants.faults(work, draft)):
        raise Refusal("invalid", faults=found)
    return grants.given(work, login, draft)


def grant_removed(work: Work, login_id: str, grant_id: str, if_match: str | None) -> None:
    login = managed(work, login_id)
    grant = work.locked(Grant, grant_id)
    if grant.login_id != login.id:
        raise Refusal("not_found")
    expect(grant, if_match)
    grants.taken(work, grant)
