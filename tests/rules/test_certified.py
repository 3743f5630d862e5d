"""`certified`: a provider's worker serves through the last certified day."""

import pytest

from matcher.checker import check
from matcher.problem import Pin
from matcher.rules import Violation
from small import ROSTER, changed, without

DAY = 0
ALONE = without("patrol", "class", roster=ROSTER)


@pytest.mark.parametrize(("until", "days"), [(None, 0), (DAY + 1, 0), (DAY, 0), (DAY - 1, 1), (DAY - 9, 9)])
def test_through_the_last_day(until: int | None, days: int) -> None:
    problem = changed(volunteers={"bob": {"kind": "worker", "certified_until_day": until}})
    expected = (Violation("certified", days, "days", visit="repair", volunteer="bob"),) if days else ()
    assert check(problem, ALONE) == expected


def test_an_override_is_reported() -> None:
    problem = changed(
        volunteers={"bob": {"kind": "worker", "certified_until_day": DAY - 1}},
        pins=(Pin(visit="repair", volunteer="bob", override="renewal is on its way"),),
    )
    assert check(problem, ALONE) == (
        Violation("certified", 1, "days", visit="repair", volunteer="bob", overridden=True),
    )
