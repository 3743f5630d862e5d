"""Organisations: the desk's to keep; a unit sees its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import col, select

from matcher_api.access.models import Grant
from matcher_api.access.roles import OVERSIGHT, AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.communities.service import seen as community_seen
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.organisations.models import Organisation
from matcher_api.organisations.shapes import OrganisationChange, OrganisationDraft, OrganisationShown
from matcher_api.people.seen import DESK
from matcher_api.visits.faults import fault
from matcher_api.web.etag import expect
from matcher_api.web.paging import Page, Paging, page_of
from matcher_api.web.work import Work

READERS = (*DESK, *OVERSIGHT, AccessRole.UNIT)
OWN = frozenset({"contact_name", "contact_phone", "auto_approve"})


def listed(work: Work, paging: Paging, *, community_id: str | None, kind: str | None) -> Page[OrganisationShown]:
    query = select(Organisation).where(
        or_(
            of_communities(Organisation.community_id, work.actor, *DESK, *OVERSIGHT),
            col(Organisation.id).in_(work.actor.organisations),
        )
    )
    if community_id is not None:
        query = query.where(Organisation.community_id == community_id)
    if kind is not None:
        query = query.where(Organisation.kind == kind)
    return page_of(work, query, Organisation, paging, lambda rows: shown(work, rows))


def shown(work: Work, rows: Sequence[Organisation]) -> list[OrganisationShown]:
    made = []
    for row in rows:
        known = row.id in work.actor.organisations or work.actor.in_community(row.community_id, *DESK)
        hidden = {} if known else {"contact_name": "", "contact_phone": ""}
        made.append(OrganisationShown.model_validate({**row.model_dump(), **hidden}))
    return made


def seen(work: Work, organisation_id: str) -> Organisation:
    row = work.get(Organisation, organisation_id)
    if row.id not in work.actor.organisations:
        work.require(row.community_id, *DESK, *OVERSIGHT)
    return row


def created(work: Work, draft: OrganisationDraft) -> Organisation:
    work.require(draft.community_id, AccessRole.COORDINATOR)
    community_seen(work, draft.community_id)
    row = Organisation(**draft.model_dump())
    _name_free(work, row)
    work.add(row)
    work.audit("organisation.create", row, kind=row.kind)
    work.session.flush()
    return row


def changed(work: Work, organisation_id: str, change: OrganisationChange, if_match: str | None) -> Organisation:
    row = work.locked(Organisation, organisation_id)
    values = change.model_dump(exclude_unset=True)
    if not work.actor.in_community(row.community_id, AccessRole.COORDINATOR):
        if row.id not in work.actor.organisations:
            raise Refusal("not_found")
        if foreign := sorted(values.keys() - OWN):
            raise Refusal("invalid", faults=[fault(name, "only_coordinator") for name in foreign])
    expect(row, if_match)
    with work.session.no_autoflush:
        row.sqlmodel_update(values)
        if "name" in values:
            _name_free(work, row)
    work.audit("organisation.change", row, fields=",".join(sorted(values)))
    work.session.flush()
    return row


def removed(work: Work, organisation_id: str, if_match: str | None) -> None:
    """Only one that nothing hangs on."""
    row = work.locked(Organisation, organisation_id)
    work.require(row.community_id, AccessRole.COORDINATOR)
    expect(row, if_match)
    for model in (Facility, Grant):
        used = work.session.exec(select(model.id).where(model.organisation_id == row.id).limit(1)).first()
        if used is not None:
            raise Refusal("organisation_used")
    work.audit("organisation.remove", row)
    work.session.delete(row)


def _name_free(work: Work, row: Organisation) -> None:
    same = select(Organisation.id).where(
        Organisation.community_id == row.community_id, Organisation.name == row.name, Organisation.id != row.id
    )
    if (there := work.session.exec(same).first()) is not None:
        raise Refusal("name_taken", field="name", value=row.name, conflict={"id": there})
