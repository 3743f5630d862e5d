"""Two pins contradict each other, but one cannot be kept even alone: the set named must be irreducible."""

from __future__ import annotations

from examine import findings
from hand_made import booking, person, problem, single

from matcher.problem import Pin, Role

ANN = person("ann", (570, 720))


def test_two_pinned_starts_of_which_none_can_be_kept() -> None:
    visits = (booking("x", 570, 640, 50, roles=(Role(id="r"),)),)
    pins = (Pin(visit="x", volunteer="ann", start=570), Pin(visit="x", volunteer="ann", start=580))
    assert findings(problem(volunteers=(ANN,), visits=visits, pins=pins)) == []


def test_two_pinned_starts_of_which_one_cannot_be_kept() -> None:
    visits = (single("x", 540, 720, 30),)
    pins = (Pin(visit="x", volunteer="ann", start=560), Pin(visit="x", start=580))
    assert findings(problem(volunteers=(ANN,), visits=visits, pins=pins)) == []


def test_two_pinned_starts_that_could_each_be_kept() -> None:
    visits = (single("x", 540, 720, 30),)
    pins = (Pin(visit="x", volunteer="ann", start=570), Pin(visit="x", start=580))
    assert findings(problem(volunteers=(ANN,), visits=visits, pins=pins)) == []
