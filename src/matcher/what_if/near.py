"""Re-solving near a change: visits that are not free stay exactly as they are."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

from matcher.problem import Pin, Problem, Role, Visit
from matcher.result import Result, StageResult
from matcher.roster import Roster
from matcher.score import Score, score
from matcher.what_if.part import part_of
from matcher.worth import value_of

NOBODY = "\x00nobody"
"""A skill that no table can hold: a role that asks for it stays empty."""


def resolve_near(
    problem: Problem,
    roster: Roster,
    *,
    free: Collection[str],
    people: Collection[str] | None = None,
    time_limit: float | None = None,
    gap: float = 0.0,
    seed: int = 0,
    hint: Roster | None = None,
    name_clash: bool = True,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Result:
    """The best roster of `problem` in which every visit outside `free` is as it is in `roster`.

    `roster` may break rules of `problem` only through visits in `free`; else ClashingPins may be raised. Only the
    part that the change can reach is solved (see `part_of`); points and bounds of the result are those of the whole
    problem, valid for rosters that keep the rest (with `people`: and bring nobody else into free visits), but
    `more_visits_at_most` counts only plainly. Its certificates belong to the part, `held(part_of(...))`.
    """
    from matcher.solver.solve import solve  # loaded when first used: reasons alone need no solver

    part = part_of(problem, roster, free=free, people=people)
    narrow = held(part, within(roster, part), free=free)
    start = None if hint is None else within(hint, part)
    result = solve(
        narrow,
        time_limit=time_limit,
        gap=gap,
        seed=seed,
        hint=start,
        count_visits=False,
        name_clash=name_clash,
        stop=stop,
        clock=clock,
    )
    whole = _joined(roster, result.roster, free)
    return replace(result, roster=whole, stages=_of_whole(result, narrow, score(problem, whole)))


def within(roster: Roster, part: Problem) -> Roster:
    """What the roster has of the visits of a part."""
    return Roster(
        tuple(p for p in roster.planned if p.visit in part.visit_of),
        tuple(a for a in roster.assignments if a.visit in part.visit_of),
    )


def _joined(roster: Roster, new: Roster, free: Collection[str]) -> Roster:
    """What is held, and the free visits as the part's roster has them."""
    return Roster(
        (*(p for p in roster.planned if p.visit not in free), *(p for p in new.planned if p.visit in free)),
        (*(a for a in roster.assignments if a.visit not in free), *(a for a in new.assignments if a.visit in free)),
    )


def _of_whole(result: Result, part: Problem, whole: Score) -> tuple[StageResult, ...]:
    """The stages with the points that the rest adds: the same to every roster that keeps it."""
    inside = score(part, result.roster)
    rest = {"guaranteed": whole.guaranteed - inside.guaranteed, "all": whole.objective - inside.objective}
    return tuple(replace(s, objective=s.objective + rest[s.name], bound=s.bound + rest[s.name]) for s in result.stages)


def held(problem: Problem, roster: Roster, *, free: Collection[str]) -> Problem:
    """The problem with every visit outside `free` fixed: served ones pinned, the others made impossible.

    No visit is taken out, so fair shares, quotas, published rows and dependencies count as in the whole problem.
    """
    pins: list[Pin] = list(problem.pins)
    visits: list[Visit] = []
    for asked in problem.visits:
        visit = replace(asked, value=value_of(problem, asked))  # a default value would follow the size of the team
        if visit.id in free:
            visits.append(visit)
        elif visit.id not in roster.planned_of:
            visits.append(impossible(problem, visit))
        else:
            planned = roster.planned_of[visit.id]
            team = roster.team_of.get(visit.id, ())
            pins.append(Pin(visit=visit.id, start=planned.start, facility=planned.facility))
            pins += [Pin(visit=visit.id, volunteer=a.volunteer, role=a.role) for a in team]
            visits.append(_full(visit, Counter(a.role for a in team)))
    return replace(problem, visits=tuple(visits), pins=tuple(dict.fromkeys(pins)))


def impossible(problem: Problem, visit: Visit) -> Visit:
    """The visit as nobody can serve it: its rooms refused, or its roles asking what nobody has (so that roles which
    need nobody stay empty as well)."""
    if visit.need is not None:
        return replace(visit, rejected=tuple((f.id, None) for f in problem.facilities))
    return replace(visit, roles=tuple(replace(r, skills=frozenset({NOBODY})) for r in visit.roles))


def _full(visit: Visit, people: Counter[str]) -> Visit:
    """Nobody can join: each role holds at most those it has; an empty one asks what nobody has."""
    return replace(visit, roles=tuple(_closed(role, people[role.id]) for role in visit.roles))


def _closed(role: Role, people: int) -> Role:
    if people == 0:
        return replace(role, skills=frozenset({NOBODY}))
    if people < role.min:
        return role
    return replace(role, desired=min(role.wanted, people), max=people)
