"""What may no longer change: visits that have begun, or begin too soon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from matcher.problem import Problem, Visit, Window
from matcher.roster import PlannedVisit, Roster
from matcher.what_if import held, impossible


def frozen(problem: Problem, roster: Roster, *, hit: Collection[str], earliest: int | None) -> Problem:
    """The problem in which nothing starts before minute `earliest` but what the roster has there already.

    Those visits stay exactly as they are; of those in `hit` time and facility stay, and people may change. None:
    nothing is frozen.
    """
    if earliest is None:
        return problem
    visits: list[Visit] = []
    fixed: set[str] = set()
    for visit in problem.visits:
        planned = roster.planned_of.get(visit.id)
        begun = planned is not None and planned.start < earliest
        later = _from(visit, earliest, grid=problem.policy.grid if visit.on_grid else 1)
        if begun and planned is not None and visit.id in hit:
            stays = any(w.start <= planned.start and planned.start + visit.duration <= w.end for w in visit.windows)
            visits.append(_only(problem, visit, planned) if stays else _later(problem, visit, later))
        elif begun or not later:
            visits.append(visit)
            fixed.add(visit.id)
        else:
            visits.append(replace(visit, windows=later))
    missed = fixed - roster.planned_of.keys()
    left = replace(
        problem,
        visits=tuple(visits),
        pins=tuple(p for p in problem.pins if p.visit not in missed),
        published=tuple(p for p in problem.published if p.visit not in missed),
    )
    return held(left, roster, free={v.id for v in visits} - fixed)


def _from(visit: Visit, earliest: int, *, grid: int) -> tuple[Window, ...]:
    """The windows from `earliest` on, as far as the visit fits. A cut one begins on the grid: the first minute of a
    window may be a start off the grid, and a cut must not make a new one."""
    cut = ((w.start if w.start >= earliest else -(-earliest // grid) * grid, w.end) for w in visit.windows)
    return tuple(Window(start, end) for start, end in cut if end - start >= visit.duration)


def _later(problem: Problem, visit: Visit, windows: tuple[Window, ...]) -> Visit:
    return replace(visit, windows=windows) if windows else impossible(problem, visit)


def _only(problem: Problem, visit: Visit, planned: PlannedVisit) -> Visit:
    """The visit at this start and facility, or not at all."""
    others = tuple((f.id, None) for f in problem.facilities if f.id != planned.facility)
    return replace(
        visit,
        windows=(Window(planned.start, planned.start + visit.duration),),
        rejected=visit.rejected if planned.facility is None else (*visit.rejected, *others),
    )
