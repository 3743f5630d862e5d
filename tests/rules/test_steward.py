"""`steward`: the hall opens because of the patrol from 540 and of the elder visit from 570."""

import pytest

from matcher.checker import check
from matcher.problem import Opening
from matcher.rules import Violation
from small import ROSTER, changed, without


def closed(*stewards: str) -> tuple[Violation, ...]:
    return tuple(Violation("steward", 1, "visits", visit="chess", facility="hall", other=s) for s in stewards)


PROBLEM = changed(
    facilities={"hall": {"openings": (Opening(540, 570, "patrol"), Opening(570, 600, "elder"), Opening(675, 720))}}
)


@pytest.mark.parametrize("unserved", [(), ("patrol",), ("elder",), ("patrol", "elder")])
def test_the_steward_of_each_opening_used(unserved: tuple[str, ...]) -> None:
    assert check(PROBLEM, without(*unserved)) == closed(*unserved)


def test_an_opening_only_touched_needs_no_steward() -> None:
    openings = (Opening(540, 600), Opening(600, 660, "repair"), Opening(675, 720))
    problem = changed(facilities={"hall": {"openings": openings}})
    assert check(problem, without("repair")) == ()
    one_minute = (Opening(540, 599), Opening(599, 660, "repair"), Opening(675, 720))
    problem = changed(facilities={"hall": {"openings": one_minute}})
    assert (check(problem, without("repair")), check(problem, ROSTER)) == (closed("repair"), ())
