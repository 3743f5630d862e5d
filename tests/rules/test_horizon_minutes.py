"""`horizon_minutes`: bob serves 45 + 60 + 45 minutes in all."""

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, changed

SERVED = 150


@pytest.mark.parametrize(("cap", "over"), [(None, 0), (SERVED + 1, 0), (SERVED, 0), (SERVED - 1, 1), (0, SERVED)])
def test_the_cap_of_the_horizon(cap: int | None, over: int) -> None:
    expected = (Violation("horizon_minutes", over, "minutes", volunteer="bob"),) if over else ()
    assert check(changed(volunteers={"bob": {"max_minutes_total": cap}}), ROSTER) == expected


def test_history_is_not_counted() -> None:
    assert check(changed(volunteers={"bob": {"max_minutes_total": SERVED, "history_minutes": 600}}), ROSTER) == ()
