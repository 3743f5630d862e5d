"""Somebody says they would help, without a login: they are registered, and a coordinator confirms them."""

from __future__ import annotations

from sqlmodel import col, select

from matcher_api.communities.models import Community, Place
from matcher_api.errors import Refusal
from matcher_api.people.models import Consent, Person
from matcher_api.people.service import kept, made_code
from matcher_api.people.shapes import Registration
from matcher_api.people.states import PersonState
from matcher_api.web.work import Work

MOST_BUILDINGS = 200


def registered(work: Work, asked: Registration) -> Person:
    """Refuses a building the community does not know, saying which ones it knows."""
    community = work.session.exec(select(Community).where(Community.code == asked.community)).first()
    if community is None:
        raise Refusal("unknown_community", field="community", value=asked.community)
    home = _home(work, community, asked.building)
    person = Person(
        community_id=community.id,
        code=made_code("V"),
        state=PersonState.REGISTERED,
        home_id=home.id,
        sex=asked.sex,
        minor=asked.minor,
    )
    contact = asked.model_dump(include={"name", "phone", "email", "door", "has_smartphone", "note"})
    kept(work, person, contact, action="volunteer.register")
    work.add(Consent(person_id=person.id, purpose="data", given=True, at=work.now, by_login_id=work.actor.login_id))
    work.session.flush()
    return person


def _home(work: Work, community: Community, building: str) -> Place:
    query = select(Place).where(Place.community_id == community.id).order_by(col(Place.code))
    home = work.session.exec(query.where(Place.building == building).limit(1)).first()
    if home is None:
        known = select(Place.building).where(Place.community_id == community.id, Place.building != "").distinct()
        names = work.session.exec(known.order_by(col(Place.building)).limit(MOST_BUILDINGS)).all()
        raise Refusal("unknown_building", field="building", value=building, conflict={"buildings": list(names)})
    return home
