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


def part_of(problem: Problem, roster: Roster, *, free: Collection[str]) -> Problem:
    """The visits of `free`, everybody who might serve them, and all that those people and rooms do already.

    What is left out is held by `roster` and shares no person with a choice, no room, series, beneficiary or
    dependency with a free visit: it adds the same points to every roster of the part, and no rule joins it.
    """
    kept = _Kept(problem, roster, free)
    visits = tuple(_settled(problem, v, kept) for v in problem.visits if v.id in kept.visits)
    people = tuple(v for v in problem.volunteers if v.id in kept.people)
    facilities = tuple(_opened(f, kept, roster) for f in problem.facilities if f.id in kept.facilities)
    return replace(
        problem,
        volunteers=(*people, _rest(problem, kept)) if people else people,
        visits=visits,
        facilities=facilities,
        pairs=tuple(p for p in problem.pairs if kept.has_pair(p)),
        pins=tuple(p for p in problem.pins if p.visit in kept.visits),
        published=tuple(p for p in problem.published if kept.has_row(p)),
    )


class _Kept:
    """Ids of what stays in."""

    def __init__(self, problem: Problem, roster: Roster, free: Collection[str]) -> None:
        loose = [v for v in problem.visits if v.id in free]
        modes = {v.need.mode for v in loose if v.need is not None}
        rooms = [f for f in problem.facilities if modes & f.modes.keys()]
        movers = _movers(problem, roster, loose, rooms)
        self.visits = {v.id for v in loose} | _around(problem, roster, loose, rooms)
        self.visits |= {a.visit for v in movers for a in roster.work_of.get(v, ())}
        if problem.policy.max_people_changed is not None:
            # Whoever's work has changed already counts once, whatever else becomes of it.
            moved = changed(problem, roster)
            self.visits |= {row.visit for row in problem.published if row.volunteer in moved}
            movers |= moved
        self.people = movers | {a.volunteer for v in self.visits for a in roster.team_of.get(v, ())}
        self.people |= {p.volunteer for p in problem.all_pins if p.visit in self.visits and p.volunteer is not None}
        held = {p.facility for p in roster.planned if p.visit in self.visits and p.facility is not None}
        rejected = {f for v in problem.visits if v.id in self.visits for f, _ in v.rejected}
        self.facilities = {f.id for f in rooms} | held | (rejected & {f.id for f in problem.facilities})
        self.facilities |= {p.facility for p in problem.all_pins if p.visit in self.visits and p.facility is not None}
        self.facilities |= {p.facility for p in problem.published if p.visit in self.visits and p.facility is not None}

    def has_pair(self, pair: Pair) -> bool:
        others = {"visit": self.visits, "volunteer": self.people}.get(pair.with_kind)
        return pair.volunteer in self.people and (others is None or pair.other in others)

    def has_row(self, row: Published) -> bool:
        return row.visit in self.visits and (row.volunteer is None or row.volunteer in self.people)


def _movers(problem: Problem, roster: Roster, loose: Iterable[Visit], rooms: list[Facility]) -> set[str]:
    """Everybody who may end up in a free visit: who is in one, was published or pinned to one, or might serve it."""
    movers: set[str] = set()
    for visit in loose:
        movers |= {a.volunteer for a in roster.team_of.get(visit.id, ())}
        movers |= {p.volunteer for p in problem.published_of.get(visit.id, ()) if p.volunteer is not None}
        movers |= {p.volunteer for p in problem.all_pins if p.visit == visit.id and p.volunteer is not None}
        places = [visit.place] if visit.place is not None else [f.place for f in rooms]
        needed = [role.skills for role in visit.roles]
        movers |= {
            v.id
            for v in problem.volunteers
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
    sharers = [v for v in problem.volunteers if v.id not in kept.people and v.kind == "volunteer"]
    demanded = sum(v.duration * v.people_min for v in problem.visits if v.id not in kept.visits)
    return Volunteer(
        id=REST,
        home=problem.places[0].id,
        availabilities=(),
        pace=next(iter(problem.walks.by_pace)),
        history_minutes=demanded + sum(v.history_minutes for v in sharers),
        history_offered_minutes=sum(v.offered_minutes + v.history_offered_minutes for v in sharers),
    )
