"""A plan as people call things: codes instead of ids of rows, names of people joined. Only for what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from matcher.problem import Facility, Pair, Problem, Visit, Volunteer
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher_api.communities.models import Community, Place
from matcher_api.facilities.models import Facility as FacilityRow
from matcher_api.people.models import Person, PersonContact
from matcher_api.planning.load import Planned
from matcher_api.residents.models import Resident
from matcher_api.visits.models import Visit as VisitRow

T = TypeVar("T")


@dataclass(frozen=True)
class Called:
    """`problem` and `roster` under the codes of `code_of`; `id_of` leads back. `bookings`: codes of visits that only
    stand for rooms that are taken."""

    problem: Problem
    roster: Roster
    code_of: Mapping[str, str]
    bookings: frozenset[str]

    @property
    def id_of(self) -> dict[str, str]:
        return {code: key for key, code in self.code_of.items()}

    def without_bookings(self) -> Called:
        """Only what this plan decides: rooms booked directly are left out."""
        problem = replace(
            self.problem,
            visits=tuple(v for v in self.problem.visits if v.id not in self.bookings),
            pins=tuple(p for p in self.problem.pins if p.visit not in self.bookings),
        )
        planned = tuple(p for p in self.roster.planned if p.visit not in self.bookings)
        return Called(problem, Roster(planned, self.roster.assignments), self.code_of, frozenset())


def called(session: Session, planned: Planned, roster: Roster, *, names: bool) -> Called:
    """`names`: with the names of the people who can serve; the audience of a report masks them as it must."""
    told = _names(session, planned.communities) if names else {}
    codes = _codes(session, planned.communities)
    return Called(
        problem=_problem(planned.problem, codes, told),
        roster=Roster(
            tuple(PlannedVisit(_of(codes, p.visit), p.start, _maybe(codes, p.facility)) for p in roster.planned),
            tuple(Assignment(_of(codes, a.visit), _of(codes, a.volunteer), a.role) for a in roster.assignments),
        ),
        code_of=codes,
        bookings=frozenset(_of(codes, b) for b in planned.bookings),
    )


def _names(session: Session, communities: tuple[str, ...]) -> dict[str, str]:
    people = select(Person.id).where(col(Person.community_id).in_(communities))
    rows = session.exec(
        select(PersonContact.person_id, PersonContact.name).where(col(PersonContact.person_id).in_(people))
    )
    return dict(rows.all())


def _codes(session: Session, communities: tuple[str, ...]) -> dict[str, str]:
    """By id of the row. The community's code goes before a code that several of the communities use."""
    towns = dict(session.exec(select(Community.id, Community.code).where(col(Community.id).in_(communities))).all())
    found: dict[str, str] = {}
    for model in (Place, Person, FacilityRow, VisitRow, Resident):
        columns: Any = model
        rows = session.exec(
            select(columns.id, columns.code, columns.community_id).where(columns.community_id.in_(communities))
        ).all()
        used = Counter(code for _, code, _ in rows)
        found |= {key: code if used[code] == 1 else f"{towns[town]}-{code}" for key, code, town in rows}
    return found


def _of(codes: Mapping[str, str], key: str) -> str:
    return codes.get(key, key)


def _maybe(codes: Mapping[str, str], key: str | None) -> str | None:
    return None if key is None else _of(codes, key)


def _problem(problem: Problem, codes: Mapping[str, str], names: Mapping[str, str]) -> Problem:
    def settled(row: T) -> T:
        keys = {k: _maybe(codes, getattr(row, k)) for k in ("visit", "volunteer", "facility")}
        return replace(row, **keys)  # type: ignore[type-var]

    return replace(
        problem,
        places=tuple(replace(p, id=_of(codes, p.id)) for p in problem.places),
        walks=replace(problem.walks, place_ids=tuple(_of(codes, p) for p in problem.walks.place_ids)),
        volunteers=tuple(_volunteer(v, codes, names) for v in problem.volunteers),
        visits=tuple(_visit(v, codes) for v in problem.visits),
        facilities=tuple(_facility(f, codes) for f in problem.facilities),
        pairs=tuple(_pair(p, codes) for p in problem.pairs),
        pins=tuple(settled(p) for p in problem.pins),
        published=tuple(settled(p) for p in problem.published),
        quotas=tuple(replace(q, beneficiary=_of(codes, q.beneficiary)) for q in problem.quotas),
    )


def _volunteer(person: Volunteer, codes: Mapping[str, str], names: Mapping[str, str]) -> Volunteer:
    return replace(person, id=_of(codes, person.id), home=_of(codes, person.home), name=names.get(person.id, ""))


def _visit(visit: Visit, codes: Mapping[str, str]) -> Visit:
    return replace(
        visit,
        id=_of(codes, visit.id),
        place=_maybe(codes, visit.place),
        need=replace(visit.need, origin=_maybe(codes, visit.need.origin)) if visit.need else None,
        beneficiary=_maybe(codes, visit.beneficiary),
        needs=tuple(_of(codes, n) for n in visit.needs),
        rejected=tuple((_of(codes, facility), start) for facility, start in visit.rejected),
    )


def _facility(room: Facility, codes: Mapping[str, str]) -> Facility:
    return replace(
        room,
        id=_of(codes, room.id),
        place=_of(codes, room.place),
        openings=tuple(replace(o, steward=_maybe(codes, o.steward)) for o in room.openings),
    )


def _pair(pair: Pair, codes: Mapping[str, str]) -> Pair:
    return replace(pair, volunteer=_of(codes, pair.volunteer), other=_of(codes, pair.other))
