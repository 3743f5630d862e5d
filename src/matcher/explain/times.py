"""When a visit could take place, and how many could come: judged by the rules beside what the roster has settled."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain.crew import crew
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.spots import tell, tried_starts
from matcher.problem import DAY, Problem
from matcher.roster import Roster


@dataclass(frozen=True, slots=True)
class Time:
    """A start (minutes of the problem) and, where one is needed, a facility that is free then.

    `people`: volunteers who could come beside what they do already, in the problem's order; `enough`: a crew can be
    made of them that keeps minima, conditions and forbidden pairs (True where nobody is needed), and neither a quota
    nor a visit that this one needs stands against it.
    """

    start: int
    facility: str | None
    people: tuple[str, ...]
    enough: bool


def times(problem: Problem, roster: Roster, visit_id: str) -> tuple[Time, ...]:
    """Starts inside the visit's windows, those with a crew first, then by how many could come, then the earliest.

    The visit itself, if the roster has planned it, is taken out first. Of several facilities at one
    start the one with most people, then the cheapest, is told.
    """
    visit = problem.visit_of[visit_id]
    others = Roster(
        tuple(p for p in roster.planned if p.visit != visit_id),
        tuple(a for a in roster.assignments if a.visit != visit_id),
    )
    settled = Settled.of(problem, others)
    starts = tried_starts(settled, visit)
    spots: dict[str | None, tuple[int, ...]] = {}
    if visit.need is None:
        spots[None] = starts
    else:
        spots |= {told.facility.id: told.free for told in tell(settled, visit, starts)}
    spots = {f: tuple(s for s in free if not settled.refused_at(visit, s)) for f, free in spots.items()}
    free = hear(settled, visit, spots).free
    barred = bool(settled.always_refused(visit))  # by a quota, or by a visit it needs
    best: dict[int, Time] = {}
    for facility, known in spots.items():
        for start in known:
            by_role = free.get((start, facility), {})
            able = {v.id for people in by_role.values() for v in people}
            people = tuple(v.id for v in problem.volunteers if v.id in able)
            enough = not barred and (not visit.roles or crew(problem, visit, by_role, day=start // DAY) is not None)
            found = Time(start, facility, people, enough)
            if start not in best or _rank(problem, found) < _rank(problem, best[start]):
                best[start] = found
    return tuple(sorted(best.values(), key=lambda t: _rank(problem, t)))


def _rank(problem: Problem, time: Time) -> tuple[bool, int, int, int]:
    cost = problem.facility_of[time.facility].cost if time.facility is not None else 0
    return not time.enough, -len(time.people), time.start, cost
