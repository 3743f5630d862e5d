"""What events have taken apart in a roster, by the checker's word."""

from __future__ import annotations

from dataclasses import replace

from matcher.checker import check
from matcher.problem import Problem
from matcher.roster import Roster
from matcher.rules import HARD, Violation

OF_TEAM = ("headcount", "conditions", "trainee")
"""Broken by who is missing: another person can mend them."""


def broken(problem: Problem, roster: Roster) -> frozenset[str]:
    """Planned visits that some hard rule no longer lets stand as they are, and those that depend on them."""
    hit: set[str] = set()
    for violation in _violations(problem, roster):
        if violation.visit is not None:
            hit.add(violation.visit)
        elif violation.volunteer is not None:
            hit |= {a.visit for a in roster.work_of.get(violation.volunteer, ())}
        elif violation.facility is not None:
            hit |= {p.visit for p in roster.planned if p.facility == violation.facility}
    hit &= roster.planned_of.keys()
    while more := _dependent(problem, roster, hit) - hit:
        hit |= more
    return frozenset(hit)


def moved_anyhow(problem: Problem, roster: Roster) -> frozenset[str]:
    """People whose published work cannot stay whoever else changes: its time, place or room is what breaks a rule."""
    personal = {rule.code for rule in HARD if rule.refuses is not None or rule.judges is not None}
    stuck = {v.visit for v in _violations(problem, roster) if v.rule not in personal and v.rule not in OF_TEAM}
    return frozenset(p.volunteer for p in problem.published if p.visit in stuck and p.volunteer is not None)


def _violations(problem: Problem, roster: Roster) -> list[Violation]:
    uncapped = replace(problem, policy=replace(problem.policy, max_people_changed=None))
    return [v for v in check(uncapped, roster) if not v.overridden]


def _dependent(problem: Problem, roster: Roster, hit: set[str]) -> set[str]:
    """Planned visits that need one of these, or that book a room which one of these opens."""
    found = {v.id for v in problem.visits if not hit.isdisjoint(v.needs)}
    opened = {f.id for f in problem.facilities if any(o.steward in hit for o in f.openings)}
    found |= {p.visit for p in roster.planned if p.facility in opened}
    return found & roster.planned_of.keys()
