"""Stopped before the first roster: without pins the empty roster is valid, so nothing clashes (seed 146)."""

from __future__ import annotations

from examine import findings_cut_short
from hand_made import WALKS, booking, person, problem, room, single
from random_problems import focused

from matcher import solve
from matcher.problem import Policy


def test_stop_at_once_is_no_clash() -> None:
    hall = room("f1", (540, 585), (1980, 2055))
    visits = (
        booking("t3", 2025, 2055, 20, beneficiary="b1"),
        single("t4", 2020, 2050, 10, place="B", beneficiary="b1"),
    )
    ann = person("v1", (575, 615), (2010, 2055), max_walk=20)
    asked = problem(walks={**WALKS, ("A", "B"): 15}, volunteers=(ann,), visits=visits, facilities=(hall,), days=2,
                    policy=Policy(gap=0, grid=10))  # fmt: skip
    assert solve(asked, stop=lambda: True).all.objective >= 0
    assert findings_cut_short(focused(146)[1]) == []
