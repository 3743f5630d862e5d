"""`changeover`: chess ends at 600, the class may start `changeover` minutes later; both at once never."""

from dataclasses import replace

import pytest

from matcher.checker import check
from matcher.problem import Facility, FacilityNeed, Window
from matcher.rules import Violation
from small import ROSTER, SMALL, changed, plan, without

CHESS_END, CLASS_START = 600, 675
BETWEEN = CLASS_START - CHESS_END


def hall(**fields: object) -> dict[str, dict[str, object]]:
    return {"hall": fields}


def broken(minutes: int) -> tuple[Violation, ...]:
    if not minutes:
        return ()
    return (Violation("changeover", minutes, "minutes", visit="class", facility="hall", other="chess"),)


@pytest.mark.parametrize(("changeover", "minutes"), [(BETWEEN - 1, 0), (BETWEEN, 0), (BETWEEN + 1, 1)])
def test_between_two_modes(changeover: int, minutes: int) -> None:
    assert check(changed(facilities=hall(changeover=changeover)), ROSTER) == broken(minutes)


def test_the_same_mode_follows_at_once() -> None:
    problem = changed(facilities=hall(changeover=200), visits={"chess": {"need": FacilityNeed(mode="class", people=4)}})
    assert check(problem, ROSTER) == ()


@pytest.mark.parametrize(("start", "minutes"), [(615, 0), (630, 15), (660, 45)])
def test_one_mode_at_a_time_without_changeover_too(start: int, minutes: int) -> None:
    """Chess moved to `[start, start + 60)`, the class at 675; the hall takes two bookings at a time."""
    problem = changed(facilities=hall(changeover=0, concurrent=2))
    assert check(problem, plan("chess", start, "hall")) == broken(minutes)


def test_either_order() -> None:
    problem = changed(visits={"class": {"windows": (Window(540, 720),)}})
    roster = plan("class", 540, "hall", roster=without("repair"))
    found = [v for v in check(problem, plan("chess", 585, "hall", roster=roster)) if v.rule == "changeover"]
    assert found == [Violation("changeover", 15, "minutes", visit="chess", facility="hall", other="class")]


def test_two_rooms_do_not_disturb_each_other() -> None:
    attic = Facility(id="attic", place="H", modes={"chess": 6}, openings=SMALL.facilities[0].openings)
    problem = changed(facilities=hall(changeover=120))
    problem = replace(problem, facilities=(*problem.facilities, attic))
    assert check(problem, plan("chess", 540, "attic")) == ()
