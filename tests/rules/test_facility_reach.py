"""`facility_reach`: the club comes from A, 7 minutes from the hall, and walks at most 8."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import FacilityNeed, Problem
from matcher.rules import Violation
from matcher.walks import Walks, walks_from_table
from small import ROSTER, SMALL, WALKS, changed

WALK = WALKS["A", "H"]


def club(max_walk: int, *, origin: str | None = "A", pace: float = 1.0) -> Problem:
    need = FacilityNeed(mode="chess", people=4, origin=origin, max_walk=max_walk, pace=pace)
    slow = {place: 2 * minutes for place, minutes in WALKS.items()}
    walks = Walks(
        SMALL.walks.place_ids,
        {1.0: SMALL.walks.by_pace[1.0], 0.5: walks_from_table("ABLMH", slow, paces=(0.5,)).by_pace[0.5]},
    )
    return changed(walks=walks, visits={"chess": {"need": need}})


def far(amount: int, unit: str = "minutes") -> tuple[Violation, ...]:
    return (Violation("facility_reach", amount, unit, visit="chess", facility="hall"),)


@pytest.mark.parametrize(("max_walk", "over"), [(WALK + 1, 0), (WALK, 0), (WALK - 1, 1)])
def test_the_limit_of_the_participants(max_walk: int, over: int) -> None:
    assert check(club(max_walk), ROSTER) == (far(over) if over else ())


def test_at_their_own_pace() -> None:
    assert check(club(2 * WALK, pace=0.5), ROSTER) == ()
    assert check(club(2 * WALK - 1, pace=0.5), ROSTER) == far(1)


def test_from_anywhere() -> None:
    assert check(club(0, origin=None), ROSTER) == ()


def test_an_absent_pair_is_out_of_reach() -> None:
    walks = walks_from_table("ABLMH", {k: m for k, m in WALKS.items() if k != ("A", "H")})
    assert check(replace(SMALL, walks=walks), ROSTER) == far(1, "out_of_reach")
