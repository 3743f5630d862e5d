"""Two preferred pairs that both meet one assignment: each brings its bonus (the solver counted one)."""

from __future__ import annotations

from examine import findings
from hand_made import person, problem, single

from matcher.problem import Pair


def test_two_preferred_pairs_of_one_assignment() -> None:
    visits = (single("x", 540, 600, 30, service="repair"),)
    pairs = (Pair("ann", "service", "repair", "preferred"), Pair("ann", "visit", "x", "preferred"))
    assert findings(problem(volunteers=(person("ann"),), visits=visits, pairs=pairs)) == []
