"""Whose facilities: everybody sees those of their community, a unit its own; coordinator and own unit run them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from matcher_api.access.actor import Actor
from matcher_api.access.roles import AccessRole
from matcher_api.access.rows import of_communities
from matcher_api.errors import Refusal
from matcher_api.facilities.models import Facility
from matcher_api.web.work import Work

NEIGHBOURS = tuple(role for role in AccessRole if role != AccessRole.UNIT)
"""Roles that see the facilities of their whole community."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """Condition of the facilities that the actor sees."""
    return or_(
        of_communities(Facility.community_id, actor, *NEIGHBOURS),
        col(Facility.organisation_id).in_(actor.organisations),
    )


def of_unit(actor: Actor, facility: Facility) -> bool:
    return facility.organisation_id is not None and facility.organisation_id in actor.organisations


def runs(actor: Actor, facility: Facility) -> bool:
    return actor.in_community(facility.community_id, AccessRole.COORDINATOR) or of_unit(actor, facility)


def seen(work: Work, facility_id: str) -> Facility:
    facility = work.get(Facility, facility_id)
    if not (work.actor.in_community(facility.community_id, *NEIGHBOURS) or of_unit(work.actor, facility)):
        raise Refusal("not_found")
    return facility


def run(work: Work, facility_id: str) -> Facility:
    """The facility, held, for its coordinator or unit; for others it is not there."""
    facility = work.locked(Facility, facility_id)
    if not runs(work.actor, facility):
        raise Refusal("not_found")
    return facility
