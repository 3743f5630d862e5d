"""`rejected`: the hall refused the chess club at a start, or altogether."""

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, changed

START = 540
BROKEN = (Violation("rejected", 1, "bookings", visit="chess", facility="hall"),)


@pytest.mark.parametrize(("start", "expected"), [(START - 1, ()), (START, BROKEN), (START + 1, ()), (None, BROKEN)])
def test_the_start_refused(start: int | None, expected: tuple[Violation, ...]) -> None:
    assert check(changed(visits={"chess": {"rejected": (("hall", start),)}}), ROSTER) == expected


def test_refused_twice_is_one_breach_and_another_visit_is_free() -> None:
    rejected = (("hall", START), ("hall", None))
    assert check(changed(visits={"chess": {"rejected": rejected}}), ROSTER) == BROKEN
    assert check(changed(visits={"class": {"rejected": (("hall", START),)}}), ROSTER) == ()
