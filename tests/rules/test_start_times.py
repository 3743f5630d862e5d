"""`start_times`: the patrol starts on the grid of 15 minutes, at 605 (its window), or as pinned or published."""

import pytest

from matcher.checker import check
from matcher.problem import Pin, Policy, Published, Window
from matcher.rules import Violation
from small import SMALL, changed, plan, without

PROBLEM = changed(visits={"patrol": {"windows": (Window(602, 700),)}})
ALONE = without("class", "chess", "elder", "repair")


@pytest.mark.parametrize("start", [602, 615, 630])
def test_on_the_grid_or_the_first_minute_of_a_window(start: int) -> None:
    assert check(PROBLEM, plan("patrol", start, roster=ALONE)) == ()


@pytest.mark.parametrize(("start", "minutes"), [(603, 1), (614, 1), (616, 1), (622, 7), (623, 7)])
def test_off_the_grid_counts_the_minutes_to_the_nearest_start(start: int, minutes: int) -> None:
    expected = (Violation("start_times", minutes, "minutes", visit="patrol"),)
    assert check(PROBLEM, plan("patrol", start, roster=ALONE)) == expected


@pytest.mark.parametrize("grid", [1, 7])
def test_another_grid(grid: int) -> None:
    problem = changed(PROBLEM, policy=Policy(grid=grid))
    assert check(problem, plan("patrol", 623, roster=ALONE)) == ()


def test_a_pinned_or_published_start_is_as_good() -> None:
    roster = plan("patrol", 613, roster=ALONE)
    pinned = changed(PROBLEM, pins=(Pin(visit="patrol", start=613),))
    published = changed(PROBLEM, published=(Published(visit="patrol", start=613),))
    assert (check(pinned, roster), check(published, roster)) == ((), ())
    assert check(published, plan("patrol", 612, roster=ALONE)) == (
        Violation("start_times", 1, "minutes", visit="patrol"),
    )


def test_one_person_at_a_fixed_place_starts_at_any_minute() -> None:
    assert check(SMALL, plan("repair", 547)) == ()


def test_a_booking_without_people_starts_on_the_grid() -> None:
    assert check(SMALL, plan("chess", 541, "hall")) == (Violation("start_times", 1, "minutes", visit="chess"),)
