"""Synthetic communities (虚构数据): parameters -> city -> people, facilities, demand -> a Scenario.

Deterministic: the same parameters give the same scenario. Nothing in it is taken from a real community.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.problem import Problem
from matcher.scenario.demand_bookings import make_bookings
from matcher.scenario.demand_groups import make_group_visits
from matcher.scenario.demand_home import make_home_visits
from matcher.scenario.faker_provider import COMMUNITIES, Fiction
from matcher.scenario.generate_draft import Draft, communities_of
from matcher.scenario.generate_facilities import make_facilities
from matcher.scenario.generate_known import make_known
from matcher.scenario.generate_parameters import Parameters
from matcher.scenario.generate_stress import fewer_teams, longer_shifts
from matcher.scenario.generate_xizha import shape_people_and_visits
from matcher.scenario.people_maker import make_people
from matcher.scenario.scenario import Scenario, WalkingDefaults
from matcher.scenario.walks_of import limit_in_use, paces_in_use
from matcher.walking import Door, Network, walks_between
from matcher.walking.city import synthetic_city

_SHAPED = {"xizha": shape_people_and_visits, "stress": fewer_teams, "long-shifts": longer_shifts}


def generate(
    *,
    name: str,
    seed: int,
    population: int,
    communities: int = 1,
    days: int = 7,
    start: date = date(2026, 11, 23),
    **more: Any,
) -> Scenario:
    """A synthetic scenario; `more`: any other field of `Parameters`. Raises InvalidProblem for values out of bounds."""
    return generate_from(
        Parameters(name=name, seed=seed, population=population, communities=communities, days=days, start=start, **more)
    )


def generate_from(parameters: Parameters) -> Scenario:
    """The scenario of these parameters, which it carries along as `generator`."""
    city = synthetic_city(seed=parameters.seed, plan=parameters.plan())
    names = ("西闸", *COMMUNITIES) if parameters.shape == "xizha" else COMMUNITIES
    draft = Draft(
        parameters=parameters,
        city=city,
        communities=communities_of(city, parameters.communities, area_m2=parameters.area_m2, names=names),
        fiction=Fiction(parameters.seed),
    )
    make_facilities(draft)
    make_people(draft)
    make_home_visits(draft)
    make_group_visits(draft)
    make_bookings(draft)
    if parameters.shape:
        _SHAPED[parameters.shape](draft)
    return Scenario(
        problem=make_known(draft, _problem(draft, city.network)),
        start=parameters.start,
        title=(parameters.title or parameters.name) + "（虚构数据）",
        synthetic=True,
        network=city.network,
        generator=parameters.table(),
    )


def like(scenario: Scenario, seed: int, *, name: str | None = None) -> Scenario:
    """Another scenario of the same parameters. Raises InvalidProblem for one that was not generated."""
    return generate_from(parameters_of(scenario).like(seed, name=name))


def parameters_of(scenario: Scenario) -> Parameters:
    """What a generated scenario was made from."""
    return Parameters.of_table(scenario.generator)


def _problem(draft: Draft, network: Network) -> Problem:
    places = tuple(sorted(draft.places.values(), key=lambda p: p.id))
    paces = paces_in_use(draft.volunteers, draft.visits, default=WalkingDefaults().pace)
    limit = max(1, limit_in_use(draft.volunteers, draft.visits))
    doors = [Door(p.id, p.x, p.y, p.access_seconds) for p in places]
    return Problem(
        name=draft.parameters.name,
        places=places,
        walks=walks_between(network, doors, paces=sorted(paces), limit_minutes=limit),
        volunteers=tuple(draft.volunteers),
        visits=tuple(draft.visits),
        facilities=tuple(draft.facilities),
        pairs=tuple(draft.pairs),
        pins=tuple(draft.pins),
        published=tuple(draft.published),
        quotas=tuple(draft.quotas),
        days=draft.parameters.days,
    )
