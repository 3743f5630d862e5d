"""A crew for a visit out of those who can come: as many as it needs, conditions met, no forbidden pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement

from matcher.problem import Problem, Role, Visit, Volunteer
from matcher.rules.conditions import shortfall

Crew = tuple[tuple[Volunteer, str], ...]
TRIES = 2_000
"""Steps after which the search gives up: only many pairs forbidden among many people can take so long."""


def crew(problem: Problem, visit: Visit, people: Mapping[str, Sequence[Volunteer]], *, day: int) -> Crew | None:
    """Some crew of `people` (by role) that may serve the visit on `day`, of the fewest; None where none is found.

    Conditions may ask for more people than the minimum; then a role takes more, up to its most.
    """
    tries = iter(range(TRIES))
    for extra in range(1 + min(3, sum(r.most - r.min for r in visit.roles))):
        for more in combinations_with_replacement(visit.roles, extra):
            seats = [r for r in visit.roles for _ in range(r.min + more.count(r))]
            if all(r.min + more.count(r) <= r.most for r in visit.roles):
                for found in _filled(problem, visit, people, seats, taken=(), day=day, tries=tries):
                    return found
    return None


def most_at_once(visit: Visit, people: Mapping[str, Sequence[Volunteer]]) -> int:
    """How many of the minimum of all roles can be filled by different people who are no trainees (matching)."""
    of_seat: dict[int, str] = {}
    seats = [r for r in visit.roles for _ in range(r.min)]

    def fill(volunteer: str, tried: set[int]) -> bool:
        for number, role in enumerate(seats):
            if number not in tried and volunteer in able[role.id]:
                tried.add(number)
                if number not in of_seat or fill(of_seat[number], tried):
                    of_seat[number] = volunteer
                    return True
        return False

    able = {r.id: {v.id for v in people.get(r.id, ()) if not v.trainee} for r in visit.roles}
    for volunteer in sorted(set().union(*able.values())):
        fill(volunteer, set())
    return len(of_seat)


def _filled(
    problem: Problem,
    visit: Visit,
    people: Mapping[str, Sequence[Volunteer]],
    seats: list[Role],
    *,
    taken: Crew,
    day: int,
    tries: Iterator[int],
) -> Iterator[Crew]:
    if next(tries, None) is None:
        return
    team = [v for v, _ in taken]
    missing = [(c, shortfall(c, team, day=day)) for c in visit.conditions if c.at_least is not None]
    left = len(seats) - len(taken)
    if any(short > left for _, short in missing):
        return
    if not left:
        yield taken
        return
    role = seats[len(taken)]
    wanted = [c for c, short in missing if short]
    pool = [v for v in people.get(role.id, ()) if v not in team and _may_join(problem, v, team)]
    pool = [v for v in pool if not v.trainee or _partnered(taken, role)]
    pool.sort(key=lambda v: (v.trainee, -sum(c.met_by(v, day=day) for c in wanted)))
    for volunteer in pool:
        more = (*taken, (volunteer, role.id))
        yield from _filled(problem, visit, people, seats, taken=more, day=day, tries=tries)


def _partnered(taken: Crew, role: Role) -> bool:
    """True if a trainee may be one more in the role: its minimum is there, and a partner for each trainee."""
    others = sum(r == role.id and not v.trainee for v, r in taken)
    learning = sum(r == role.id and v.trainee for v, r in taken)
    return others >= role.min and learning < others


def _may_join(problem: Problem, volunteer: Volunteer, team: list[Volunteer]) -> bool:
    barred = problem.forbidden_of.get(volunteer.id, ())
    names = {v.id for v in team}
    return not any(p.with_kind == "volunteer" and ({p.volunteer, p.other} - {volunteer.id}) <= names for p in barred)
