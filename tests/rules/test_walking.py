"""`walking`: the limit binds every leg, the way from home to every place, and the way home."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Pin, Problem
from matcher.rules import Violation
from matcher.walks import walks_from_table
from small import ROSTER, SMALL, WALKS, changed, team


def far(amount: int, visit: str, other: str, **more: object) -> Violation:
    fields = {"unit": "minutes", "volunteer": "bob", **more}
    return Violation("walking", amount, visit=visit, other=other, **fields)  # type: ignore[arg-type]


def limited(limit: int, problem: Problem = SMALL, **fields: object) -> Problem:
    return changed(problem, volunteers={"bob": {"max_walk": limit, **fields}})


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (9, ()),
        (8, ()),
        (7, (far(1, "patrol", "B"),)),
        (6, (far(2, "patrol", "B"),)),
        (5, (far(1, "repair", "B"), far(3, "patrol", "B"), far(1, "class", "L"))),
    ],
)
def test_legs_and_the_way_from_home(limit: int, expected: tuple[Violation, ...]) -> None:
    """Bob: B-M 6, M-L 4 (8 from home), L-H 6 (3 from home)."""
    assert check(limited(limit), ROSTER) == expected


@pytest.mark.parametrize(("home", "over"), [(7, 0), (8, 0), (9, 1)])
def test_the_way_home(home: int, over: int) -> None:
    """The way back may be longer than the way there: a table of its own for each direction."""
    walks = walks_from_table("ABLMH", {**WALKS, ("B", "H"): 3, ("H", "B"): home})
    problem = changed(limited(8, return_home=True), visits={"class": {"duration": 30}}, walks=walks)
    assert check(problem, ROSTER) == ((far(over, "class", "H"),) if over else ())


def test_no_way_home_is_asked_of_who_stays_out() -> None:
    walks = walks_from_table("ABLMH", {**WALKS, ("H", "B"): 99})
    assert check(replace(SMALL, walks=walks), ROSTER) == ()


def test_an_absent_pair_is_out_of_reach() -> None:
    walks = walks_from_table("ABLMH", {k: m for k, m in WALKS.items() if k != ("L", "M")})
    assert check(replace(SMALL, walks=walks), ROSTER) == (far(1, "patrol", "M", unit="out_of_reach"),)


def test_an_override_lets_the_legs_to_and_from_its_visit_pass() -> None:
    pinned = replace(limited(5), pins=(Pin(visit="patrol", volunteer="bob", override="knows the yard"),))
    assert check(pinned, ROSTER) == (
        far(1, "repair", "B"),
        far(3, "patrol", "B", overridden=True),
        far(1, "class", "L", overridden=True),
    )


def test_an_override_does_not_stretch_the_way_from_home_to_the_next_visit() -> None:
    problem = replace(limited(2), pins=(Pin(visit="patrol", volunteer="bob", override="x"),))
    roster = team("repair")
    assert [v for v in check(problem, roster) if v.rule == "walking"] == [
        far(6, "patrol", "B", overridden=True),
        far(1, "class", "B"),
        far(4, "class", "L", overridden=True),
    ]


def test_no_override_of_a_leg_whose_minutes_nobody_knows() -> None:
    walks = walks_from_table("ABLMH", {k: m for k, m in WALKS.items() if k != ("A", "L")})
    problem = changed(walks=walks, pins=(Pin(visit="elder", volunteer="ann", override="x"),))
    roster = team("patrol", ("bob", "walker"))
    found = [v for v in check(problem, roster) if v.rule == "walking"]
    assert found == [far(1, "elder", "A", volunteer="ann", unit="out_of_reach")]


def test_an_override_covers_a_home_out_of_reach_where_the_leg_is_known() -> None:
    walks = walks_from_table("ABLMH", {k: m for k, m in WALKS.items() if k != ("B", "L")})
    problem = changed(walks=walks, pins=(Pin(visit="patrol", volunteer="bob", override="x"),))
    assert check(problem, ROSTER) == (far(1, "patrol", "B", unit="out_of_reach", overridden=True),)


def test_outside_every_availability_only_the_way_from_home_counts() -> None:
    problem = limited(5, availabilities=())
    assert [v for v in check(problem, ROSTER) if v.rule == "walking"] == [
        far(1, "repair", "B"),
        far(3, "patrol", "B"),
    ]
