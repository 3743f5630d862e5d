"""/logins"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from matcher_api.access import logins
from matcher_api.access.login_shapes import GrantDraft, GrantShown, LoginChange, LoginDraft, LoginShown, PasswordSet
from matcher_api.access.roles import AccessRole
from matcher_api.access.two_steps import KeyOf, allow_first, hashed, keeping, looking
from matcher_api.errors import Refusal
from matcher_api.web.etag import IfMatch, tag
from matcher_api.web.paging import Page, PagingOf
from matcher_api.web.router import resource
from matcher_api.web.work import WorkOf, allow

router: APIRouter = resource("/logins", "logins")
COORDINATOR = AccessRole.COORDINATOR


@router.get("", dependencies=allow(COORDINATOR))
def list_logins(
    work: WorkOf,
    paging: PagingOf,
    role: AccessRole | None = None,
    username: Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$")] = None,
) -> Page[LoginShown]:
    """An administrator sees all logins, a coordinator those with a role in the own community."""
    return logins.listed(work, paging, role=role, username=username)


@router.post("", status_code=201, dependencies=allow_first(COORDINATOR))
def create_login(request: Request, draft: LoginDraft, response: Response, key: KeyOf) -> LoginShown:
    """A coordinator may make logins of volunteers, residents, units, providers and clerks of the own community."""
    with looking(request) as work:
        if found := logins.faults(work, draft):
            raise Refusal("invalid", faults=found)
    password = "" if draft.password is None else hashed(request, draft.password, username=draft.username)
    with keeping(request, key) as work:
        login = logins.made(work, draft, password)
        tag(response, login)
        return logins.shown(work, [login])[0]


@router.get("/{login_id}", dependencies=allow(COORDINATOR))
def get_login(work: WorkOf, login_id: str, response: Response) -> LoginShown:
    login = logins.seen(work, login_id)
    tag(response, login)
    return logins.shown(work, [login])[0]


@router.patch("/{login_id}", dependencies=allow(COORDINATOR))
def change_login(
    work: WorkOf, login_id: str, change: LoginChange, response: Response, if_match: IfMatch = None
) -> LoginShown:
    """Language; disabling and enabling."""
    login = logins.changed(work, login_id, change, if_match)
    tag(response, login)
    return logins.shown(work, [login])[0]


@router.post("/{login_id}/password", status_code=204, dependencies=allow_first(COORDINATOR))
def set_password(request: Request, login_id: str, asked: PasswordSet, key: KeyOf) -> None:
    """For somebody who forgot theirs. All sessions of the login end."""
    with looking(request) as work:
        username = logins.managed(work, login_id).username
    password = hashed(request, asked.password, username=username)
    with keeping(request, key) as work:
        logins.password_set(work, login_id, password)


@router.post("/{login_id}/sign-out", status_code=204, dependencies=allow(COORDINATOR))
def sign_out_everywhere(work: WorkOf, login_id: str) -> None:
    """Ends all sessions of the login and revokes all its tokens."""
    logins.signed_out(work, login_id)


@router.post("/{login_id}/grants", status_code=201, dependencies=allow(COORDINATOR))
def add_grant(work: WorkOf, login_id: str, draft: GrantDraft, response: Response) -> GrantShown:
    """One more role."""
    grant = logins.grant_added(work, login_id, draft)
    tag(response, grant)
    return GrantShown.model_validate(grant)


@router.delete("/{login_id}/grants/{grant_id}", status_code=204, dependencies=allow(COORDINATOR))
def remove_grant(work: WorkOf, login_id: str, grant_id: str, if_match: IfMatch = None) -> None:
    logins.grant_removed(work, login_id, grant_id, if_match)
