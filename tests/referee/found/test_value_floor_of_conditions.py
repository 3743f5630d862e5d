"""A condition may need more people than the roles' minimums: the value floor must count them too.

The promise of docs/problem.md: a visit that can be served by adding people is never left unserved for the sake of the
other terms (unless its own explicit value is too low, which is reported).
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from examine import findings
from hand_made import booking, person, problem, room, team

from matcher.problem import Condition, Role, Weights

CREW = tuple(person(f"v{i}", home="C", tags=frozenset({"x"}), return_home=True) for i in range(3))


@pytest.mark.parametrize("conditions", [(Condition("x", 3),), (Condition("x", 2), Condition("sex:f", 2))])
def test_a_condition_asks_for_more_than_the_minimum(conditions: tuple[Condition, ...]) -> None:
    crew = (*CREW[:2], replace(CREW[2], sex="f"), person("v3", home="C", sex="f", return_home=True))
    visit = team("x", 540, 720, 5, people=1, most=4, value=None, conditions=conditions, priority=1)
    assert findings(problem(volunteers=crew, visits=(replace(visit, value=None),))) == []


def test_a_booking_whose_condition_needs_somebody() -> None:
    visit = booking("x", 540, 720, 5, conditions=(Condition("x", 2),), roles=(Role(id="r", min=0, max=3),), priority=1)
    asked = problem(volunteers=CREW, facilities=(room("hall", place="A"),), visits=(replace(visit, value=None),))
    assert findings(replace(asked, weights=Weights(walk=5))) == []
