"""Two visits of one beneficiary in two shifts: putting one after the other must not push it past its shift's end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examine import findings
from hand_made import person, problem, single

WALKS = {("A", "B"): 10, ("A", "C"): 20, ("B", "C"): 0}


@pytest.mark.parametrize("end", range(640, 661, 5))
def test_a_rival_delays_a_visit_past_the_end_of_the_shift(end: int) -> None:
    volunteers = (
        person("v0", (540, 660), home="B", max_walk=20),
        person("v2", (560, 620), home="A", max_walk=20),
    )
    visits = (
        single("t1", 610, 660, 20, place="B", beneficiary="b2"),
        single("t2", 620, 660, 30, place="B", beneficiary="b1"),
        single("t3", 600, 690, 20, place="C", beneficiary="b2"),
    )
    asked = problem(walks=WALKS, volunteers=volunteers, visits=visits)
    assert findings(asked) == []
    shorter = (replace(volunteers[0], availabilities=(person("x", (540, end)).availabilities)), volunteers[1])
    assert findings(replace(asked, volunteers=shorter)) == []
