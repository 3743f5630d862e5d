"""What serving a visit would cost others: the visits it would displace, found by a re-solve that insists on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.errors import ClashingPins, NoRoster
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.spots import starts_of, tell
from matcher.problem import Problem, Visit
from matcher.problem.visits import LARGEST_VALUE
from matcher.roster import Roster
from matcher.rules.beneficiary import overlap
from matcher.score import Score, difference, score
from matcher.what_if import Edit, changed, resolve_near
from matcher.worth import value_of

MOST = 150
"""Visits that may make room; where more might, those nearest in time are asked."""


@dataclass(frozen=True, slots=True)
class Displaced:
    """The visit can be served, but only instead of `visits` (none: others only move). `points`: the change by term,
    below 0 where it is feasible but worth less than what it displaces."""

    visits: tuple[str, ...]
    points: Score
    roster: Roster


def displaced(
    problem: Problem,
    roster: Roster,
    visit_id: str,
    *,
    time_limit: float | None = 2.0,
    stop: Callable[[], bool] | None = None,
) -> Displaced | None:
    """None where no roster was found that serves the visit by taking its people and rooms from what they do then."""
    visit = problem.visit_of[visit_id]
    free = {visit_id, *_rivals(problem, roster, visit)}
    insisted = min(LARGEST_VALUE, 1 + 2 * sum(value_of(problem, v) for v in problem.visits))
    wanted = changed(problem, [Edit("visits", visit_id, (("value", insisted), ("guaranteed", False)))])
    try:
        found = resolve_near(
            wanted, roster, free=free, time_limit=time_limit, hint=roster, name_clash=False, stop=stop
        ).roster
    except (ClashingPins, NoRoster):
        return None
    if visit_id not in found.planned_of:
        return None
    lost = tuple(sorted(roster.planned_of.keys() - found.planned_of.keys()))
    return Displaced(lost, difference(score(problem, roster), score(problem, found)), found)


def _rivals(problem: Problem, roster: Roster, visit: Visit) -> list[str]:
    """What those who could serve it do, and what its rooms hold, while it might take place."""
    settled = Settled.of(problem, roster)
    starts = starts_of(settled, visit)
    told = tell(settled, visit, starts) if visit.need is not None else ()
    spots: dict[str | None, tuple[int, ...]] = {t.facility.id: t.suited for t in told}
    if visit.need is None:
        spots[None] = starts
    heard = hear(settled, visit, spots)
    people = {v.id for by_role in heard.able.values() for able in by_role.values() for v in able}
    rooms = {t.facility.id for t in told if t.suited}
    first, last = min(w.start for w in visit.windows), max(w.end for w in visit.windows)
    near = []
    for planned in settled.roster.planned:
        end = planned.start + problem.visit_of[planned.visit].duration
        mine = planned.facility in rooms or any(a.volunteer in people for a in roster.team_of.get(planned.visit, ()))
        same = visit.beneficiary is not None and problem.visit_of[planned.visit].beneficiary == visit.beneficiary
        if (mine or same) and overlap(first - 60, last + 60, planned.start, end):
            near.append(planned)
    near.sort(key=lambda p: (abs(p.start - first), p.visit))
    return [p.visit for p in near[:MOST]]
