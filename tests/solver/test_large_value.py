"""The largest value a visit may have is solved and verified; one more is an input error."""

from __future__ import annotations

import pytest

from matcher import InvalidProblem, solve, verify
from matcher.problem.visits import LARGEST_VALUE
from solver.made import person, problem, single


def test_the_largest_value_is_solved_and_verified() -> None:
    asked = problem(volunteers=(person("ann"),), visits=(single("x", guaranteed=True, value=LARGEST_VALUE),))
    result = solve(asked)
    assert (result.guaranteed.objective, result.all.status) == (LARGEST_VALUE, "proven")
    assert verify(asked, result.roster, result.certificates).holds


def test_one_more_is_an_input_error() -> None:
    with pytest.raises(InvalidProblem, match=f"must be at most {LARGEST_VALUE}"):
        single("x", value=LARGEST_VALUE + 1)
