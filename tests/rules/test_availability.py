"""`availability`: ann leaves home at 540 at the earliest (5 minutes to L) and is free until 720."""

import pytest

from matcher.checker import check
from matcher.problem import Window
from matcher.rules import Violation
from small import ROSTER, SMALL, changed, plan, without

THERE, HOME = 5, 5
FREE_FROM, LAST_END = 540, 660
"""Ann's morning starts at 540; her last visit, the patrol at L, ends at 660."""


def ann(amount: int, visit: str) -> tuple[Violation, ...]:
    return (Violation("availability", amount, "minutes", visit=visit, volunteer="ann"),)


@pytest.mark.parametrize(("start", "early"), [(FREE_FROM + THERE + 1, 0), (FREE_FROM + THERE, 0), (544, 1), (540, 5)])
def test_nobody_leaves_home_before_the_availability(start: int, early: int) -> None:
    assert check(SMALL, plan("elder", start)) == (ann(early, "elder") if early else ())


@pytest.mark.parametrize(("until", "late"), [(LAST_END + 1, 0), (LAST_END, 0), (LAST_END - 1, 1)])
def test_the_last_visit_ends_inside(until: int, late: int) -> None:
    problem = changed(volunteers={"ann": {"availabilities": (Window(540, until),)}})
    assert check(problem, ROSTER) == (ann(late, "patrol") if late else ())


@pytest.mark.parametrize(("until", "late"), [(LAST_END + HOME + 1, 0), (LAST_END + HOME, 0), (LAST_END + HOME - 1, 1)])
def test_who_returns_is_home_inside(until: int, late: int) -> None:
    problem = changed(volunteers={"ann": {"availabilities": (Window(540, until),), "return_home": True}})
    assert check(problem, ROSTER) == (ann(late, "patrol") if late else ())


def test_early_and_late_minutes_add_up() -> None:
    problem = changed(volunteers={"ann": {"availabilities": (Window(544, 570),)}})
    assert check(problem, without("patrol")) == ann(4 + 5, "elder")


def test_a_visit_that_starts_in_no_availability() -> None:
    problem = changed(volunteers={"ann": {"availabilities": (Window(550, 590), Window(595, 720))}})
    assert check(problem, ROSTER) == ann(5, "elder")


def test_nobody_serves_without_any_availability() -> None:
    problem = changed(volunteers={"ann": {"availabilities": ()}})
    assert check(problem, ROSTER) == (*ann(30, "elder"), *ann(60, "patrol"))


def test_every_availability_starts_at_home() -> None:
    """Two shifts: the way from home to the patrol counts again, 5 minutes from the start of the second."""
    for start, early in ((595, 0), (596, 1)):
        problem = changed(volunteers={"ann": {"availabilities": (Window(540, 590), Window(start, 720))}})
        assert check(problem, ROSTER) == (ann(early, "patrol") if early else ())


def test_a_visit_across_two_availabilities() -> None:
    problem = changed(volunteers={"ann": {"availabilities": (Window(540, 620), Window(621, 720))}})
    assert check(problem, ROSTER) == ann(40, "patrol")
