"""From chosen routes to minutes: the order of each shift, and starts that serve no beneficiary twice at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from matcher.problem import Problem
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.solver.candidates import Candidates
from matcher.solver.options import Options
from matcher.solver.routes import FAR, shift_arrays


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


_Label = tuple[int, int, tuple[tuple[int, int], ...]]
"""Walk, time, ((member, passes), ...)."""


def chain_of(
    problem: Problem, options: Options, candidates: Candidates, shift: int, pairs: Sequence[int]
) -> Chain | None:
    """The order of `pairs` with the least walking, earliest end first; None if the shift cannot do them all."""
    arrays = shift_arrays(problem, options, candidates, shift)
    walks, begin, end, place, _, duration, _, waived, range_at, low, high, max_walk, gap, home, _ = arrays
    first = int(candidates.first[shift])
    members = [p - first for p in pairs]

    def leg(i: int, j: int) -> tuple[int, int]:
        a = 0 if i < 0 else int(place[i])
        walk = int(walks[a, place[j]])
        if walk >= FAR or (walk > max_walk and not waived[j] and not (i >= 0 and waived[i])):
            return FAR, FAR
        return (walk if i < 0 or a == place[j] else max(walk, gap)), walk

    def begin_at(j: int, arrival: int) -> int:
        return next((max(arrival, int(low[r])) for r in range(range_at[j], range_at[j + 1]) if arrival <= high[r]), FAR)

    layer: dict[tuple[frozenset[int], int], list[_Label]] = {(frozenset(), -1): [(0, begin, ())]}
    for _ in members:
        following: dict[tuple[frozenset[int], int], list[_Label]] = {}
        for (done, last), labels in layer.items():
            for j in members:
                if j in done:
                    continue
                passes, steps = leg(last, j)
                for walk, time, path in labels:
                    start = begin_at(j, time + passes) if steps < FAR else FAR
                    if start < FAR and start + duration[j] <= end:
                        label = (walk + steps, start + int(duration[j]), (*path, (j, passes)))
                        _keep(following.setdefault((done | {j}, j), []), label)
        layer = following
    closed: list[_Label] = []
    for (_, last), labels in layer.items():
        back = 0
        if home and last >= 0:
            back = int(walks[place[last], 0])
            if back >= FAR or (back > max_walk and not waived[last]):
                continue
        closed += [(walk + back, time + back, path) for walk, time, path in labels if time + back <= end or not home]
    if not closed:
        return None
    best = min(closed)
    way = tuple(Step(int(candidates.option[first + j]), passes) for j, passes in best[2])
    back = int(walks[place[best[2][-1][0]], 0]) if home and best[2] else 0
    return Chain(shift, int(begin), int(end), back, way)


def _keep(labels: list[_Label], label: _Label) -> None:
    if any(walk <= label[0] and time <= label[1] for walk, time, _ in labels):
        return
    labels[:] = [x for x in labels if not (label[0] <= x[0] and label[1] <= x[1])]
    labels.append(label)


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
    """The roster of the chosen (shift, pairs) and placements."""
    chains: list[Chain] = []
    for shift, pairs in chosen:
        chain = chain_of(problem, options, candidates, shift, pairs)
        if chain is None:
            raise AssertionError(f"a listed route of shift {shift} cannot be walked")
        chains.append(chain)
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
