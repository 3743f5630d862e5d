"""A hint whose person cannot be at two visits in time was taken as a valid roster, and `verify` called it valid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examine import findings_cut_short
from hand_made import person, problem, single
from random_problems import focused

from matcher import check, solve, verify
from matcher.problem import Problem, Window
from matcher.roster import Assignment, PlannedVisit, Roster

ANN = person("ann", (540, 720))
X, Y = single("x", 540, 640, 30), single("y", 540, 640, 30, place="B")
ASKED = problem(volunteers=(ANN,), visits=(X, Y))


def both(first: int, second: int) -> Roster:
    return Roster(
        (PlannedVisit("x", first), PlannedVisit("y", second)),
        (Assignment("x", "ann", "r"), Assignment("y", "ann", "r")),
    )


CASES = [
    (ASKED, both(540, 560)),  # at once
    (ASKED, both(540, 575)),  # less than the walk between
    (ASKED, both(580, 545)),  # there before the walk from home
    (replace(ASKED, volunteers=(replace(ANN, max_minutes_day=59),)), both(540, 600)),
    (replace(ASKED, volunteers=(replace(ANN, max_minutes_total=59),)), both(540, 600)),
    (replace(ASKED, volunteers=(replace(ANN, max_visits_day=1),)), both(540, 600)),
    (replace(ASKED, volunteers=(replace(ANN, availabilities=(Window(540, 629),)),)), both(540, 600)),
    (replace(ASKED, volunteers=(replace(ANN, availabilities=(Window(540, 639),), return_home=True),)), both(540, 600)),
]


@pytest.mark.parametrize(("asked", "roster"), CASES)
def test_a_hint_out_of_time_is_not_taken(asked: Problem, roster: Roster) -> None:
    assert check(asked, roster) != ()
    for limit in (None, 0.0):
        result = solve(asked, hint=roster, time_limit=limit)
        assert check(asked, result.roster) == ()
    assert not verify(asked, roster, result.certificates).valid


def test_a_hint_that_serves_one_beneficiary_twice_at_once() -> None:
    visits = tuple(replace(v, beneficiary="li") for v in (X, Y))
    asked = replace(ASKED, volunteers=(ANN, replace(ANN, id="bob")), visits=visits)
    roster = Roster(both(540, 560).planned, (Assignment("x", "ann", "r"), Assignment("y", "bob", "r")))
    result = solve(asked, hint=roster, time_limit=0.0)
    assert check(asked, result.roster) == ()
    assert not verify(asked, roster, result.certificates).valid


@pytest.mark.parametrize("seed", [42, 51, 79, 89])
def test_hints_as_found(seed: int) -> None:
    assert findings_cut_short(focused(seed)[1]) == []
