"""A booking that is the steward of the very opening it uses: the rule holds once it is served, so it can be served."""

from __future__ import annotations

from examine import findings
from hand_made import booking, problem, room


def test_a_booking_that_stewards_its_own_opening() -> None:
    hall = room("hall", (540, 600, "x"))
    assert findings(problem(facilities=(hall,), visits=(booking("x", 540, 600, 60),))) == []
