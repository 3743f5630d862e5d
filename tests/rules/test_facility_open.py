"""`facility_open`: chess from 540 to 600 in the hall."""

import pytest

from matcher.checker import check
from matcher.problem import DAY, Opening, Window
from matcher.roster import Roster
from matcher.rules import Violation
from small import ROSTER, changed, plan

REST = Opening(675, 720)
"""The class of the roster takes place in it."""


def closed(minutes: int) -> tuple[Violation, ...]:
    return (Violation("facility_open", minutes, "minutes", visit="chess", facility="hall"),) if minutes else ()


@pytest.mark.parametrize(
    ("start", "end", "minutes"), [(539, 601, 0), (540, 600, 0), (541, 600, 1), (540, 599, 1), (550, 590, 20)]
)
def test_open_from_start_to_end(start: int, end: int, minutes: int) -> None:
    problem = changed(facilities={"hall": {"openings": (Opening(start, end), REST)}})
    assert check(problem, ROSTER) == closed(minutes)


@pytest.mark.parametrize(("pause", "minutes"), [(0, 0), (1, 1), (10, 10)])
def test_across_openings_that_touch(pause: int, minutes: int) -> None:
    problem = changed(facilities={"hall": {"openings": (Opening(540, 560), Opening(560 + pause, 640), REST)}})
    assert check(problem, ROSTER) == closed(minutes)


def test_never_open() -> None:
    problem = changed(facilities={"hall": {"openings": (REST,)}})
    assert check(problem, ROSTER) == closed(60)


@pytest.mark.parametrize(("end", "minutes"), [(DAY + 30, 0), (DAY + 29, 1)])
def test_past_midnight(end: int, minutes: int) -> None:
    problem = changed(
        days=2,
        visits={"chess": {"windows": (Window(DAY - 60, DAY + 60),)}},
        facilities={"hall": {"openings": (Opening(600, end),)}},
    )
    roster = Roster(tuple(p for p in plan("chess", DAY - 30, "hall").planned if p.visit == "chess"))
    assert check(problem, roster) == closed(minutes)
