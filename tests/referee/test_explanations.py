"""What is explained of random problems is true: refusals, fixes, replacements, each by relaxing, solving, applying."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from focus import FOCUS
from random_problems import random_problem

from matcher import ClashingPins, check, solve
from matcher.explain import fixes, replacements, unserved
from matcher.explain.people import hear
from matcher.explain.settled import Settled
from matcher.explain.spots import starts_of, tell
from matcher.problem import Problem, Skill, Visit, Volunteer, Window
from matcher.roster import Roster
from matcher.score import score
from matcher.what_if import Edit, changed, held

MORE = int(os.environ.get("MATCHER_REFEREE_EXPLANATIONS", "300"))
EVER = 400
CAPS = {"minutes_day": "max_minutes_day", "horizon_minutes": "max_minutes_total", "visits_day": "max_visits_day"}


def week(seed: int) -> tuple[Problem, Roster, random.Random] | None:
    rng = random.Random(f"explain {seed}")
    problem = random_problem(rng, FOCUS[sorted(FOCUS)[seed % len(FOCUS)]])
    try:
        return problem, solve(problem).roster, rng
    except ClashingPins:
        return None


def relaxed(problem: Problem, volunteer: Volunteer, visit: Visit, rule: str) -> Problem | None:
    """The problem in which just this rule no longer keeps this person from this visit; None: not by their own data."""
    own: dict[str, object] = {}
    if rule == "skills":
        named = {s for role in visit.roles for s in role.skills}
        own["skills"] = (*(s for s in volunteer.skills if s.name not in named), *(Skill(s) for s in sorted(named)))
    elif rule == "risk":
        own |= {"insured_until_day": EVER, "minor": False}
    elif rule == "minor":
        own["minor"] = False
    elif rule == "certified":
        own["certified_until_day"] = None
    elif rule in ("minutes_day", "horizon_minutes", "visits_day"):
        field = {
            "minutes_day": "max_minutes_day",
            "horizon_minutes": "max_minutes_total",
            "visits_day": "max_visits_day",
        }
        own[field[rule]] = None
    elif rule == "availability":
        own["availabilities"] = (Window(0, problem.days * 1440 + 1440),)
    elif rule == "pairs":
        mine = [p for p in problem.pairs if volunteer.id in (p.volunteer, p.other)]
        return replace(problem, pairs=tuple(p for p in problem.pairs if p not in mine))
    else:
        return None
    return changed(problem, [Edit("volunteers", volunteer.id, tuple(own.items()))])


def refusals(problem: Problem, roster: Roster, visit: Visit) -> dict[tuple[str, str], tuple[str, ...]]:
    settled = Settled.of(problem, roster)
    starts = starts_of(settled, visit)
    told = tell(settled, visit, starts) if visit.need is not None else ()
    spots: dict[str | None, tuple[int, ...]] = {t.facility.id: t.suited for t in told}
    if visit.need is None:
        spots[None] = starts
    return {(s.volunteer.id, s.role.id): s.refused for s in hear(settled, visit, spots).said}


def refusals_are_true(problem: Problem, roster: Roster) -> int:
    """The rules told of a pair are relaxed one by one: each of them refuses until it is; then the pair is possible."""
    seen = 0
    for why in unserved(problem, roster):
        visit = problem.visit_of[why.visit]
        for (who, role), refused in refusals(problem, roster, visit).items():
            after: Problem | None = problem
            for number, rule in enumerate(refused):
                assert rule in refusals(after, roster, visit)[who, role], (visit.id, who, refused)
                after = relaxed(after, after.volunteer_of[who], visit, rule)
                if after is None:
                    break
                left = refusals(after, roster, visit)[who, role]
                assert len(left) < len(refused) - number or set(left) != set(refused[number:]), (visit.id, who, refused)
                if number == len(refused) - 1 and rule != "availability":
                    # Who can be there all day may still be at another visit: that is a rule of its own.
                    assert not left, (visit.id, who, rule, left)
                seen += 1
                if set(left) != set(refused[number + 1 :]):
                    break
    return seen


def fixes_are_true(problem: Problem, roster: Roster) -> int:
    seen = 0
    for why in unserved(problem, roster):
        for fix in fixes(problem, roster, why.visit):
            after = changed(problem, fix.changes)
            found = solve(held(after, roster, free={why.visit})).roster
            assert why.visit in found.planned_of, fix
            assert not [v for v in check(after, found) if not v.overridden], fix
            seen += 1
    return seen


def replacements_are_true(problem: Problem, roster: Roster, rng: random.Random) -> int:
    """Of seats that somebody leaves, and of visits nobody makes: applied, points and rules are as told."""
    seats = [(a.visit, a.role, a.volunteer) for a in roster.assignments]
    asked = [*rng.sample(seats, k=min(2, len(seats)))]
    asked += [(v, r.id, None) for v in roster.unserved(problem) for r in problem.visit_of[v].roles]
    before, points, seen = set(check(problem, roster)), score(problem, roster), 0
    for visit, role, out in asked:
        for found in replacements(problem, roster, visit, role, out=out):
            if found.points is None:
                continue
            after = found.applied(roster)
            new = [v for v in check(problem, after) if v not in before and not v.overridden]
            assert [v for v in new if v.rule not in ("pins", "people_changed")] == [], (visit, role, out, found)
            assert score(problem, after).objective - points.objective == found.change, (visit, role, out, found)
            seen += 1
    return seen


def all_true(seeds: range) -> tuple[int, int, int]:
    seen = [0, 0, 0]
    for seed in seeds:
        found = week(seed)
        if found is not None:
            problem, roster, rng = found
            seen[0] += refusals_are_true(problem, roster)
            seen[1] += fixes_are_true(problem, roster)
            seen[2] += replacements_are_true(problem, roster, rng)
    return seen[0], seen[1], seen[2]


def test_what_is_explained_is_true() -> None:
    refused, fixed, replaced = all_true(range(45))
    assert refused > 20
    assert fixed > 8
    assert replaced > 15


@pytest.mark.campaign
def test_what_is_explained_of_many_problems_is_true() -> None:
    assert min(all_true(range(45, 45 + MORE))) > 50
