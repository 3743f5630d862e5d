"""From chosen routes to minutes: the order of each shift, and starts that serve no beneficiary twice at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.solver.candidates import Candidates
from matcher.solver.options import Options
from matcher.solver.routes import shift_arrays


@dataclass(frozen=True, slots=True)
class Step:
    """One option on a route: reached `passes` minutes after the end of the step before (the shift's start)."""

    option: int
    passes: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of one shift in order; the last must end by `end` less the `back` minutes home."""

    shift: int
    begin: int
    end: int
    back: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Unschedulable:
    """Visits (by number) of one beneficiary whose routes allow no order in time."""

    visits: tuple[int, ...]


def chain_of(problem: Problem, options: Options, candidates: Candidates, shift: int, pairs: Sequence[int]) -> Chain:
    """The chain of `pairs`, which are in the order walked."""
    arrays = shift_arrays(problem, options, candidates, shift)
    walks, begin, end, place, _, _, _, _, _, _, _, _, gap, home, _ = arrays
    first = int(candidates.first[shift])
    steps: list[Step] = []
    here = 0
    for pair in pairs:
        there = int(place[pair - first])
        walk = int(walks[here, there])
        steps.append(Step(int(candidates.option[pair]), walk if not steps or here == there else max(walk, gap)))
        here = there
    return Chain(shift, int(begin), int(end), int(walks[here, 0]) if home and steps else 0, tuple(steps))


def starts_of(
    problem: Problem, options: Options, chains: Sequence[Chain], placed: dict[int, int]
) -> dict[int, int] | Unschedulable:
    """A start for every visit: of placements as `placed` (visit -> start), else the earliest that works."""
    rivals = _rivals(problem, {options.options[s.option].visit for c in chains for s in c.steps} | set(placed))
    return _settle(problem, options, chains, placed, rivals, ())


def _rivals(problem: Problem, visits: set[int]) -> tuple[tuple[int, int], ...]:
    groups: dict[str, list[int]] = {}
    for v in sorted(visits):
        name = problem.visits[v].beneficiary
        if name:
            groups.setdefault(name, []).append(v)
    return tuple(pair for group in groups.values() for pair in combinations(group, 2))


def _settle(
    problem: Problem,
    options: Options,
    chains: Sequence[Chain],
    placed: dict[int, int],
    rivals: tuple[tuple[int, int], ...],
    orders: tuple[tuple[int, int], ...],
) -> dict[int, int] | Unschedulable:
    """Depth first over "a before b" for rivals that overlap; lower bounds rise to their least fixed point."""
    starts = _earliest(problem, options, chains, placed, orders)
    if starts is None:
        return Unschedulable(tuple({v for pair in orders for v in pair}))
    for a, b in rivals:
        if starts[a] < starts[b] + problem.visits[b].duration and starts[b] < starts[a] + problem.visits[a].duration:
            fault: Unschedulable | None = None
            for order in ((a, b), (b, a)):
                found = _settle(problem, options, chains, placed, rivals, (*orders, order))
                if not isinstance(found, Unschedulable):
                    return found
                fault = found
            return Unschedulable(tuple(sorted({a, b, *(fault.visits if fault else ())})))
    return starts


def _earliest(
    problem: Problem,
    options: Options,
    chains: Sequence[Chain],
    placed: dict[int, int],
    orders: tuple[tuple[int, int], ...],
) -> dict[int, int] | None:
    starts = dict(placed)
    after: dict[int, int] = {}
    while True:
        for chain in chains:
            free = chain.begin
            for step in chain.steps:
                option = options.options[step.option]
                earliest = max(free + step.passes, after.get(option.visit, 0))
                start = next((max(earliest, low) for low, high in option.ranges if earliest <= high), None)
                if start is None:
                    return None
                starts[option.visit] = start
                free = start + option.duration
            if free + chain.back > chain.end:
                return None
        raised = False
        for a, b in orders:
            due = starts[a] + problem.visits[a].duration
            if starts[b] < due:
                if b in placed:
                    return None
                raised = after.get(b, 0) < due or raised
                after[b] = max(after.get(b, 0), due)
        if not raised:
            return starts


def build_roster(
    problem: Problem,
    options: Options,
    candidates: Candidates,
    chosen: Sequence[tuple[int, Sequence[int]]],
    placements: Sequence[int],
) -> Roster | Unschedulable:
    """The roster of the chosen (shift, pairs in the order walked) and placements."""
    chains = [chain_of(problem, options, candidates, shift, pairs) for shift, pairs in chosen]
    at = {options.placements[p].visit: options.placements[p] for p in placements}
    starts = starts_of(problem, options, chains, {v: p.start for v, p in at.items()})
    if isinstance(starts, Unschedulable):
        return starts
    planned = tuple(
        PlannedVisit(problem.visits[v].id, s, at[v].facility if v in at else None) for v, s in starts.items()
    )
    assignments = []
    for shift, pairs in chosen:
        person = problem.volunteers[candidates.shifts[shift].volunteer].id
        for pair in pairs:
            option = options.options[candidates.option[pair]]
            visit = problem.visits[option.visit]
            assignments.append(Assignment(visit.id, person, visit.roles[option.role].id))
    return Roster(planned, tuple(assignments))
