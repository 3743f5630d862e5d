"""`desired`: 30 points for each person above the minimum of 1, up to the 3 desired, of at most 4."""

from dataclasses import replace

import pytest

from matcher.problem import Role, Weights
from matcher.rules import desired
from small import SMALL, changed, team, without

PROBLEM = changed(visits={"patrol": {"roles": (Role(id="walker", min=1, desired=3, max=4),)}})
PEOPLE = ("ann", "bob", "cat", "dan", "eve")
PROBLEM = replace(
    PROBLEM, volunteers=tuple(replace(SMALL.volunteer_of["ann"], id=p) for p in PEOPLE), visits=PROBLEM.visits
)


@pytest.mark.parametrize(("people", "points"), [(0, 0), (1, 0), (2, 30), (3, 60), (4, 60), (5, 60)])
def test_up_to_the_number_desired(people: int, points: int) -> None:
    roster = team("patrol", *((p, "walker") for p in PEOPLE[:people]))
    assert desired.RULE.cost(PROBLEM, roster) == points


def test_trainees_count_and_the_weight_is_the_problems() -> None:
    roster = team("patrol", ("ann", "walker"), ("bob", "walker"), ("cat", "walker"))
    assert desired.RULE.cost(SMALL, roster) == 30
    assert desired.RULE.cost(replace(SMALL, weights=Weights(desired_person=7)), roster) == 7


def test_nobody_is_desired_where_nothing_goes_on() -> None:
    roster = without("patrol", roster=team("patrol", *((p, "walker") for p in PEOPLE)))
    assert desired.RULE.cost(PROBLEM, roster) == 0
