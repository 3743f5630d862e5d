"""`preferred`: 15 points an assignment of a pair; two colleagues once a visit."""

import pytest

from matcher.problem import Pair
from matcher.rules import preferred
from small import ROSTER, changed, without

BONUS = 15


@pytest.mark.parametrize(
    ("kind", "other", "times"),
    [
        ("visit", "elder", 1),
        ("visit", "repair", 0),
        ("service", "care", 1),
        ("beneficiary", "li", 1),
        ("series", "s", 2),
        ("volunteer", "bob", 1),
        ("volunteer", "cat", 0),
    ],
)
def test_ann_with(kind: str, other: str, times: int) -> None:
    pair = Pair("ann", kind, other, "preferred")  # type: ignore[arg-type]
    problem = changed(visits={"elder": {"series": "s"}, "patrol": {"series": "s"}}, pairs=(pair,))
    assert preferred.RULE.cost(problem, ROSTER) == BONUS * times


def test_two_pairs_of_one_assignment_both_count() -> None:
    pairs = (Pair("ann", "service", "care", "preferred"), Pair("ann", "visit", "elder", "preferred"))
    assert preferred.RULE.cost(changed(pairs=pairs), ROSTER) == 2 * BONUS


def test_unserved_or_forbidden_counts_nothing() -> None:
    liked, barred = Pair("ann", "visit", "elder", "preferred"), Pair("ann", "visit", "elder")
    assert preferred.RULE.cost(changed(pairs=(liked,)), without("elder")) == 0
    assert preferred.RULE.cost(changed(pairs=(barred,)), ROSTER) == 0
