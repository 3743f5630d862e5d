"""Times a visit could take place: each of them is true, and nobody who could come is left out."""

from __future__ import annotations

from functools import cache

import pytest

from matcher.checker import check
from matcher.explain import Time, times
from matcher.problem import Problem, Role, Visit
from matcher.roster import Assignment, PlannedVisit, Roster
from matcher.rules import Violation
from matcher.scenario import generate
from matcher.solver import solve
from small import ROSTER, SMALL, changed, without


def test_the_small_morning() -> None:
    """Elder care at L takes 30 minutes; ann and bob care, cat only learns. The patrol at 10:00 holds both."""
    found = times(SMALL, ROSTER, "elder")
    assert [t for t in found if t.people] == [Time(570, None, ("ann",), True)] and found[0].enough
    assert times(SMALL, ROSTER, "class") == (Time(675, "hall", ("bob",), True), Time(660, "hall", (), False))


def test_a_room_that_is_taken_is_no_place() -> None:
    assert 540 not in {t.start for t in times(SMALL, ROSTER, "class") if t.facility == "hall" and t.enough}
    alone = times(SMALL, without("chess"), "class")
    assert alone[0].facility == "hall" and alone[0].enough


def test_a_visit_without_people_needs_only_its_room() -> None:
    found = times(SMALL, ROSTER, "chess")
    assert found[0].enough and found[0].people == ()


def test_nobody_may_come() -> None:
    problem = changed(volunteers={"ann": {"skills": ()}, "bob": {"skills": ()}})
    assert not any(t.enough for t in times(problem, Roster(), "elder"))


@cache
def town() -> tuple[Problem, Roster]:
    problem = generate(name="times", seed=7, population=900, communities=1).problem
    return problem, solve(problem, time_limit=20, gap=0.01).roster


def with_one(roster: Roster, visit: Visit, role: Role, time: Time, volunteer: str) -> Roster:
    return Roster(
        (*roster.planned, PlannedVisit(visit.id, time.start, time.facility)),
        (*roster.assignments, Assignment(visit.id, volunteer, role.id)),
    )


def new_breaches(problem: Problem, known: set[Violation], after: Roster) -> set[Violation]:
    """Beside those that only say how many are there."""
    return {v for v in check(problem, after) if v not in known and v.rule not in ("headcount", "needs")}


def single(problem: Problem) -> list[Visit]:
    """Visits of one role and one person, planned or not, without pins."""
    pinned = {p.visit for p in problem.all_pins}
    return [
        v for v in problem.visits
        if len(v.roles) == 1 and v.roles[0].min == 1 and v.need is None and v.id not in pinned
        and not v.needs and not v.conditions
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(6))
def test_who_is_told_can_come_and_nobody_else(number: int) -> None:
    problem, roster = town()
    visits = single(problem)
    visit = visits[number * len(visits) // 6]
    others = Roster(
        tuple(p for p in roster.planned if p.visit != visit.id),
        tuple(a for a in roster.assignments if a.visit != visit.id),
    )
    role, tried = visit.roles[0], 0
    known = set(check(problem, others))
    for time in times(problem, roster, visit.id)[:3]:
        for volunteer in problem.volunteers:
            broken = new_breaches(problem, known, with_one(others, visit, role, time, volunteer.id))
            assert (volunteer.id in time.people) == (not broken), (visit.id, time.start, volunteer.id, broken)
            tried += 1
    assert tried > 0


def test_the_order_is_who_could_then_how_many_then_when() -> None:
    problem, roster = town()
    for visit in problem.visits[:40]:
        found = times(problem, roster, visit.id)
        assert len({t.start for t in found}) == len(found)
        keys = [(not t.enough, -len(t.people), t.start) for t in found]
        assert keys == sorted(keys)
