"""The first roster keeps every row, pins as well, on problems of every shape."""

from __future__ import annotations

import pytest

from matcher import check
from matcher.problem import Pin, Problem
from matcher.solver.greedy import greedy_roster
from matcher.solver.line import line
from small import SMALL
from solver.contested import contested
from solver.made import keeps, person, problem, single, team

PEOPLE = (person("ann"), person("bob"), person("dan", tags=frozenset({"trainee"})))


@pytest.mark.parametrize("asked", [SMALL, *(contested(seed) for seed in range(12))])
def test_its_roster_keeps_every_row(asked: Problem) -> None:
    table = line(asked)
    roster = greedy_roster(table.programme)
    assert keeps(asked, roster, table=table)
    assert check(asked, roster) == ()
    assert len(roster.planned) > 0


def test_everything_that_fits_is_served() -> None:
    visits = (single("x"), single("y", place="B"), team("t", (600, 645)))
    roster = greedy_roster(line(problem(volunteers=PEOPLE, visits=visits)).programme)
    assert [p.visit for p in roster.planned] == ["t", "x", "y"]


def test_what_a_visit_needs_is_served_in_the_second_pass() -> None:
    visits = (single("x", needs=("y",), value=900), single("y", value=1))
    roster = greedy_roster(line(problem(volunteers=PEOPLE[:1], visits=visits)).programme)
    assert [p.visit for p in roster.planned] == ["x", "y"]


@pytest.mark.parametrize("name", ["ann", "bob"])
def test_pinned_people_come_first(name: str) -> None:
    """Even where others are worth more. (A pinned trainee needs a partner: the search finds that, not this.)"""
    visits = (single("x", (600, 645), value=5000), team("t", (600, 645), people=1, most=2, value=1))
    asked = problem(volunteers=PEOPLE, visits=visits, pins=(Pin(visit="t", volunteer=name),))
    roster = greedy_roster(line(asked).programme)
    assert name in {a.volunteer for a in roster.team_of["t"]}
    assert check(asked, roster) == ()


def test_one_beneficiary_is_never_served_twice_at_once() -> None:
    visits = tuple(single(f"x{i}", (540, 600), beneficiary="li", duration=25) for i in range(3))
    asked = problem(volunteers=PEOPLE[:2], visits=visits)
    roster = greedy_roster(line(asked).programme)
    assert check(asked, roster) == ()
    assert 1 <= len(roster.planned) <= 2
