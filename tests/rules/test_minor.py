"""`minor`: bob at 16 needs his guardian's consent and serves nothing between 22:00 and 06:00."""

import pytest

from matcher.checker import check
from matcher.problem import DAY, NIGHT_END, NIGHT_START, Pin, Problem, Window
from matcher.rules import Violation
from small import ROSTER, changed, plan, without

MINUTES = 45
ALL_DAY = Window(0, 2 * DAY)


def young(*, consent: bool = True) -> Problem:
    return changed(
        days=2,
        volunteers={"bob": {"minor": True, "guardian_consent": consent, "availabilities": (ALL_DAY,)}},
        visits={"repair": {"windows": (ALL_DAY,)}},
    )


def at_night(start: int) -> tuple[Violation, ...]:
    return check(young(), plan("repair", start, roster=without("patrol", "class")))


@pytest.mark.parametrize("start", [NIGHT_END, NIGHT_START - MINUTES, DAY + NIGHT_END])
def test_up_to_the_night(start: int) -> None:
    assert at_night(start) == ()


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (NIGHT_END - 1, 1),
        (NIGHT_START - MINUTES + 1, 1),
        (NIGHT_START + 5, MINUTES),
        (DAY - 10, MINUTES),
        (DAY + NIGHT_END - 2, 2),
    ],
)
def test_minutes_of_the_night(start: int, minutes: int) -> None:
    assert at_night(start) == (Violation("minor", minutes, "minutes", visit="repair", volunteer="bob"),)


def test_without_consent_nothing_at_all() -> None:
    assert check(young(consent=False), without("patrol", "class")) == (
        Violation("minor", MINUTES, "minutes", visit="repair", volunteer="bob"),
    )


def test_adults_serve_at_night_and_need_nobody() -> None:
    problem = changed(young(), volunteers={"bob": {"minor": False, "guardian_consent": False}})
    assert check(problem, plan("repair", NIGHT_START, roster=without("patrol", "class"))) == ()


def test_an_override_is_reported() -> None:
    problem = changed(young(consent=False), pins=(Pin(visit="repair", volunteer="bob", override="aunt comes along"),))
    assert check(problem, without("patrol", "class")) == (
        Violation("minor", MINUTES, "minutes", visit="repair", volunteer="bob", overridden=True),
    )
    elsewhere = [v for v in check(problem, ROSTER) if v.rule == "minor" and not v.overridden]
    assert [v.visit for v in elsewhere] == ["class", "patrol"]
