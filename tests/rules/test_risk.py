"""`risk`: the repair, on a roof, takes only adults insured on the day."""

import pytest

from matcher.checker import check
from matcher.problem import Pin, Problem
from matcher.rules import Violation
from small import ROSTER, changed

DAY = 0
BROKEN = (Violation("risk", 1, "people", visit="repair", volunteer="bob"),)


def roof(risk: str = "high", **bob: object) -> Problem:
    return changed(volunteers={"bob": bob}, visits={"repair": {"risk": risk}})


@pytest.mark.parametrize(("until", "expected"), [(DAY + 1, ()), (DAY, ()), (DAY - 1, BROKEN), (None, BROKEN)])
def test_insured_on_the_day(until: int | None, expected: tuple[Violation, ...]) -> None:
    assert check(roof(insured_until_day=until), ROSTER) == expected


def test_no_minor_even_insured_and_with_consent() -> None:
    assert check(roof(insured_until_day=DAY, minor=True, guardian_consent=True), ROSTER) == BROKEN


@pytest.mark.parametrize("risk", ["low", "medium"])
def test_lower_risks_ask_nothing(risk: str) -> None:
    assert check(roof(risk), ROSTER) == ()


def test_an_override_is_reported() -> None:
    problem = changed(roof(), pins=(Pin(visit="repair", volunteer="bob", override="insured today"),))
    assert check(problem, ROSTER) == (Violation("risk", 1, "people", visit="repair", volunteer="bob", overridden=True),)
