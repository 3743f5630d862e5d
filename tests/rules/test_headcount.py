"""`headcount`: the patrol takes 2 to 3 walkers, trainees above the minimum only."""

import pytest

from matcher.checker import check
from matcher.problem import Problem, Role
from matcher.rules import Violation
from small import SMALL, changed, team

LEAST, MOST = 2, 3
EVERYBODY = ("ann", "bob", "cat")
SHORT = [Violation("headcount", 1, "people_missing", visit="patrol", other="walker")]


def broken(problem: Problem, *people: str) -> list[Violation]:
    found = check(problem, team("patrol", *((p, "walker") for p in people)))
    return [v for v in found if v.rule == "headcount"]


@pytest.mark.parametrize("people", [("ann", "bob"), EVERYBODY])
def test_at_the_minimum_and_at_the_maximum(people: tuple[str, ...]) -> None:
    assert len(people) in (LEAST, MOST)
    assert broken(SMALL, *people) == []


def test_one_or_two_missing() -> None:
    assert broken(SMALL, "ann") == SHORT
    assert broken(SMALL) == [Violation("headcount", LEAST, "people_missing", visit="patrol", other="walker")]


def test_a_trainee_does_not_count_toward_the_minimum() -> None:
    assert broken(SMALL, "ann", "cat") == SHORT


def test_one_too_many_trainees_counted() -> None:
    tight = changed(visits={"patrol": {"roles": (Role(id="walker", min=2, max=2),)}})
    assert broken(tight, "ann", "bob") == []
    assert broken(tight, *EVERYBODY) == [Violation("headcount", 1, "people_too_many", visit="patrol", other="walker")]


def test_each_role_by_itself() -> None:
    roles = (Role(id="walker", min=1), Role(id="driver", min=1))
    problem = changed(visits={"patrol": {"roles": roles}})
    assert broken(problem, "ann", "bob") == [
        Violation("headcount", 1, "people_too_many", visit="patrol", other="walker"),
        Violation("headcount", 1, "people_missing", visit="patrol", other="driver"),
    ]
