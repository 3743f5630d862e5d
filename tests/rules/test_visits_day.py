"""`visits_day`: bob makes three visits on day 0."""

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, changed

VISITS = 3


@pytest.mark.parametrize(("cap", "over"), [(None, 0), (VISITS + 1, 0), (VISITS, 0), (VISITS - 1, 1), (0, VISITS)])
def test_the_cap_of_a_day(cap: int | None, over: int) -> None:
    expected = (Violation("visits_day", over, "visits", volunteer="bob", other="0"),) if over else ()
    assert check(changed(volunteers={"bob": {"max_visits_day": cap}}), ROSTER) == expected
