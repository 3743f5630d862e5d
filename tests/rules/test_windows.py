"""`windows`: the repair of 45 minutes in windows `[540, 600)` and `[630, 720)`."""

import pytest

from matcher.checker import check
from matcher.problem import Window
from matcher.rules import Violation
from small import changed, plan, team

FIRST, SECOND, DURATION = Window(560, 620), Window(640, 720), 45
PROBLEM = changed(
    visits={"repair": {"windows": (FIRST, SECOND), "duration": DURATION}, "patrol": {"windows": (Window(0, 60),)}}
)


def broken(start: int) -> tuple[Violation, ...]:
    roster = plan("repair", start, roster=plan("patrol", 0, roster=team("patrol")))
    return tuple(v for v in check(PROBLEM, roster) if v.rule == "windows" and v.visit == "repair")


@pytest.mark.parametrize("start", [FIRST.start, FIRST.end - DURATION, SECOND.start, SECOND.end - DURATION])
def test_inside(start: int) -> None:
    assert broken(start) == ()


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        (FIRST.start - 1, 1),
        (FIRST.end - DURATION + 1, 1),
        (SECOND.start - 1, 1),
        (SECOND.end - DURATION + 1, 1),
        (600, 25),
        (-100, 660),
    ],
)
def test_outside_counts_the_minutes_to_the_nearest_fit(start: int, minutes: int) -> None:
    assert broken(start) == (Violation("windows", minutes, "minutes", visit="repair"),)


def test_a_window_too_short_is_no_way_out() -> None:
    problem = changed(visits={"repair": {"windows": (Window(540, 560), Window(600, 660))}})
    found = [v for v in check(problem, plan("repair", 546)) if v.rule == "windows"]
    assert found == [Violation("windows", 54, "minutes", visit="repair")]
