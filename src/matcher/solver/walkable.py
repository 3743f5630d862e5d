"""Whether the ways of a roster can be walked at its starts: what rows cannot see, because routes promise it."""

from __future__ import annotations

from itertools import combinations

from matcher.problem import Problem
from matcher.roster import Roster
from matcher.solver.candidates import Candidates
from matcher.solver.options import Options
from matcher.solver.routes import FAR, shift_arrays


def walkable(
    problem: Problem, options: Options, candidates: Candidates, roster: Roster, routes: dict[int, list[int]]
) -> bool:
    """`routes`: the pairs of each shift. Every leg, gap, cap and end of shift holds, and no rivals overlap."""
    return all(
        _way_holds(problem, options, candidates, roster, shift, pairs) for shift, pairs in routes.items()
    ) and not _rivals_overlap(problem, roster)


def _way_holds(
    problem: Problem, options: Options, candidates: Candidates, roster: Roster, shift: int, pairs: list[int]
) -> bool:
    arrays = shift_arrays(problem, options, candidates, shift)
    walks, begin, end, place, visit, duration, day, waived, _, _, _, max_walk, gap, home, caps = arrays
    first = int(candidates.first[shift])

    def start_of(member: int) -> int:
        return roster.planned_of[problem.visits[int(visit[member])].id].start

    way = sorted((p - first for p in pairs), key=start_of)
    here, free, near = 0, int(begin), False
    for number, member in enumerate(way):
        walk = int(walks[here, place[member]])
        if walk >= FAR or (walk > max_walk and not waived[member] and not near):
            return False
        passes = walk if number == 0 or here == place[member] else max(walk, gap)
        if start_of(member) < free + passes:
            return False
        here, free, near = int(place[member]), start_of(member) + int(duration[member]), bool(waived[member])
    if home and way:
        back = int(walks[here, 0])
        if back >= FAR or (back > max_walk and not near):
            return False
        free += back
    days = {int(d) for d in day[way]}
    return (
        free <= end
        and all(sum(int(duration[m]) for m in way if day[m] == d) <= caps[0] for d in days)
        and sum(int(duration[m]) for m in way) <= caps[1]
        and all(sum(day[m] == d for m in way) <= caps[2] for d in days)
    )


def _rivals_overlap(problem: Problem, roster: Roster) -> bool:
    spans: dict[str, list[tuple[int, int]]] = {}
    for planned in roster.planned:
        visit = problem.visit_of[planned.visit]
        if visit.beneficiary:
            spans.setdefault(visit.beneficiary, []).append((planned.start, planned.start + visit.duration))
    return any(a[0] < b[1] and b[0] < a[1] for group in spans.values() for a, b in combinations(group, 2))
