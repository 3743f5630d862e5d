"""An explicit value of a million makes a large coefficient: a forged price must not wrap around there either."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_made import person, problem, single

from matcher import InvalidProblem, solve, verify
from matcher.result import Leaf
from matcher.roster import Roster

ASKED = problem(
    volunteers=(person("ann"), person("bob")),
    visits=(
        single("g", 540, 720, 30, value=1 << 20, guaranteed=True),
        single("x", 540, 720, 30, value=1 << 20),
        single("y", 540, 720, 30, value=3 << 19, guaranteed=True),
    ),
)


def test_a_million_points_are_proven_and_verified() -> None:
    result = solve(ASKED)
    assert result.all.status == "proven"
    assert verify(ASKED, result.roster, result.certificates).holds


@pytest.mark.parametrize("bits", range(30, 63))
@pytest.mark.parametrize("sign", [1, -1])
def test_prices_that_wrap_at_large_coefficients(bits: int, sign: int) -> None:
    result = solve(ASKED)
    for certificate in result.certificates:
        for row in ("guaranteed", "visit g", "visit x", "visit y"):
            leaf = Leaf((), ((row, sign << bits),))
            forged = replace(certificate, bound=0, guaranteed_at_least=0, leaves=(leaf,))
            try:
                verification = verify(ASKED, Roster(), [forged])
            except InvalidProblem:
                continue
            assert not verification.holds
