"""A roster as a point of the programme: which pairs, how much walking, and what every explicit variable then is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.roster import Roster, tours
from matcher.solver.candidates import Ints
from matcher.solver.programme import NONE, Programme, Purpose, Variable
from matcher.solver.walkable import walkable


@dataclass(frozen=True)
class Point:
    """`routes`: (shift, pairs rising); `walk`: minutes of all of them."""

    routes: tuple[tuple[int, tuple[int, ...]], ...]
    walk: int
    variables: Ints

    @property
    def pairs(self) -> Ints:
        return np.array([p for _, pairs in self.routes for p in pairs], dtype=np.int64)


def point_of(programme: Programme, roster: Roster) -> Point | None:
    """The point of `roster`; None where no candidate, placement or way through the streets allows what it does."""
    if set(roster.planned_of) - set(programme.problem.visit_of) or len(roster.planned_of) < len(roster.planned):
        return None  # plans a visit the problem does not have, or one twice
    pairs = _pairs(programme, roster)
    if pairs is None:
        return None
    by_shift: dict[int, list[int]] = {}
    for pair in pairs:
        by_shift.setdefault(int(programme.candidates.shift[pair]), []).append(pair)
    if not walkable(programme.problem, programme.options, programme.candidates, roster, by_shift):
        return None
    values = [_value(programme, roster, variable) for variable in programme.variables]
    if _placed(programme, values) != _shared(programme, roster):
        return None
    walk = sum(t.walk_minutes for t in tours(programme.problem, roster))
    return Point(
        routes=tuple((s, tuple(sorted(p))) for s, p in sorted(by_shift.items())),
        walk=walk,
        variables=np.array(values, dtype=np.int64),
    )


def feasible(programme: Programme, point: Point) -> bool:
    """Whether every row holds at the point (the shift rows: one route each, by construction)."""
    pairs = point.pairs
    activity = programme.variable_rows.T @ point.variables
    if len(pairs):
        activity = activity + np.asarray(programme.pair_rows[pairs].sum(axis=0)).ravel()
    return bool(
        np.all((programme.low == -NONE) | (activity >= programme.low))
        and np.all((programme.high == NONE) | (activity <= programme.high))
        and np.all(point.variables <= programme.most)
    )


def worth(programme: Programme, point: Point, purpose: Purpose) -> int:
    """Points of the point for a purpose."""
    gains = int(programme.pair_gain(purpose)[point.pairs].sum()) if point.routes else 0
    explicit = int(programme.variable_gain(purpose) @ point.variables) if len(point.variables) else 0
    constant = programme.constant if purpose == "points" else 0
    return constant + gains + explicit - programme.walk_price(purpose) * point.walk


def _pairs(programme: Programme, roster: Roster) -> list[int] | None:
    problem, options, candidates = programme.problem, programme.options, programme.candidates
    numbers = {v.id: i for i, v in enumerate(problem.visits)}
    people = {v.id: i for i, v in enumerate(problem.volunteers)}
    by_work: dict[tuple[int, int], list[int]] = {}
    whose = candidates.volunteer.tolist()
    for pair, option in enumerate(candidates.option.tolist()):
        by_work.setdefault((whose[pair], options.options[option].visit), []).append(pair)
    found: list[int] = []
    for assignment in roster.assignments:
        planned = roster.planned_of.get(assignment.visit)
        key = (people.get(assignment.volunteer, -1), numbers.get(assignment.visit, -1))
        if planned is None:
            return None
        fits = [
            pair
            for pair in by_work.get(key, ())
            if _fits(programme, pair, role=assignment.role, start=planned.start, facility=planned.facility)
        ]
        if not fits:
            return None
        found.append(fits[0])
    singles = {v.id for v in problem.visits if not v.on_grid}
    if any(p.visit in singles and not roster.team_of.get(p.visit) for p in roster.planned):
        return None
    return found


def _fits(programme: Programme, pair: int, *, role: str, start: int, facility: str | None) -> bool:
    option = programme.options.options[programme.candidates.option[pair]]
    shift = programme.candidates.shifts[programme.candidates.shift[pair]]
    if programme.problem.visits[option.visit].roles[option.role].id != role:
        return False
    if not shift.start <= start < shift.end or not any(a <= start <= b for a, b in option.ranges):
        return False
    if option.placement is None:
        return facility is None
    return bool(programme.options.placements[option.placement].facility == facility)


def _placed(programme: Programme, values: list[int]) -> int:
    return sum(v for v, x in zip(values, programme.variables, strict=True) if x.kind == "placement")


def _shared(programme: Programme, roster: Roster) -> int:
    shared = {v.id for v in programme.problem.visits if v.on_grid}
    return sum(p.visit in shared for p in roster.planned)


def _value(programme: Programme, roster: Roster, variable: Variable) -> int:
    problem = programme.problem
    of = variable.of
    match variable.kind:
        case "placement":
            placement = programme.options.placements[int(of[0])]
            planned = roster.planned_of.get(problem.visits[placement.visit].id)
            here = (placement.start, placement.facility)
            return int(planned is not None and (planned.start, planned.facility) == here)
        case "extra":
            visit = problem.visits[int(of[0])]
            role = visit.roles[int(of[1])]
            heads = sum(a.role == role.id for a in roster.team_of.get(visit.id, ()))
            return max(0, min(variable.most, heads - role.min))
        case "together":
            team = {a.volunteer for a in roster.team_of.get(str(of[0]), ())}
            return int(of[1] in team and of[2] in team)
        case "face":
            work = roster.work_of.get(problem.volunteers[int(of[1])].id, ())
            return int(any(problem.visit_of[a.visit].series == of[0] for a in work))
        case "above_share":
            name = problem.volunteers[int(of[0])].id
            minutes = sum(problem.visit_of[a.visit].duration for a in roster.work_of.get(name, ()))
            return programme.shares[name].cost(minutes)
        case "mode":
            return int(any(_holds(programme, p.visit, p.start, p.facility, of) for p in roster.planned))
        case "changed":
            return int(_changed(programme, roster, problem.volunteers[int(of[0])].id))
    raise AssertionError(f"unknown variable {variable.kind}")


def _holds(programme: Programme, visit: str, start: int, facility: str | None, of: tuple[int | str, ...]) -> bool:
    name, mode, minute = of
    need = programme.problem.visit_of[visit].need
    if facility != name or need is None or need.mode != mode:
        return False
    tail = programme.problem.facility_of[facility].changeover if facility else 0
    return start <= int(minute) < start + programme.problem.visit_of[visit].duration + tail


def _changed(programme: Programme, roster: Roster, person: str) -> bool:
    for row in programme.problem.published:
        if row.volunteer == person:
            planned = roster.planned_of.get(row.visit)
            if planned is None or (planned.start, planned.facility) != (row.start, row.facility):
                return True
            if all(a.volunteer != person for a in roster.team_of.get(row.visit, ())):
                return True
    return False
