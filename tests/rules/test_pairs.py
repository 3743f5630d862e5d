"""`pairs`: forbidden with a visit, its service, series or beneficiary, or with a colleague of the team."""

import pytest

from matcher.checker import check
from matcher.problem import Pair, Pin
from matcher.rules import Violation
from small import ROSTER, changed, team

ALONE = Violation("pairs", 1, "pairs", visit="elder", volunteer="ann")
TOGETHER = Violation("pairs", 1, "pairs", visit="patrol", volunteer="ann", other="bob")
PROBLEM = changed(visits={"elder": {"series": "mondays"}})


@pytest.mark.parametrize(
    ("kind", "other"), [("visit", "elder"), ("service", "care"), ("series", "mondays"), ("beneficiary", "li")]
)
def test_with_each_kind_of_thing(kind: str, other: str) -> None:
    forbidden = Pair("ann", kind, other)  # type: ignore[arg-type]
    elsewhere = Pair("bob", kind, other)  # type: ignore[arg-type]
    liked = Pair("ann", kind, other, "preferred")  # type: ignore[arg-type]
    assert check(changed(PROBLEM, pairs=(forbidden,)), ROSTER) == (ALONE,)
    assert check(changed(PROBLEM, pairs=(elsewhere, liked)), ROSTER) == ()


def test_two_pairs_on_one_assignment_add_up() -> None:
    pairs = (Pair("ann", "service", "care"), Pair("ann", "beneficiary", "li"))
    assert check(changed(PROBLEM, pairs=pairs), ROSTER) == (
        Violation("pairs", 2, "pairs", visit="elder", volunteer="ann"),
    )


@pytest.mark.parametrize("pair", [("ann", "bob"), ("bob", "ann")])
def test_two_people_in_one_team(pair: tuple[str, str]) -> None:
    problem = changed(PROBLEM, pairs=(Pair(pair[0], "volunteer", pair[1]),))
    assert check(problem, ROSTER) == (TOGETHER,)
    apart = check(problem, team("patrol", ("ann", "walker")))
    assert [v for v in apart if v.rule == "pairs"] == []


def test_a_pair_listed_both_ways_is_one_breach() -> None:
    problem = changed(PROBLEM, pairs=(Pair("ann", "volunteer", "bob"), Pair("bob", "volunteer", "ann")))
    assert check(problem, ROSTER) == (TOGETHER,)


def test_with_something_the_person_does_not_meet() -> None:
    assert check(changed(PROBLEM, pairs=(Pair("bob", "beneficiary", "li"),)), ROSTER) == ()


@pytest.mark.parametrize("who", ["ann", "bob"])
def test_an_override_of_either_is_reported(who: str) -> None:
    problem = changed(
        PROBLEM,
        pairs=(Pair("ann", "volunteer", "bob"),),
        pins=(Pin(visit="patrol", volunteer=who, override="made up"),),
    )
    assert check(problem, ROSTER) == (
        Violation("pairs", 1, "pairs", visit="patrol", volunteer="ann", other="bob", overridden=True),
    )
