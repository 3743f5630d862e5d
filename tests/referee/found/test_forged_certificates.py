"""`verify` must not be talked into a bound below the optimum: whatever the certificate says, it re-adds by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_made import booking, person, problem, room, single, team

from matcher import InvalidProblem, Problem, Result, solve, verify
from matcher.problem import Policy
from matcher.result import Branch, Certificate, Leaf
from matcher.roster import Roster

ASKED = problem(
    volunteers=(person("ann"), person("bob"), *(person(f"p{i}") for i in range(4))),
    visits=(single("x", 540, 720, 30), team("y", 540, 720, 30, people=4, most=4), booking("z", 540, 720, 60)),
    facilities=(room("hall"),),
    policy=Policy(grid=30),
)
"""All three can be served: 300 points less the walks."""


def believed(asked: Problem, certificate: Certificate) -> bool:
    """Whether verify takes the empty roster for a best one."""
    try:
        verification = verify(asked, Roster(), [certificate])
    except InvalidProblem:
        return False
    return verification.holds


@pytest.fixture(scope="module")
def honest() -> Result:
    return solve(ASKED)


def points_of(result: Result) -> Certificate:
    return next(c for c in result.certificates if c.purpose == "points")


def test_an_honest_certificate_holds(honest: Result) -> None:
    assert verify(ASKED, honest.roster, honest.certificates).holds
    assert not believed(ASKED, replace(points_of(honest), bound=0))


@pytest.mark.parametrize("row", ["variable 0", "pair 0"])
def test_one_decision_that_goes_both_ways(honest: Result, row: str) -> None:
    """A single leaf that says both "at most 0" and "at least 1" leaves out every roster, and covers nothing."""
    both = Branch(row, at_most=0, at_least=1)
    forged = replace(points_of(honest), bound=0, leaves=(Leaf((), ()), Leaf((both,), ())))
    assert not believed(ASKED, forged)


@pytest.mark.parametrize("row", ["variable 0", "pair 0"])
@pytest.mark.parametrize("limits", [(0, 1), (5, 6), (-1, 0), (0, 5)])
def test_half_a_branching_or_a_gap_in_it(honest: Result, row: str, limits: tuple[int, int]) -> None:
    most, least = (Branch(row, at_most=limits[0]),), (Branch(row, at_least=limits[1]),)
    for leaves in ((Leaf(most, ()),), (Leaf(least, ()),), (Leaf(most, ()), Leaf(least, ()))):
        forged = replace(points_of(honest), bound=0, leaves=(Leaf((), ()), *leaves))
        assert not believed(ASKED, forged)


@pytest.mark.parametrize("row", ["variable 9999", "pair 9999", "variable x", "nonsense", "", "pair -1", "variable -1"])
def test_a_decision_about_nothing_is_an_input_error(honest: Result, row: str) -> None:
    leaves = (Leaf((Branch(row, at_most=0),), ()), Leaf((Branch(row, at_least=1),), ()))
    assert not believed(ASKED, replace(points_of(honest), bound=0, leaves=(Leaf((), ()), *leaves)))


def test_a_certificate_without_leaves(honest: Result) -> None:
    assert not believed(ASKED, replace(points_of(honest), bound=0, leaves=()))


@pytest.mark.parametrize("price", [1 << 40, 1 << 60, 1 << 61, 1 << 62, (1 << 63) - 1, 1 << 64, -(1 << 62), -(1 << 64)])
def test_prices_so_large_that_they_wrap_around(honest: Result, price: int) -> None:
    """Every row in turn at a price whose product with the row's bound passes 64 bits."""
    rows = {name for leaf in points_of(honest).leaves for name, _ in leaf.prices}
    rows |= {f"visit {v.id}" for v in ASKED.visits}
    for certificate in honest.certificates:
        for row in sorted(rows):
            leaf = Leaf((), ((row, price),))
            assert not believed(ASKED, replace(certificate, bound=0, guaranteed_at_least=0, leaves=(leaf,))) or (
                certificate.purpose == "guaranteed"
            )
