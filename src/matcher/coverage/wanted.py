"""What doors should reach: every use of facilities and every service of a problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from matcher.coverage.doors import homes_of
from matcher.problem import DAY, Condition, Problem, Role, Visit, Window
from matcher.rules import conditions

Kind = Literal["facility", "service"]
Way = Literal["to_facility", "to_door", "to_place"]


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A use of facilities (`code` is the mode) or a service (`code` of the visits)."""

    kind: Kind
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Whom an hour of a service takes: the smallest crew any visit of it asks for.

    `way`: residents walk to a facility with its mode (`to_facility`) or to the places of its visits (`to_place`), or
    the crew comes to the door (`to_door`). `visit` is the visit it was taken from, one hour long, at no time in
    particular and for nobody in particular. `roles` are those that need anybody, alike ones as one.
    """

    service: str
    way: Way
    visit: Visit
    roles: tuple[Role, ...]
    shared: tuple[tuple[Condition, int], ...] = ()
    """Conditions that only some of the crew must meet, and how many."""

    @property
    def people(self) -> int:
        return sum(role.min for role in self.roles)


def uses_of(problem: Problem, more: frozenset[str] = frozenset()) -> tuple[Wanted, ...]:
    """Every mode that a facility has or a visit asks for, and `more`."""
    modes = {mode for f in problem.facilities for mode in f.modes}
    modes |= {v.need.mode for v in problem.visits if v.need is not None}
    return tuple(Wanted("facility", mode) for mode in sorted(modes | more))


def crews_of(problem: Problem) -> tuple[Crew, ...]:
    """Every service that needs people, by its code. Bookings without people are the use of their facility."""
    visits: dict[str, list[Visit]] = {}
    for visit in problem.visits:
        if visit.service and visit.people_min:
            visits.setdefault(visit.service, []).append(visit)
    homes = {p.id for p in homes_of(problem)}
    return tuple(_crew(service, visits[service], homes, problem.days) for service in sorted(visits))


def _crew(service: str, visits: list[Visit], homes: set[str], days: int) -> Crew:
    at_home = [v for v in visits if v.place is not None and (v.beneficiary is not None or v.place in homes)]
    rooms = [v for v in visits if v.need is not None]
    way: Way = "to_door" if at_home else "to_facility" if rooms else "to_place"
    smallest = min(at_home or rooms or visits, key=_size)
    visit = replace(
        smallest,
        id="",
        duration=60,
        windows=(Window(0, days * DAY),),
        beneficiary=None,
        series=None,
        needs=(),
        rejected=(),
    )
    shared = [c for c in visit.conditions if not conditions.binds_everybody(c, visit)]
    return Crew(
        service=service,
        way=way,
        visit=visit,
        roles=_alike_joined([role for role in visit.roles if role.min]),
        shared=tuple((c, c.at_least or 1) for c in shared),
    )


def _size(visit: Visit) -> tuple[int, int, int, int, str]:
    skills = sum(role.min * len(role.skills) for role in visit.roles)
    people = visit.need.people if visit.need is not None else 0
    return visit.people_min, skills, len(visit.conditions), people, visit.id


def _alike_joined(roles: list[Role]) -> tuple[Role, ...]:
    """Roles of the same skills as one: who can fill one can fill the other."""
    joined: dict[frozenset[str], Role] = {}
    for role in roles:
        least = role.min + (joined[role.skills].min if role.skills in joined else 0)
        joined[role.skills] = Role(id=role.id, skills=role.skills, min=least)
    return tuple(joined.values())
