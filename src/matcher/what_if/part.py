"""The part of a held problem that a change can reach: small enough to solve while somebody waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from matcher.problem import Facility, Opening, Pair, Problem, Published, Visit, Volunteer
from matcher.roster import Roster
from matcher.rules.people_changed import changed
from matcher.worth import value_of

REST = "\x00rest"
"""Stands for everybody who is left out, so that fair shares stay those of the whole problem."""


def part_of(
    problem: Problem, roster: Roster, *, free: Collection[str], people: Collection[str] | None = None
) -> Problem:
    """The visits of `free`, everybody who might serve them (or of them only `people`, beside who does already), and all
    that those people and rooms do already.

    What is left out is held by `roster` and shares no person with a choice, no room, series, beneficiary or
    dependency with a free visit: it adds the same points to every roster of the part, and no rule joins it.
    """
    loose = [v for v in problem.visits if v.id in free]
    modes = {v.need.mode for v in loose if v.need is not None}
    rooms = [f for f in problem.facilities if modes & f.modes.keys()]
    movers = _movers(problem, roster, loose, rooms, among=people)
    visits = {v.id for v in loose} | _around(problem, roster, loose, rooms)
    visits |= {a.visit for v in movers for a in roster.work_of.get(v, ())}
    if problem.policy.max_people_changed is not None:
        # Whoever's work has changed already counts once, whatever else becomes of it.
        moved = changed(problem, roster)
        visits |= {row.visit for row in problem.published if row.volunteer in moved}
        movers |= moved
    return _cut(problem, roster, _Kept(problem, roster, visits, movers, {f.id for f in rooms}))


def work_of(problem: Problem, roster: Roster, people: Collection[str], *, visit: str) -> Problem:
    """All that these people do, the visit and its series: enough to say what it changes in points if one of them does
    something else of it, or nothing."""
    series = problem.visit_of[visit].series
    visits = {visit} | {a.visit for v in people for a in roster.work_of.get(v, ())}
    visits |= {v.id for v in problem.visits if series and v.series == series and v.id in roster.planned_of}
    return _cut(problem, roster, _Kept(problem, roster, visits, set(people), set()))


def _cut(problem: Problem, roster: Roster, kept: _Kept) -> Problem:
    people = tuple(v for v in problem.volunteers if v.id in kept.people)
    visits = tuple(_settled(problem, v, kept) for v in problem.visits if v.id in kept.visits)
    facilities = tuple(_opened(f, kept, roster) for f in problem.facilities if f.id in kept.facilities)
    used = {v.home for v in people} | {v.place for v in visits} | {f.place for f in facilities}
    used |= {v.need.origin for v in visits if v.need is not None}
    others = (_rest(problem, kept),) if problem.places else ()  # of a part: what its own rest stands for as well
    used |= {v.home for v in others}
    return replace(
        problem,
        places=tuple(p for p in problem.places if p.id in used),
        volunteers=(*people, *others),
        visits=visits,
        facilities=facilities,
        pairs=tuple(p for p in problem.pairs if kept.has_pair(p)),
        pins=tuple(p for p in problem.pins if p.visit in kept.visits),
        published=tuple(p for p in problem.published if kept.has_row(p)),
    )


class _Kept:
    """Ids of what stays in."""

    def __init__(
        self, problem: Problem, roster: Roster, visits: set[str], people: set[str], facilities: set[str]
    ) -> None:
        self.visits = visits
        self.people = people | {a.volunteer for v in visits for a in roster.team_of.get(v, ())}
        self.people |= {p.volunteer for p in problem.all_pins if p.visit in visits and p.volunteer is not None}
        held = {p.facility for v in visits if (p := roster.planned_of.get(v)) and p.facility is not None}
        rejected = {f for v in problem.visits if v.id in visits for f, _ in v.rejected}
        self.facilities = facilities | held | (rejected & problem.facility_of.keys())
        self.facilities |= {p.facility for p in problem.all_pins if p.visit in visits and p.facility is not None}
        self.facilities |= {p.facility for p in problem.published if p.visit in visits and p.facility is not None}

    def has_pair(self, pair: Pair) -> bool:
        others = {"visit": self.visits, "volunteer": self.people}.get(pair.with_kind)
        return pair.volunteer in self.people and (others is None or pair.other in others)

    def has_row(self, row: Published) -> bool:
        return row.visit in self.visits and (row.volunteer is None or row.volunteer in self.people)


def _movers(
    problem: Problem, roster: Roster, loose: Iterable[Visit], rooms: list[Facility], *, among: Collection[str] | None
) -> set[str]:
    """Everybody who may end up in a free visit: who is in one, was published or pinned to one, or might serve it."""
    movers: set[str] = set()
    asked = problem.volunteers if among is None else [v for v in problem.volunteers if v.id in among]
    for visit in loose:
        movers |= {a.volunteer for a in roster.team_of.get(visit.id, ())}
        movers |= {p.volunteer for p in problem.published_of.get(visit.id, ()) if p.volunteer is not None}
        movers |= {p.volunteer for p in problem.all_pins if p.visit == visit.id and p.volunteer is not None}
        places = [visit.place] if visit.place is not None else [f.place for f in rooms]
        needed = [role.skills for role in visit.roles]
        movers |= {
            v.id
            for v in asked
            if v.id not in movers and _may(problem, v, visit, needed, [p for p in places if p is not None])
        }
    return movers


def _may(problem: Problem, volunteer: Volunteer, visit: Visit, needed: list[frozenset[str]], places: list[str]) -> bool:
    """Whether skills, hours and the walk from home leave any chance: never False for somebody who could."""
    names = {s.name for s in volunteer.skills}
    if not any(skills <= names for skills in needed):
        return False
    if not any(
        min(a.end, w.end) - max(a.start, w.start) >= visit.duration
        for a in volunteer.availabilities
        for w in visit.windows
    ):
        return False
    walks = (problem.walk(volunteer, volunteer.home, place) for place in places)
    return any(walk is not None and walk <= volunteer.max_walk for walk in walks)


def _around(problem: Problem, roster: Roster, loose: list[Visit], rooms: list[Facility]) -> set[str]:
    """Visits that rules join to the free ones: same beneficiary, series or room, stewards, and what needs what."""
    names = {v.id for v in loose}
    series = {v.series for v in loose if v.series}
    beneficiaries = {v.beneficiary for v in loose if v.beneficiary}
    used = {f.id for f in rooms}
    found = {p.visit for p in roster.planned if p.facility in used}
    for visit in problem.visits:
        joined = visit.series in series or visit.beneficiary in beneficiaries or not names.isdisjoint(visit.needs)
        if joined and visit.id in roster.planned_of:
            found.add(visit.id)
    found |= {other for v in loose for other in v.needs}
    found |= {o.steward for f in rooms for o in f.openings if o.steward is not None}
    stewarded = {f.id for f in problem.facilities if any(o.steward in names for o in f.openings)}
    return found | {p.visit for p in roster.planned if p.facility in stewarded}


def _settled(problem: Problem, visit: Visit, kept: _Kept) -> Visit:
    """With the value it has in the whole problem; a held visit needs nothing that is left out (see `_around`)."""
    return replace(visit, value=value_of(problem, visit), needs=tuple(n for n in visit.needs if n in kept.visits))


def _opened(facility: Facility, kept: _Kept, roster: Roster) -> Facility:
    """Openings whose steward visit is left out: always open where it is served, else never."""
    if all(o.steward is None or o.steward in kept.visits for o in facility.openings):
        return facility
    openings = [
        o if o.steward is None or o.steward in kept.visits else Opening(o.start, o.end)
        for o in facility.openings
        if o.steward is None or o.steward in kept.visits or o.steward in roster.planned_of
    ]
    return replace(facility, openings=tuple(openings))


def _rest(problem: Problem, kept: _Kept) -> Volunteer:
    """What all who are left out offer and have served, and what left-out visits demand, as one person's history."""
    offered, served, demanded = problem.shared
    inside = [v for name in kept.people if (v := problem.volunteer_of.get(name)) and v.kind == "volunteer"]
    visits = [w for name in kept.visits if (w := problem.visit_of.get(name))]
    return Volunteer(
        id=REST,
        home=problem.places[0].id,
        availabilities=(),
        pace=next(iter(problem.walks.by_pace)),
        history_minutes=served
        + demanded
        - sum(v.history_minutes for v in inside)
        - sum(v.duration * v.people_min for v in visits),
        history_offered_minutes=offered - sum(v.offered_minutes + v.history_offered_minutes for v in inside),
    )
