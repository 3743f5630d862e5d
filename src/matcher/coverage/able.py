"""Who could take part in an hour of a service, and at which hours, by the rules themselves."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from matcher.coverage.hours import HOUR, HOURS_A_DAY, Hours
from matcher.coverage.wanted import Crew
from matcher.problem import DAY, Problem, Role, Volunteer
from matcher.rules import HARD, minor
from matcher.rules.seat import Seat

ELSEWHERE = frozenset({"minor", "availability", "walking"})
"""Asked by the hour (`allowed`), of the availabilities (`hours_in`) and of the ground."""
OF_DAY = tuple(r.refuses for r in HARD if r.refuses is not None and r.code not in ELSEWHERE)


def allowed(problem: Problem, crew: Crew, role: Role, volunteer: Volunteer) -> Hours:
    """The hours at which no rule keeps a volunteer from this role, whether they have time and live near or not.

    The last flag, "ever", is set where any hour is. A trainee never counts toward what a visit needs.
    """
    flags = np.zeros(problem.days * HOURS_A_DAY + 1, dtype=bool)
    held = {skill.name for skill in volunteer.skills}
    if volunteer.trainee or not held >= role.skills:
        return flags
    for day in range(problem.days):
        seat = Seat(crew.visit, role, day * DAY, "")
        if not any(refuses(problem, volunteer, seat) for refuses in OF_DAY):
            flags[day * HOURS_A_DAY : (day + 1) * HOURS_A_DAY] = True
    if volunteer.minor:
        for hour in np.flatnonzero(flags).tolist():
            seat = Seat(crew.visit, role, hour * HOUR, "")
            flags[hour] = not minor.refuses(problem, volunteer, seat)
    flags[-1] = flags[:-1].any()
    return flags


def meets(crew: Crew, volunteer: Volunteer, flags: Hours, number: int) -> Hours:
    """Those of the hours at which a volunteer also meets the shared condition of that number."""
    condition, _ = crew.shared[number]
    met = np.array([condition.met_by(volunteer, day=h // HOURS_A_DAY) for h in range(len(flags) - 1)] + [True])
    out: Hours = flags & met
    out[-1] = out[:-1].any()
    return out


def questions(problem: Problem, crew: Crew) -> list[tuple[int, list[Hours]]]:
    """What must hold for an hour to be staffed: (how many people, hours of every volunteer who counts for it).

    By Hall's theorem the roles can be filled by different people exactly if for every set of roles enough people can
    fill at least one of them. Shared conditions ask for enough people who meet them beside that.
    """
    of_role = [[allowed(problem, crew, role, v) for v in problem.volunteers] for role in crew.roles]
    asked = []
    for chosen in range(1, 1 << len(crew.roles)):
        members = [i for i in range(len(crew.roles)) if chosen >> i & 1]
        people = [np.logical_or.reduce([of_role[i][k] for i in members]) for k in range(len(problem.volunteers))]
        asked.append((sum(crew.roles[i].min for i in members), people))
    everybody = asked[-1][1]
    for number, (_, least) in enumerate(crew.shared):
        met = [meets(crew, v, everybody[k], number) for k, v in enumerate(problem.volunteers)]
        asked.append((least, met))
    return asked


def alike(problem: Problem, crew: Crew) -> Hashable:
    """Crews with the same value ask the same of people, whatever they are called."""
    named = {p.other for pairs in problem.forbidden_of.values() for p in pairs if p.with_kind == "service"}
    roles = tuple((role.skills, role.min) for role in crew.roles)
    wanted = tuple(sorted((c.of, c.at_least or 0) for c in crew.visit.conditions))
    most = sum(role.most for role in crew.visit.roles)
    return roles, wanted, most, crew.visit.risk, crew.service if crew.service in named else ""
