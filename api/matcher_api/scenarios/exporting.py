"""A community -> the Scenario it would be read from: codes as ids, names where asked for."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from sqlmodel import Session, col, select

from matcher.scenario import Scenario
from matcher_api.communities.models import Community, Place
from matcher_api.facilities.models import Facility
from matcher_api.people.models import Person, PersonContact
from matcher_api.planning.load import scenario_of, scope_of
from matcher_api.planning.room_rows import Rooms
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit


def export_scenario(session: Session, community_id: str, *, names: bool = False) -> Scenario:
    """The days it was imported with; raises InvalidProblem where its tables cannot be one scenario."""
    community = session.get_one(Community, community_id)
    if community.first_day is None:
        raise ValueError("a community without a first day is no scenario")
    ids: dict[str, str] = {}
    for model in (Place, Person, Facility, Visit, Resident):
        rows = session.exec(select(model.id, model.code).where(model.community_id == community_id)).all()
        ids.update(dict(rows))
    of_community = select(Person.id).where(Person.community_id == community_id)
    contacts = session.exec(select(PersonContact).where(col(PersonContact.person_id).in_(of_community))).all()
    scope = scope_of(
        session,
        (community_id,),
        first_day=community.first_day,
        days=community.days,
        ids=ids,
        names={c.person_id: c.name for c in contacts} if names else {},
    )
    scenario = scenario_of(Rooms(scope), name=community.code)
    return replace(scenario, generator=tomllib.loads(community.generator.get("toml", "")))
