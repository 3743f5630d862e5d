"""`needs`: the class needs the elder visit and the patrol."""

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, changed, without

PROBLEM = changed(visits={"class": {"needs": ("elder", "patrol")}})


@pytest.mark.parametrize("missing", [(), ("elder",), ("elder", "patrol")])
def test_every_visit_needed_goes_on(missing: tuple[str, ...]) -> None:
    expected = tuple(Violation("needs", 1, "visits", visit="class", other=m) for m in missing)
    assert check(PROBLEM, without(*missing)) == expected


def test_an_unserved_visit_needs_nothing() -> None:
    assert check(PROBLEM, without("elder", "class")) == ()


def test_being_needed_asks_nothing() -> None:
    assert check(changed(visits={"class": {"needs": ("chess",)}}), ROSTER) == ()
