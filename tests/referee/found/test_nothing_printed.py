"""The integer solver wrote lines of its own to standard output (7517, 8713): whoever prints JSON there is cut off."""

from __future__ import annotations

import pytest
from random_problems import focused

from matcher import solve


@pytest.mark.parametrize("seed", [7517, 8713])
def test_a_solve_prints_nothing(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    solve(focused(seed)[1])
    assert capfd.readouterr() == ("", "")
