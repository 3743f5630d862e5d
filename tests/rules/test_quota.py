"""`quota`: the club plays chess in two bookings."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Problem, Quota
from matcher.roster import PlannedVisit, Roster
from matcher.rules import Violation
from small import SMALL

USED = 2
CHESS = SMALL.visit_of["chess"]
ROSTER = Roster((PlannedVisit("c0", 540, "hall"), PlannedVisit("c1", 600, "hall")))


def club(at_most: int, *, beneficiary: str = "club", mode: str = "chess") -> Problem:
    visits = tuple(replace(CHESS, id=f"c{i}") for i in range(3))
    return replace(SMALL, visits=visits, quotas=(Quota(beneficiary, mode, at_most),))


@pytest.mark.parametrize(("at_most", "over"), [(USED + 1, 0), (USED, 0), (USED - 1, 1), (0, USED)])
def test_the_quota(at_most: int, over: int) -> None:
    expected = (Violation("quota", over, "visits", other="club chess"),) if over else ()
    assert check(club(at_most), ROSTER) == expected


def test_of_another_beneficiary_or_mode() -> None:
    assert (check(club(0, beneficiary="li"), ROSTER), check(club(0, mode="class"), ROSTER)) == ((), ())
