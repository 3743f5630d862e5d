"""Two volunteers preferred together, written in both directions: solver and score must count the same."""

from __future__ import annotations

from examine import findings
from hand_made import person, problem, team

from matcher.problem import Pair


def test_a_pair_of_volunteers_written_twice() -> None:
    visits = (team("x", 540, 600, 30),)
    pairs = (Pair("ann", "volunteer", "bob", "preferred"), Pair("bob", "volunteer", "ann", "preferred"))
    volunteers = (person("ann"), person("bob"))
    assert findings(problem(volunteers=volunteers, visits=visits, pairs=pairs)) == []
    assert findings(problem(volunteers=volunteers, visits=visits, pairs=(pairs[0], pairs[0]))) == []
