"""Who could take an open role at the time it is planned for: who is furthest below their fair share first, then the
shortest walk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from matcher.explain import times
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.roster import Assignment
from matcher.worth import fair_shares
from matcher_api.open_shifts.judging import Around, broken_by

TRIES = 60
"""People judged as a whole for one role before it counts as having no more."""


@dataclass(frozen=True)
class Candidate:
    """`minutes` of service in these days before, `share_minutes`: a fair share of them, None for staff."""

    person_id: str
    role: str
    walk_minutes: int | None
    minutes: int
    share_minutes: int | None


def best_time(context: Around, visit_id: str) -> tuple[int, str | None] | None:
    """The earliest start (and room) with a crew; without any, the earliest with somebody. None: nobody ever."""
    found = [t for t in times(context.problem, context.roster, visit_id) if t.people]
    with_crew = [t for t in found if t.enough]
    best = min(with_crew or found, key=lambda t: t.start, default=None)
    return None if best is None else (best.start, best.facility)


def ranked(
    context: Around, visit_id: str, role: str, start: int, facility: str | None, *, most: int, without: Collection[str]
) -> list[Candidate]:
    """At most so many who keep every hard rule in this role, each judged beside all that is published."""
    problem = context.problem
    visit = problem.visit_of[visit_id]
    others = [a for a in context.roster.assignments if a.visit != visit_id]
    planned = [p for p in context.roster.planned if p.visit != visit_id]
    settled = Settled.of(problem, type(context.roster)(tuple(planned), tuple(others)))
    free = hear(settled, visit, {facility: (start,)}).free.get((start, facility), {}).get(role, [])
    minutes: dict[str, int] = defaultdict(int)
    for a in others:
        minutes[a.volunteer] += problem.visit_of[a.visit].duration
    shares = fair_shares(problem)
    place = problem.facility_of[facility].place if facility is not None else visit.place or ""

    def order(person: str, home_walk: int | None) -> tuple[int, int, str]:
        share = shares.get(person)
        return minutes[person] - (share.free if share else 0), home_walk if home_walk is not None else 0, person

    walks = {v.id: settled.walk(v, v.home, place) for v in free if v.id not in without}
    found: list[Candidate] = []
    for person in sorted(walks, key=lambda p: order(p, walks[p]))[:TRIES]:
        if len(found) == most:
            break
        seat = Assignment(visit_id, person, role)
        if broken_by(context, seat, start, facility):
            continue
        share = shares.get(person)
        walk = context.walk(seat, start, facility)
        found.append(Candidate(person, role, walk, minutes[person], share.free if share else None))
    return found
