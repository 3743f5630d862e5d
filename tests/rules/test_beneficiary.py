"""`beneficiary`: elder and repair for one household, the repair from 546 to 591."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, SMALL, changed, plan, team, without

REPAIR_END, ELDER_MINUTES = 591, 30
ONE_HOUSE = changed(visits={"elder": {"beneficiary": "li"}, "repair": {"beneficiary": "li"}})
QUIET = without("patrol")


def overlap(amount: int, visit: str, other: str) -> tuple[Violation, ...]:
    return (Violation("beneficiary", amount, "minutes", visit=visit, other=other),)


@pytest.mark.parametrize(("start", "amount"), [(REPAIR_END + 1, 0), (REPAIR_END, 0), (REPAIR_END - 1, 1)])
def test_one_after_the_other(start: int, amount: int) -> None:
    expected = overlap(amount, "elder", "repair") if amount else ()
    assert check(ONE_HOUSE, plan("elder", start, roster=QUIET)) == expected


def test_inside_the_other() -> None:
    assert check(ONE_HOUSE, plan("elder", 550, roster=QUIET)) == overlap(ELDER_MINUTES, "elder", "repair")


def test_two_households_and_none_overlap_freely() -> None:
    nobody = changed(visits={"elder": {"beneficiary": None}, "repair": {"beneficiary": None}})
    assert (check(SMALL, ROSTER), check(nobody, ROSTER)) == ((), ())


def test_each_against_the_one_that_ends_last() -> None:
    third = replace(
        SMALL.visit_of["patrol"], beneficiary="li", windows=(replace(SMALL.visit_of["patrol"].windows[0], start=540),)
    )
    problem = replace(ONE_HOUSE, visits=tuple(third if v.id == "patrol" else v for v in ONE_HOUSE.visits))
    roster = plan("patrol", 585, roster=team("patrol"))
    found = [v for v in check(problem, plan("elder", 550, roster=roster)) if v.rule == "beneficiary"]
    assert found == [*overlap(30, "elder", "repair"), *overlap(6, "patrol", "repair")]
