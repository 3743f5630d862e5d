"""Random rosters of a problem: valid ones grown visit by visit, and any, to hold the judges against each other."""

from __future__ import annotations

import random
from dataclasses import replace

import second_opinion as opinion

from matcher.problem import Problem, Visit
from matcher.roster import Assignment, PlannedVisit, Roster


def random_roster(problem: Problem, rng: random.Random, *, step: int = 1, tries: int = 12) -> Roster:
    """A valid roster (pins apart, as far as it fits), grown visit by visit from random choices."""
    roster = Roster()
    free = replace(problem, pins=(), published=(), policy=replace(problem.policy, max_people_changed=None))
    for visit in rng.sample(problem.visits, len(problem.visits)):
        for _ in range(tries):
            grown = with_random(free, roster, visit, rng=rng, step=step)
            if grown is not None and not opinion.breaches(free, grown):
                roster = grown
                break
    return roster


def with_random(problem: Problem, roster: Roster, visit: Visit, *, rng: random.Random, step: int = 1) -> Roster | None:
    """The roster with `visit` at a random start, room and crew, valid or not."""
    window = rng.choice(visit.windows)
    if window.end - window.start < visit.duration:
        return None
    start = rng.randint(window.start, window.end - visit.duration) // step * step
    start = rng.choice((start, start // problem.policy.grid * problem.policy.grid, window.start))
    if rng.random() < 0.05:
        start += rng.choice((-step, window.end - window.start))  # outside, or in the next window
    if start < 0:
        return None
    room = rng.choice(problem.facilities).id if visit.need and problem.facilities else None
    crew: list[Assignment] = []
    people = [v.id for v in problem.volunteers]
    rng.shuffle(people)
    for role in visit.roles:
        for _ in range(rng.randint(role.min, role.most)):
            if people:
                crew.append(Assignment(visit.id, people.pop(), role.id))
    return Roster((*roster.planned, PlannedVisit(visit.id, start, room)), (*roster.assignments, *crew))
