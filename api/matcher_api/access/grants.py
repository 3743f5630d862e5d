"""Roles that are given to logins: who may give which, and whom the login then is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlmodel import col, select

from matcher_api.access.actor import Actor
from matcher_api.access.login_shapes import GrantDraft
from matcher_api.access.models import Grant, Login
from matcher_api.access.roles import AccessRole
from matcher_api.communities.models import Community
from matcher_api.database.record import Record
from matcher_api.errors import Fault, Refusal
from matcher_api.organisations.models import Organisation
from matcher_api.people.models import Person
from matcher_api.providers.models import Provider
from matcher_api.residents.models import Resident
from matcher_api.visits.faults import fault
from matcher_api.web.work import Work

R = AccessRole
OF_COORDINATOR = (R.VOLUNTEER, R.RESIDENT, R.UNIT, R.PROVIDER, R.CLERK)
"""What a coordinator may give, in communities of theirs; everything else is the administrator's."""
EVERYWHERE = (R.ADMIN,)
MAYBE_EVERYWHERE = (R.SUPERVISOR, R.STREET)
WHOM: dict[str, tuple[AccessRole, type[Record]]] = {
    "person_id": (R.VOLUNTEER, Person),
    "resident_id": (R.RESIDENT, Resident),
    "organisation_id": (R.UNIT, Organisation),
    "provider_id": (R.PROVIDER, Provider),
}


def may_give(actor: Actor, role: str, community_id: str | None) -> bool:
    if actor.has(R.ADMIN):
        return True
    return role in OF_COORDINATOR and community_id is not None and actor.in_community(community_id, R.COORDINATOR)


def faults(work: Work, draft: GrantDraft, where: str = "") -> Iterator[Fault]:
    """Everything wrong with what is asked for; `where`: path of the grant in the input, with a dot at its end."""
    role, community = draft.role, draft.community_id
    if not may_give(work.actor, role, community):
        yield fault(f"{where}role", "role_not_yours", role=role)
        return  # nothing is told about other communities
    if community is None and role not in (*EVERYWHERE, *MAYBE_EVERYWHERE):
        yield fault(f"{where}community_id", "grant_community", role=role)
    if community is not None and role in EVERYWHERE:
        yield fault(f"{where}community_id", "grant_everywhere", role=role)
    if community is not None and work.session.get(Community, community) is None:
        yield fault(f"{where}community_id", "unknown_community", value=community)
    for name, (needing, model) in WHOM.items():
        given = getattr(draft, name)
        if given is None and role == needing:
            yield fault(f"{where}{name}", "whom_needed", role=role, name=name)
        elif given is not None and role != needing:
            yield fault(f"{where}{name}", "whom_unused", role=role, name=name)
        elif given is not None:
            other = work.session.get(model, given)
            gone = getattr(other, "state", "") == "erased"
            if other is None or gone or getattr(other, "community_id", None) != community:
                yield fault(f"{where}{name}", "unknown_other", value=given)


def given(work: Work, login: Login, draft: GrantDraft) -> Grant:
    """The draft has no faults."""
    values = draft.model_dump()
    same = select(Grant.id).where(Grant.login_id == login.id)
    for name, value in values.items():
        column = col(getattr(Grant, name))
        same = same.where(column.is_(None) if value is None else column == value)
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("grant_there", conflict={"id": there})
    grant = work.add(Grant(login_id=login.id, **values))
    work.session.flush()
    work.audit("grant.create", grant, role=grant.role, login_id=login.id)
    return grant


def taken(work: Work, grant: Grant) -> None:
    if grant.role == R.ADMIN:
        another_admin(work, grant.login_id)
    work.session.delete(grant)
    work.audit("grant.remove", grant, role=grant.role, login_id=grant.login_id)
    work.session.flush()


def another_admin(work: Work, login_id: str) -> None:
    """Refuses where nobody else could administer the service any more."""
    query = (
        select(Login.id)
        .join(Grant, col(Grant.login_id) == col(Login.id))
        .where(Grant.role == R.ADMIN, col(Login.disabled).is_(False), Login.id != login_id)
        .with_for_update()
    )
    if work.session.exec(query).first() is None:
        raise Refusal("last_admin")


def of_logins(work: Work, login_ids: Iterable[str]) -> dict[str, list[Grant]]:
    """In order of making, in one query."""
    found: dict[str, list[Grant]] = {i: [] for i in login_ids}
    query = select(Grant).where(col(Grant.login_id).in_(found)).order_by(col(Grant.id))
    for grant in work.session.exec(query).all():
        found[grant.login_id].append(grant)
    return found
