"""`walk`: ann walks A-L 5; bob B-M 6, M-L 4, L-H 6."""

from dataclasses import replace

import pytest

from matcher.problem import Weights, Window
from matcher.roster import Roster
from matcher.rules import walk
from small import ROSTER, SMALL, changed, without

ANN, BOB = 5, 16


@pytest.mark.parametrize("weight", [0, 1, 3])
def test_every_minute_of_everybody(weight: int) -> None:
    problem = replace(SMALL, weights=Weights(walk=weight))
    assert walk.RULE.cost(problem, ROSTER) == -weight * (ANN + BOB)


def test_the_way_home_where_it_is_walked() -> None:
    problem = changed(volunteers={"ann": {"return_home": True}, "bob": {"return_home": True}})
    assert walk.RULE.cost(problem, ROSTER) == -(ANN + 5 + BOB + 3)


def test_every_availability_starts_at_home() -> None:
    """The second shift of ann begins between elder and patrol: she walks from home to L again."""
    problem = changed(volunteers={"ann": {"availabilities": (Window(540, 580), Window(590, 720))}})
    assert walk.RULE.cost(problem, ROSTER) == -(ANN + 5 + BOB)


def test_less_work_less_walk() -> None:
    assert walk.RULE.cost(SMALL, without("repair")) == -(ANN + 8 + 6)
    assert walk.RULE.cost(SMALL, Roster()) == 0
