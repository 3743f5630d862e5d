"""`facility_mode`: the class of 8 in a hall for 10."""

import pytest

from matcher.checker import check
from matcher.rules import Violation
from small import ROSTER, changed

PEOPLE = 8


def class_in(modes: dict[str, int]) -> tuple[Violation, ...]:
    return check(changed(facilities={"hall": {"modes": {"chess": 6, **modes}}}), ROSTER)


@pytest.mark.parametrize(("capacity", "over"), [(PEOPLE + 1, 0), (PEOPLE, 0), (PEOPLE - 1, 1)])
def test_room_for_all(capacity: int, over: int) -> None:
    expected = (Violation("facility_mode", over, "people", visit="class", facility="hall"),) if over else ()
    assert class_in({"class": capacity}) == expected


def test_a_mode_it_has_not() -> None:
    assert class_in({"choir": 99}) == (Violation("facility_mode", PEOPLE, "people", visit="class", facility="hall"),)
